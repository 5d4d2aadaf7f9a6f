/**
 * The requests of `oauth4webapi` go through `outbound/ask.ts`: every URL of a connection is chosen by
 * a tenant, and so is every URL in its discovery document.
 */
import { allowInsecureRequests, customFetch } from "oauth4webapi";
import type { ActionCtx } from "../../_generated/server";
import { ask } from "../../outbound/ask";
import { Resolver } from "../../outbound/resolver";

/** Larger than any discovery document, key set or token response. */
const MAXIMUM_BYTES = 256 * 1_024;
/** For each request. */
const TIMEOUT_MS = 8_000;

type Context = Pick<ActionCtx, "runQuery" | "runAction">;
interface Init {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

export interface Network {
  /** Sends a GET. Throws `AskError`. */
  readonly get: (url: string) => Promise<Response>;
  /** Options for each function of `oauth4webapi` that sends a request. Throws `AskError`. */
  readonly options: {
    readonly [customFetch]: (url: string, init: Init) => Promise<Response>;
    readonly [allowInsecureRequests]: true;
  };
}

export function openNetwork(ctx: Context): Network {
  const resolver = new Resolver();
  const send = async (url: string, { headers = {}, body }: Init): Promise<Response> => {
    const form =
      body instanceof URLSearchParams ? (Object.fromEntries(body) as Record<string, string>) : null;
    const reply = await ask(
      ctx,
      {
        url,
        headers: withoutContentType(headers),
        ...(form ? { form } : {}),
        maximumBytes: MAXIMUM_BYTES,
        timeoutMs: TIMEOUT_MS,
      },
      resolver,
    );
    return new Response(reply.status === 204 ? null : reply.body, {
      status: reply.status,
      headers: reply.headers,
    });
  };
  // `ask` decides which URLs are allowed; the check of the library would refuse a test's loopback.
  return {
    get: async (url) => await send(url, { headers: { accept: "application/json" } }),
    options: { [customFetch]: send, [allowInsecureRequests]: true },
  };
}

/** `ask` sets it for a form. */
const withoutContentType = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.toLowerCase() !== "content-type"),
  );

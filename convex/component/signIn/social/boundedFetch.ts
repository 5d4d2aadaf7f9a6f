/**
 * Bounds the requests of third-party code that calls the global `fetch`: a total time, a size limit
 * per response, and no redirects, which could leak a secret or lead into the host's own network.
 * Other requests of the same process are not affected.
 */
import { getAsyncLocalStorage, type AsyncLocalStorage } from "@better-auth/core/async_hooks";
import { loopbackUrl } from "../../core/webAddresses";

const TIMEOUT_MS = 10_000;
const MAXIMUM_BYTES = 1024 * 1024;

let storage: Promise<AsyncLocalStorage<AbortSignal>> | null = null;
/** Our replacements of the global `fetch`. The host may give each invocation its own globals. */
const replacements = new WeakSet<typeof fetch>();

/**
 * Runs `work` and returns its result. Its requests fail after 10 seconds in total, on a redirect,
 * or on a response of more than 1 MiB.
 */
export async function withBoundedFetch<T>(work: () => Promise<T>): Promise<T> {
  const bounds = await (storage ??= getAsyncLocalStorage().then(
    (Storage) => new Storage<AbortSignal>(),
  ));
  if (!replacements.has(globalThis.fetch)) takeOverFetch(bounds);
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), TIMEOUT_MS);
  try {
    return await bounds.run(deadline.signal, work);
  } finally {
    clearTimeout(timer);
  }
}

function takeOverFetch(bounds: AsyncLocalStorage<AbortSignal>): void {
  const platformFetch = globalThis.fetch;
  const replacement: typeof fetch = async (input, init) => {
    const signal = bounds.getStore();
    return signal
      ? await boundedFetch(platformFetch, signal, input, init)
      : await platformFetch(input, init);
  };
  replacements.add(replacement);
  globalThis.fetch = replacement;
}

async function boundedFetch(
  platformFetch: typeof fetch,
  signal: AbortSignal,
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
): Promise<Response> {
  const url = new URL(input instanceof Request ? input.url : input);
  const response = await platformFetch(getFetchUrl(url), { ...init, redirect: "manual", signal });
  if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400))
    throw new Error(`${url.host} responded with a redirect, which is not followed`);
  const { status, headers } = response;
  return new Response(status === 204 ? null : await readBounded(response, url.host), {
    status,
    headers,
  });
}

async function readBounded(response: Response, host: string): Promise<Blob> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > MAXIMUM_BYTES) {
      await reader?.cancel();
      throw new Error(`${host} sent more than ${MAXIMUM_BYTES} bytes`);
    }
    chunks.push(part.value);
  }
  return new Blob(chunks);
}

/** Tests run a local server that stands in for the providers, each under its own path. */
function getFetchUrl(url: URL): string {
  const local = loopbackUrl(process.env.BANATA_LOCAL_PROVIDER_URL);
  return local === null || url.protocol !== "https:"
    ? url.href
    : `${local}/${url.host}${url.pathname}${url.search}`;
}

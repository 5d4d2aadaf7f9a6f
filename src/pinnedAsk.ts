/** A request over a pinned connection whose whole answer is read. */
import type { IncomingMessage } from "node:http";
import { findAddresses, requestFrom, within, type PinnedRequest } from "./pinnedConnection";

export interface Question extends PinnedRequest {
  readonly maximumBytes: number;
  readonly timeoutMs: number;
}
/** The component interprets the report (convex/component/outbound/ask.ts). */
export type Report =
  | { kind: "answered"; status: number; headers: Record<string, string>; body: string }
  | {
      kind: "failed";
      error:
        "timeout" | "connection" | "private_address" | "unresolved_name" | "too_large" | "encoded";
    };

/** Never throws. `onThisMachine` allows a URL whose host is a loopback address. */
export async function pinnedAsk(question: Question, onThisMachine: boolean): Promise<Report> {
  return await within<Report>(question.timeoutMs, failed("timeout"), async (signal) => {
    const addresses = await findAddresses(question.url, onThisMachine);
    return typeof addresses === "string"
      ? failed(addresses)
      : await askAt(addresses, question, signal);
  });
}

const failed = (error: (Report & { kind: "failed" })["error"]): Report => ({
  kind: "failed",
  error,
});

/** Connects to one of these addresses only. Never throws. */
export async function askAt(
  addresses: readonly string[],
  question: Question,
  signal: AbortSignal,
): Promise<Report> {
  try {
    const headers = { "accept-encoding": "identity", ...question.headers };
    const response = await requestFrom(addresses, { ...question, headers }, signal);
    if (isEncoded(response)) return drop(response, "encoded");
    const body = await readBounded(response, question.maximumBytes);
    if (body === null) return drop(response, "too_large");
    return {
      kind: "answered",
      status: response.statusCode ?? 0,
      headers: toHeaders(response),
      body,
    };
  } catch {
    return failed("connection");
  }
}

const isEncoded = ({ headers: { "content-encoding": encoding = "identity" } }: IncomingMessage) =>
  encoding.trim().toLowerCase() !== "identity";

function drop(response: IncomingMessage, error: "encoded" | "too_large"): Report {
  response.destroy();
  return failed(error);
}

/** Null for a longer body. Throws if it is cut off. */
async function readBounded(
  response: IncomingMessage,
  maximumBytes: number,
): Promise<string | null> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const part of response as AsyncIterable<Uint8Array>) {
    // bytes, because no encoding is set
    size += part.byteLength;
    if (size > maximumBytes) return null;
    text += decoder.decode(part, { stream: true });
  }
  return text + decoder.decode();
}

/** A Convex value holds at most 1,024 of them. */
const MAXIMUM_HEADERS = 200;

/** Without cookies, and without names that a Convex value cannot hold. */
const toHeaders = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .flatMap(([name, value]) =>
        value === undefined || name === "set-cookie" || !/^[a-z0-9][a-z0-9-]*$/.test(name)
          ? []
          : [[name, Array.isArray(value) ? value.join(", ") : value]],
      )
      .slice(0, MAXIMUM_HEADERS),
  );

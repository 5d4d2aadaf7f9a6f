/** A webhook's POST over a pinned connection. */
import type { IncomingMessage } from "node:http";
import { findAddresses, requestFrom, within } from "./pinnedConnection";

/** Timeout of the whole exchange: lookup, connection and response. */
const POST_TIMEOUT_MS = 15_000;
/** The rest of a longer response is not read, nor what comes later than this after the status. */
const MAX_RESPONSE_BYTES = 4_096;
const READ_TIMEOUT_MS = 2_000;

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
/** The component interprets the report (convex/component/outbound/post.ts). */
export type Report =
  | { kind: "answered"; status: number; retryAfter: string | null; response: string }
  | { kind: "failed"; error: "timeout" | "connection" | "private_address" | "unresolved_name" };

/** Never throws. `onThisMachine` allows a URL whose host is a loopback address. */
export async function pinnedPost(post: Post, onThisMachine: boolean): Promise<Report> {
  return await within<Report>(POST_TIMEOUT_MS, failed("timeout"), async (signal) => {
    const addresses = await findAddresses(post.url, onThisMachine);
    return typeof addresses === "string"
      ? failed(addresses)
      : await postTo(addresses, post, signal);
  });
}

const failed = (error: (Report & { kind: "failed" })["error"]): Report => ({
  kind: "failed",
  error,
});

/** Connects to one of these addresses only. Never throws. */
export async function postTo(
  addresses: readonly string[],
  post: Post,
  signal: AbortSignal,
): Promise<Report> {
  try {
    const response = await requestFrom(addresses, { ...post, method: "POST" }, signal);
    const {
      statusCode = 0,
      headers: { "retry-after": retryAfter = null },
    } = response;
    return {
      kind: "answered",
      status: statusCode,
      retryAfter,
      response: await readStart(response),
    };
  } catch {
    return failed("connection");
  }
}

/** The status decides the outcome; what follows it may be slow or cut off. */
async function readStart(response: IncomingMessage): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  const timer = setTimeout(() => response.destroy(), READ_TIMEOUT_MS);
  try {
    for await (const part of response as AsyncIterable<Uint8Array>) {
      // bytes, because no encoding is set
      size += part.byteLength;
      text += decoder.decode(part, { stream: true });
      if (size >= MAX_RESPONSE_BYTES) break; // closes the connection
    }
  } catch {
    // What has been read is enough.
  } finally {
    clearTimeout(timer);
  }
  return text;
}

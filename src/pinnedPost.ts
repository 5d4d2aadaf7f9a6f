/**
 * A POST that resolves its host name once, checks the addresses, and connects only to those (a
 * defense against DNS rebinding).
 */
import dns from "node:dns/promises";
import { request as plainRequest, type IncomingMessage } from "node:http";
import { request as secureRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress } from "../convex/component/core/networkAddresses";

/** Timeout of the whole exchange: lookup, connection and response. */
const POST_TIMEOUT_MS = 15_000;
/** The rest of a longer response is not read, nor what comes later than this after the status. */
const MAX_RESPONSE_BYTES = 4_096;
const READ_TIMEOUT_MS = 2_000;
/** Node's default of 16 KiB would fail a request that the endpoint has accepted. */
const MAX_HEADER_BYTES = 256 * 1_024;

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
  const attempt = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Report>(
    (resolve) =>
      void (timer = setTimeout(
        () => (resolve(failed("timeout")), attempt.abort()),
        POST_TIMEOUT_MS,
      )),
  );
  try {
    return await Promise.race([late, checkedPost(post, onThisMachine, attempt.signal)]);
  } finally {
    clearTimeout(timer);
  }
}

const failed = (error: (Report & { kind: "failed" })["error"]): Report => ({
  kind: "failed",
  error,
});

async function checkedPost(
  post: Post,
  onThisMachine: boolean,
  signal: AbortSignal,
): Promise<Report> {
  const { hostname } = new URL(post.url);
  const addresses = onThisMachine
    ? getLoopbackAddresses(hostname)
    : await resolveAddresses(hostname);
  if (addresses.length === 0) return failed("unresolved_name");
  if (!onThisMachine && !addresses.every(isPublicAddress)) return failed("private_address");
  return await postTo(addresses, post, signal);
}

const stripBrackets = (hostname: string): string => hostname.replace(/^\[|\]$/g, "");
const getLoopbackAddresses = (hostname: string): string[] =>
  hostname === "localhost" ? ["127.0.0.1", "::1"] : [stripBrackets(hostname)];

/**
 * Uses the DNS protocol, not `lookup`, which blocks one of Node's few threads while a name server
 * is silent: the owner of one name could stall all deliveries.
 */
async function resolveAddresses(hostname: string): Promise<string[]> {
  const literal = stripBrackets(hostname);
  if (isIP(literal) !== 0) return [literal];
  return (
    await Promise.all([
      dns.resolve4(literal).catch(() => []),
      dns.resolve6(literal).catch(() => []),
    ])
  ).flat();
}

/**
 * Connects to one of these addresses only; TLS and `Host` still use the name. Does not follow
 * redirects. Never throws.
 */
export async function postTo(
  addresses: readonly string[],
  { url, headers, body }: Post,
  signal: AbortSignal,
): Promise<Report> {
  const request = new URL(url).protocol === "https:" ? secureRequest : plainRequest;
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      // No agent: a connection from another name or lookup must not be reused.
      const sent = request(
        url,
        {
          method: "POST",
          headers,
          lookup: pinLookup(addresses),
          agent: false,
          signal,
          maxHeaderSize: MAX_HEADER_BYTES,
        },
        resolve,
      );
      sent.on("error", reject).end(body);
    });
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

const pinLookup = (addresses: readonly string[]): LookupFunction => {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_name, options, answer) =>
    options.all ? answer(null, all) : answer(null, all[0]!.address, all[0]!.family); // never empty
};

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

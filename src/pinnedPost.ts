/**
 * One POST whose name is looked up once: what it stands for is checked, and is what is connected
 * to.
 */
import dns from "node:dns/promises";
import { request as plainRequest, type IncomingMessage } from "node:http";
import { request as secureRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress } from "../convex/component/core/networkAddresses";

/** For all of it: the name, the connection, the answer. */
const TOTAL = 15_000;
/** Of the answer: more is not read. */
const MAXIMUM_READ = 4_096;

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
/** What it comes to, the component says (convex/component/outbound/post.ts). */
export type Report =
  | { kind: "answered"; status: number; retryAfter: string | null; response: string }
  | { kind: "failed"; error: "timeout" | "connection" | "private_address" | "unresolved_name" };

/** Never throws. `onThisMachine`: the URL's host is a loopback one, and is meant. */
export async function pinnedPost(post: Post, onThisMachine: boolean): Promise<Report> {
  const attempt = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Report>(
    (resolve) =>
      void (timer = setTimeout(() => (resolve(failed("timeout")), attempt.abort()), TOTAL)),
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
  const addresses = onThisMachine ? loopbackOf(hostname) : await addressesOf(hostname);
  if (addresses.length === 0) return failed("unresolved_name");
  if (!onThisMachine && !addresses.every(isPublicAddress)) return failed("private_address");
  return await postTo(addresses, post, signal);
}

const literalOf = (hostname: string): string => hostname.replace(/^\[|\]$/g, "");
const loopbackOf = (hostname: string): string[] =>
  hostname === "localhost" ? ["127.0.0.1", "::1"] : [literalOf(hostname)];

/**
 * By the resolver's own protocol: `lookup` keeps one of Node's few threads while a name's server is
 * silent, and whoever owns a name could so hold up everybody.
 */
async function addressesOf(hostname: string): Promise<string[]> {
  const literal = literalOf(hostname);
  if (isIP(literal) !== 0) return [literal];
  return (
    await Promise.all([
      dns.resolve4(literal).catch(() => []),
      dns.resolve6(literal).catch(() => []),
    ])
  ).flat();
}

/**
 * To one of these addresses and no other; for TLS and in `Host` the name stays. Redirects are
 * answers. Never throws.
 */
export async function postTo(
  addresses: readonly string[],
  { url, headers, body }: Post,
  signal: AbortSignal,
): Promise<Report> {
  const request = new URL(url).protocol === "https:" ? secureRequest : plainRequest;
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      // No agent: a connection that another name or another look-up has opened is not taken.
      const sent = request(
        url,
        { method: "POST", headers, lookup: pinnedTo(addresses), agent: false, signal },
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
      response: await beginningOf(response),
    };
  } catch {
    return failed("connection");
  }
}

const pinnedTo = (addresses: readonly string[]): LookupFunction => {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_name, options, answer) =>
    options.all ? answer(null, all) : answer(null, all[0]!.address, all[0]!.family); // there is one
};

async function beginningOf(response: IncomingMessage): Promise<string> {
  const decoder = new TextDecoder();
  let [text, size] = ["", 0];
  for await (const part of response as AsyncIterable<Uint8Array>) {
    // no encoding is set
    size += part.byteLength;
    text += decoder.decode(part, { stream: true });
    if (size >= MAXIMUM_READ) break; // and the connection is closed
  }
  return text;
}

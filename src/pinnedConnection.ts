/**
 * Connections to a host name that is resolved once: the addresses are checked, and only they are
 * connected to (a defense against DNS rebinding).
 */
import dns from "node:dns/promises";
import { request as plainRequest, type IncomingMessage } from "node:http";
import { request as secureRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isPublicAddress } from "../convex/component/core/networkAddresses";

/** Node's default of 16 KiB would fail a request that the endpoint has accepted. */
const MAX_HEADER_BYTES = 256 * 1_024;

/** `onThisMachine` allows a host that is a loopback address. Never throws. */
export async function findAddresses(
  url: string,
  onThisMachine: boolean,
): Promise<readonly string[] | "private_address" | "unresolved_name"> {
  const { hostname } = new URL(url);
  const addresses = onThisMachine
    ? getLoopbackAddresses(hostname)
    : await resolveAddresses(hostname);
  if (addresses.length === 0) return "unresolved_name";
  return onThisMachine || addresses.every(isPublicAddress) ? addresses : "private_address";
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

export interface PinnedRequest {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/**
 * Connects to one of these addresses only; TLS and `Host` still use the name. Does not follow
 * redirects. Rejects if there is no response.
 */
export async function requestFrom(
  addresses: readonly string[],
  { url, method, headers, body }: PinnedRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const request = new URL(url).protocol === "https:" ? secureRequest : plainRequest;
  return await new Promise<IncomingMessage>((resolve, reject) => {
    // No agent: a connection from another name or lookup must not be reused.
    const sent = request(
      url,
      {
        method,
        headers,
        lookup: pinLookup(addresses),
        agent: false,
        signal,
        maxHeaderSize: MAX_HEADER_BYTES,
      },
      resolve,
    );
    sent.on("error", reject).end(body ?? undefined);
  });
}

const pinLookup = (addresses: readonly string[]): LookupFunction => {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_name, options, answer) =>
    options.all ? answer(null, all) : answer(null, all[0]!.address, all[0]!.family); // never empty
};

/** Resolves to `late` if `work` takes longer; the signal then aborts. */
export async function within<T>(
  timeoutMs: number,
  late: T,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const attempt = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const lateness = new Promise<T>(
    (resolve) => void (timer = setTimeout(() => (resolve(late), attempt.abort()), timeoutMs)),
  );
  try {
    return await Promise.race([lateness, work(attempt.signal)]);
  } finally {
    clearTimeout(timer);
  }
}

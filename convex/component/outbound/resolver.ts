/**
 * Resolves names over HTTPS in JSON format, because components have no other DNS access:
 * https://developers.cloudflare.com/1.1.1.1/encryption/dns-over-https/make-api-requests/dns-json/
 * (Google's API is the same). With the host's Node file, delivery connects to exactly the address
 * that was checked. Without it, `fetch` resolves the name again, and its owner could return a
 * different address (DNS rebinding); blocking that is left to the network.
 */
import { isPublicAddress } from "../core/networkAddresses";

const DEFAULT_URL = "https://cloudflare-dns.com/dns-query";
const CACHED_FOR_MS = 30_000;
const A = 1;
const AAAA = 28;

/** `private`: at least one of the addresses is not public. */
export type Resolution = "public" | "private" | "unresolved";

interface Answers {
  readonly Status?: unknown;
  readonly Answer?: readonly { readonly type?: unknown; readonly data?: unknown }[];
}

/** Caches results for half a minute, for one run of an action. */
export class Resolver {
  private readonly known = new Map<
    string,
    { readonly at: number; readonly resolution: Promise<Resolution> }
  >();

  async resolve(name: string, signal: AbortSignal): Promise<Resolution> {
    const known = this.known.get(name);
    if (known && Date.now() - known.at < CACHED_FOR_MS) return await known.resolution;
    const resolution = resolveName(name, signal).catch((): Resolution => "unresolved");
    this.known.set(name, { at: Date.now(), resolution });
    if ((await resolution) === "unresolved") this.known.delete(name);
    return await resolution;
  }
}

async function resolveName(name: string, signal: AbortSignal): Promise<Resolution> {
  const found = (
    await Promise.all([A, AAAA].map(async (type) => await queryDns(name, type, signal)))
  ).flat();
  if (found.length === 0) return "unresolved";
  return found.every(isPublicAddress) ? "public" : "private";
}

async function queryDns(name: string, type: number, signal: AbortSignal): Promise<string[]> {
  const url = new URL(process.env.BANATA_AUTH_DNS_URL || DEFAULT_URL);
  url.searchParams.set("name", name);
  url.searchParams.set("type", type === A ? "A" : "AAAA");
  const response = await fetch(url, {
    headers: { accept: "application/dns-json" },
    signal,
    redirect: "error",
  });
  if (!response.ok) throw new Error(`The DNS resolver responded with status ${response.status}.`);
  const { Answer = [] } = (await response.json()) as Answers; // validated below
  return Answer.flatMap((each) =>
    each.type === type && typeof each.data === "string" ? [each.data] : [],
  );
}

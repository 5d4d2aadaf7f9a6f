/**
 * Names to addresses, over HTTPS and in JSON, because components have no other way to ask:
 * https://developers.cloudflare.com/1.1.1.1/encryption/dns-over-https/make-api-requests/dns-json/
 * (Google's is the same). Where the host's Node file delivers, it connects to the very address that
 * was checked; without it, `fetch` looks the name up once more, and whoever owns the name could
 * answer differently: what is left of that is the network's to close.
 */
import { isPublicAddress } from "../core/networkAddresses";

const DEFAULT_URL = "https://cloudflare-dns.com/dns-query";
const GOOD_FOR = 30_000;
const A = 1;
const AAAA = 28;

/** `private`: one of the addresses at least is none of a public host. */
export type Resolution = "public" | "private" | "unresolved";

interface Answers {
  readonly Status?: unknown;
  readonly Answer?: readonly { readonly type?: unknown; readonly data?: unknown }[];
}

/** Remembers for half a minute: for one run of an action. */
export class Resolver {
  private readonly known = new Map<
    string,
    { readonly at: number; readonly resolution: Promise<Resolution> }
  >();

  async resolve(name: string, signal: AbortSignal): Promise<Resolution> {
    const known = this.known.get(name);
    if (known && Date.now() - known.at < GOOD_FOR) return await known.resolution;
    const resolution = lookUp(name, signal).catch((): Resolution => "unresolved");
    this.known.set(name, { at: Date.now(), resolution });
    if ((await resolution) === "unresolved") this.known.delete(name);
    return await resolution;
  }
}

async function lookUp(name: string, signal: AbortSignal): Promise<Resolution> {
  const found = (
    await Promise.all([A, AAAA].map(async (type) => await ask(name, type, signal)))
  ).flat();
  if (found.length === 0) return "unresolved";
  return found.every(isPublicAddress) ? "public" : "private";
}

async function ask(name: string, type: number, signal: AbortSignal): Promise<string[]> {
  const url = new URL(process.env.BANATA_AUTH_DNS_URL || DEFAULT_URL);
  url.searchParams.set("name", name);
  url.searchParams.set("type", type === A ? "A" : "AAAA");
  const response = await fetch(url, {
    headers: { accept: "application/dns-json" },
    signal,
    redirect: "error",
  });
  if (!response.ok) throw new Error(`The resolver answered ${response.status}.`);
  const { Answer = [] } = (await response.json()) as Answers; // looked at below
  return Answer.flatMap((each) =>
    each.type === type && typeof each.data === "string" ? [each.data] : [],
  );
}

/**
 * Resolves names over HTTPS in JSON format, because components have no other DNS access:
 * https://developers.cloudflare.com/1.1.1.1/encryption/dns-over-https/make-api-requests/dns-json/
 * (Google's API is the same). With the host's Node file, delivery connects to exactly the address
 * that was checked. Without it, `fetch` resolves the name again, and its owner could return a
 * different address (DNS rebinding); blocking that is left to the network.
 */
import { isPublicAddress } from "../core/networkAddresses";

import { readText } from "./boundedText";

const DEFAULT_URL = "https://cloudflare-dns.com/dns-query";
const CACHED_FOR_MS = 30_000;
/** For one TXT question; lookups of addresses have the time of the request that they belong to. */
const TXT_TIMEOUT_MS = 5_000;
/** As JSON; a message of DNS itself has at most 64 KiB. */
const MAXIMUM_BYTES = 512 * 1_024;
/** https://www.iana.org/assignments/dns-parameters */
const types = { A: 1, AAAA: 28, TXT: 16 } as const;
type RecordType = keyof typeof types;
const NO_ERROR = 0;
const NO_SUCH_NAME = 3;

/** `private`: at least one of the addresses is not public. */
export type Resolution = "public" | "private" | "unresolved";

interface Answers {
  readonly Status?: unknown;
  /** The answer is incomplete. */
  readonly TC?: unknown;
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
    await Promise.all(
      (["A", "AAAA"] as const).map(async (type) =>
        pickData(await queryDns(name, type, signal), type),
      ),
    )
  ).flat();
  if (found.length === 0) return "unresolved";
  return found.every(isPublicAddress) ? "public" : "private";
}

/**
 * The TXT records of a name, each as one text whatever strings it consists of; none if the name does
 * not exist. Follows aliases, as the resolver does. Throws if the resolver does not say which there
 * are: it cannot be reached, takes longer than five seconds, or reports a failure.
 */
export async function loadTxtRecords(name: string): Promise<string[]> {
  const attempt = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Not every runtime stops reading a body when the signal aborts.
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error("The DNS resolver did not answer in time."));
      attempt.abort();
    }, TXT_TIMEOUT_MS);
  });
  try {
    const answers = await Promise.race([late, queryDns(name, "TXT", attempt.signal)]);
    const { Status, TC } = answers;
    if (Status === NO_SUCH_NAME) return [];
    if (Status !== NO_ERROR) throw new Error(`The DNS resolver reports failure ${String(Status)}.`);
    if (TC === true) throw new Error("The DNS resolver's answer is incomplete.");
    return pickData(answers, "TXT").map(joinStrings);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * A TXT record is one or more strings of up to 255 bytes. Cloudflare writes each in quotes, as zone
 * files do (RFC 1035 §5.1); Google writes them joined and without quotes.
 */
function joinStrings(data: string): string {
  if (!/^\s*("(?:[^"\\]|\\[^])*"\s*)+$/.test(data)) return data;
  const strings = data.match(/"(?:[^"\\]|\\[^])*"/g) ?? [];
  return strings.map((string) => unescape(string.slice(1, -1))).join("");
}

/** `\"` is the character itself, `\065` the byte with this number. */
const unescape = (text: string): string =>
  text.replace(/\\(\d{3}|[^])/g, (_all, escaped: string) =>
    escaped.length === 3 ? String.fromCharCode(Number(escaped)) : escaped,
  );

async function queryDns(name: string, type: RecordType, signal: AbortSignal): Promise<Answers> {
  const url = new URL(process.env.BANATA_AUTH_DNS_URL || DEFAULT_URL);
  url.searchParams.set("name", name);
  url.searchParams.set("type", type);
  const response = await fetch(url, {
    headers: { accept: "application/dns-json" },
    signal,
    redirect: "error",
  });
  if (!response.ok) throw new Error(`The DNS resolver responded with status ${response.status}.`);
  const text = await readText(response, MAXIMUM_BYTES);
  if (text === null) throw new Error("The DNS resolver's answer is too large.");
  const answers: unknown = JSON.parse(text);
  if (typeof answers !== "object" || answers === null)
    throw new Error("The DNS resolver did not answer in its JSON format.");
  return answers; // all fields are optional and unknown
}

/** The data of the records of that type; an alias (CNAME) in front of them has another. */
function pickData({ Answer = [] }: Answers, type: RecordType): string[] {
  if (!Array.isArray(Answer)) throw new Error("The DNS resolver did not answer with a list.");
  return (Answer as NonNullable<Answers["Answer"]>).flatMap((each) =>
    each?.type === types[type] && typeof each.data === "string" ? [each.data] : [],
  );
}

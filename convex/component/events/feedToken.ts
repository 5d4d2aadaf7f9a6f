/**
 * Tokens of the live feed. A token admits to nothing but the feed of one project, for some minutes,
 * and only while the session or API key that asked for it may read the project's events.
 */
import type { Caller } from "../tenancy/caller";
import { acceptedMacs, equalInConstantTime, projectMac } from "../core/secrets";

export const FEED_TOKEN_MS = 5 * 60_000;
const PURPOSE = "live-feed";
const MAXIMUM_LENGTH = 500;

/** Whose rights the feed depends on. */
export type FeedReader =
  | { readonly kind: "operator"; readonly adminProjectId: string; readonly sessionId: string }
  | { readonly kind: "key"; readonly id: string }
  /** The installing app, which is trusted with every project. */
  | { readonly kind: "app" };

interface FeedClaims {
  readonly projectId: string;
  readonly reader: FeedReader;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export function toFeedReader({ operator, key }: Caller): FeedReader {
  if (operator)
    return {
      kind: "operator",
      adminProjectId: operator.adminProjectId,
      sessionId: operator.sessionId,
    };
  return key ? { kind: "key", id: key.id } : { kind: "app" };
}

/** `<claims>.<MAC>`. The key of the MAC is the project's, for this purpose alone. */
export async function sealFeedToken(claims: FeedClaims): Promise<string> {
  const text = toText(claims);
  return `${text}.${await projectMac(claims.projectId, PURPOSE, text)}`;
}

/** The claims of a token; null when it has expired or `sealFeedToken` did not make it. */
export async function openFeedToken(token: string, now: number): Promise<FeedClaims | null> {
  if (token.length > MAXIMUM_LENGTH) return null;
  const [text = "", mac = "", ...rest] = token.split(".");
  const claims = fromText(text);
  if (claims === null || rest.length > 0) return null;
  const macs = await acceptedMacs(claims.projectId, PURPOSE, text);
  const isOurs = macs.some((each) => equalInConstantTime(mac, each));
  return isOurs && now < claims.expiresAt ? claims : null;
}

/** Ids and numbers are ASCII, as btoa needs it. */
const toText = (claims: FeedClaims): string =>
  btoa(JSON.stringify(claims)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** Not verified yet: the project in it only chooses the key. */
function fromText(text: string): FeedClaims | null {
  try {
    const claims = JSON.parse(atob(text.replaceAll("-", "+").replaceAll("_", "/"))) as unknown;
    const { projectId } = claims as { readonly projectId?: unknown };
    // The rest is read only after the MAC has shown that sealFeedToken wrote it.
    return typeof projectId === "string" ? (claims as FeedClaims) : null;
  } catch {
    return null;
  }
}

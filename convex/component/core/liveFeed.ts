/**
 * Whether pages learn of new events over Convex's sync protocol: `BANATA_AUTH_LIVE_FUNCTION` names
 * the query that the installing app exports for it (docs/decisions/0053-live-pages.md).
 */

/** `folder/module:export`, as Convex names an app's functions. */
const FUNCTION_NAME = /^(?:[A-Za-z0-9_]{1,64}\/){0,4}[A-Za-z0-9_]{1,64}:[A-Za-z0-9_]{1,64}$/;

export interface LiveFeed {
  /** The origin of the deployment's sync protocol. */
  readonly url: string;
  readonly functionName: string;
}

/** Null when it is off, also by a name that cannot be a function's: pages then poll. */
export function findLiveFeed(): LiveFeed | null {
  const functionName = process.env.BANATA_AUTH_LIVE_FUNCTION?.trim() ?? "";
  const url = process.env.CONVEX_CLOUD_URL ?? "";
  if (!FUNCTION_NAME.test(functionName) || !URL.canParse(url)) return null;
  return { url: new URL(url).origin, functionName };
}

/** For a policy's `connect-src`: the feed is a WebSocket, and nothing else of that host is used. */
export const toSocketOrigin = (url: string): string => url.replace(/^http/, "ws");

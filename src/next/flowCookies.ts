/**
 * Sign-ins that a browser has begun, in one cookie each, so that tabs do not end each other's. The
 * names do not begin as those of the session's cookies do, which are passed to the runtime.
 */
import { HostedSignInError } from "../hostedSignIn/error";

export interface Flow {
  readonly verifier: string;
  readonly redirectUri: string;
  /** In full. */
  readonly returnTo: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

const NAME = "hosted-sign-in.";
/** Long enough to confirm an address from a mail. */
const MAX_AGE_SECONDS = 3_600;
/** Servers refuse requests with too many cookies. */
const MAXIMUM_FLOWS = 5;
/** Browsers refuse a cookie of more than 4,096 bytes with its name and attributes. */
const LONGEST_VALUE = 3_500;

/** Only a page with https of this very host can set a cookie with the prefix. */
const cookieName = (state: string, isSecure: boolean) =>
  `${isSecure ? "__Host-" : ""}${NAME}${state}`;

/** @throws HostedSignInError `invalid_return_to` when it is too long for a cookie */
export function setFlow(state: string, flow: Flow, isSecure: boolean): string {
  const value = btoa(JSON.stringify(flow)).replaceAll("=", "");
  if (value.length > LONGEST_VALUE)
    throw new HostedSignInError("invalid_return_to", "returnTo is too long for a cookie");
  return cookie(cookieName(state, isSecure), value, MAX_AGE_SECONDS);
}

export const clearFlow = (state: string, isSecure: boolean): string =>
  cookie(cookieName(state, isSecure), "", 0);

/** Null when this browser did not begin the sign-in with that state, or has ended it. */
export function findFlow(headers: Headers, state: string, isSecure: boolean): Flow | null {
  const name = cookieName(state, isSecure);
  return readFlows(headers).find((each) => each.name === name)?.flow ?? null;
}

/** Clears the oldest flows, so that there is room for one more. */
export const evictFlows = (headers: Headers): string[] =>
  readFlows(headers)
    .toSorted((a, b) => (b.flow?.at ?? 0) - (a.flow?.at ?? 0))
    .slice(MAXIMUM_FLOWS - 1)
    .map(({ name }) => cookie(name, "", 0));

const cookie = (name: string, value: string, maxAgeSeconds: number): string => {
  const secure = name.startsWith("__Host-") ? "; Secure" : "";
  return `${name}=${value}; Max-Age=${maxAgeSeconds}; Path=/; HttpOnly${secure}; SameSite=Lax`;
};

function readFlows(headers: Headers): { readonly name: string; readonly flow: Flow | null }[] {
  return (headers.get("cookie") ?? "").split(/;\s*/).flatMap((pair) => {
    const [, name, value] = /^((?:__Host-)?hosted-sign-in\.[^=]+)=(.*)$/.exec(pair) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, flow: parseFlow(value) }];
  });
}

function parseFlow(value: string): Flow | null {
  try {
    const flow = JSON.parse(atob(value)) as Partial<Flow> | null; // checked below
    const { verifier, redirectUri, returnTo, at } = flow ?? {};
    const isFlow = [verifier, redirectUri, returnTo].every((each) => typeof each === "string");
    return isFlow && typeof at === "number" ? (flow as Flow) : null;
  } catch {
    return null;
  }
}

/**
 * Coming back to a sign-in from a mailbox or an identity provider. The address carries a mark of
 * the browser that left, so that this browser goes on to the app, and any other must confirm first:
 * a link that someone else has sent must not sign its reader in at an app.
 */
import { acceptedMacs, equalInConstantTime, projectMac } from "../core/secrets";
import { SELECT_ORGANIZATION } from "./authorizationRequest";
import { pathInFlow, RETURN_PARAMETERS, type PageVisit } from "./visit";

const PURPOSE = "hosted return";
/** The longest flow is that of single sign-on. */
const VALID_MS = 20 * 60_000;

interface Mark {
  /** Epoch milliseconds. */
  readonly leftAt: number;
  /** The session that the browser had; empty without one. */
  readonly sessionId: string;
}

/**
 * The parameters that change once the user has signed in: what `prompt` and `max_age` ask for has
 * happened, and must not be asked for again.
 */
export const afterSignIn = ({ place }: PageVisit): Readonly<Record<string, string | null>> => ({
  prompt: (place.url.searchParams.get("prompt") ?? "").split(" ").includes(SELECT_ORGANIZATION)
    ? SELECT_ORGANIZATION
    : null,
  max_age: null,
  screen_hint: null,
});

/**
 * Where mails and identity providers return to. `leftAt` (epoch milliseconds): a sign-in since then
 * goes on to the app.
 */
export async function pathBack(visit: PageVisit, leftAt = Date.now()): Promise<string> {
  const { opened, place } = visit;
  const path = pathInFlow(visit, "/authorize", afterSignIn(visit));
  const mark = { leftAt, sessionId: opened.session?.id ?? "" };
  const search = new URLSearchParams(path.slice(path.indexOf("?")));
  const mac = await projectMac(place.projectId, PURPOSE, toText(visit, search, mark));
  const unlinked = opened.client && findUnlinked(visit, opened.client);
  const kept = unlinked ? `&unlinked=${unlinked}` : "";
  return `${path}&left=${mark.leftAt}.${mark.sessionId}.${mac}${kept}`;
}

/** The mark of this browser and this flow; null without one. */
export async function readReturn(visit: PageVisit): Promise<Mark | null> {
  const { browser, place } = visit;
  const [, leftAt, sessionId = "", sent = ""] =
    /^(\d{13})\.(\w{0,40})\.(\w+)$/.exec(place.url.searchParams.get("left") ?? "") ?? [];
  const mark = { leftAt: Number(leftAt), sessionId };
  if (browser.setCookie !== null || !(Date.now() - mark.leftAt < VALID_MS)) return null;
  const text = toText(visit, place.url.searchParams, mark);
  const accepted = await acceptedMacs(place.projectId, PURPOSE, text);
  return accepted.some((mac) => equalInConstantTime(mac, sent)) ? mark : null;
}

/** Whether the user has signed in since this browser left for a mailbox or a provider. */
export async function hasReturned(visit: PageVisit): Promise<boolean> {
  const mark = await readReturn(visit);
  const { session } = visit.opened;
  return mark !== null && session !== null && session.authenticatedAt >= mark.leftAt;
}

/** Where the mail that confirms an address returns to. */
export const pathAfterConfirmation = async (visit: PageVisit): Promise<string> =>
  `${await pathBack(visit)}&confirmed=1`;

/** Whether the visitor comes from such a mail, in whatever browser. */
export const hasConfirmed = ({ place }: PageVisit): boolean =>
  place.url.searchParams.get("confirmed") === "1";

/** Whether the sign-in that returns here waits for the second factor (signIn/settings). */
export const awaitsSecondFactor = ({ place }: PageVisit): boolean =>
  place.url.searchParams.get("twoFactorRedirect") === "true";

/**
 * The provider whose account has the address of a user without being the user's: after signing in
 * another way, the user may link it. Null without one. `unlinked` keeps it while the user is away for
 * that other way.
 */
export function findUnlinked(
  { place }: PageVisit,
  { providers }: { readonly providers: readonly string[] },
): string | null {
  const { searchParams: search } = place.url;
  const name = search.get("error") === "account_not_linked" ? "provider" : "unlinked";
  return providers.find((each) => each === search.get(name)) ?? null;
}

function toText(
  { browser }: PageVisit,
  search: URLSearchParams,
  { leftAt, sessionId }: Mark,
): string {
  const flow = [...search]
    .filter(([name]) => !RETURN_PARAMETERS.includes(name))
    .map((pair) => JSON.stringify(pair));
  return JSON.stringify([browser.id, leftAt, sessionId, flow.toSorted()]);
}

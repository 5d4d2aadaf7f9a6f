/**
 * Limits failed sign-ins and other failed proofs. An attempt reserves its place in the count of
 * failures before any work, in a small transaction of its own, so that parallel guesses contend
 * there and not in the long transaction. A success releases the place in the transaction it
 * commits. After a failure or an error the place stays taken until the minute ends.
 */
import { v } from "convex/values";
import { internalMutation } from "../../_generated/server";
import { problem } from "../../core/errors";
import { TenantWriter } from "../../tenancy/database";
import { hashNeedValidator, type HashNeed } from "../effects";
import { predictHashNeed } from "../foreseenHash";
import { openAttempt } from "../openAttempt";
import { sentValidator } from "../openRequest";
import { loadGuessedAccounts, type GuessedAccount } from "./accounts";
import { addressSubject } from "./address";
import { findDeviceSubject, type CookieRequest } from "./deviceCookie";
import { addFailure, takeTurn, endStreak } from "./streaks";

const MINUTE_MS = 60_000;
/** Failures per minute, for an address, an account, or a known browser of an account. */
const MAXIMUM_FAILURES = 30;
/** Attempts per minute and address, regardless of their outcome. */
const MAXIMUM_ATTEMPTS = 300;

/**
 * Reserves the attempt's places and returns the hash need it is expected to have, if known. Throws
 * 429 when a limit is exceeded, and 404 in the same cases as the attempt.
 */
export const reserve = internalMutation({
  args: { ...sentValidator, claim: v.string() },
  returns: v.union(hashNeedValidator, v.null()),
  handler: async (ctx, { claim, ...sent }): Promise<HashNeed | null> => {
    const opened = await openAttempt(ctx, sent);
    if ("answer" in opened) return null; // not an attempt, so nothing is counted
    const { project, request, endpoint } = opened;
    const db = new TenantWriter(ctx.db, project.id);
    const now = Date.now();
    const cookies = {
      projectId: project.id,
      cookieHeader: request.headers.find(([name]) => name === "cookie")?.[1] ?? "",
      isSecure: request.url.startsWith("https:"),
      now,
    };
    const accounts = await loadGuessedAccounts(db, endpoint, request);
    const guessed = await Promise.all(
      accounts.map(async (each) => await identifyGuess(each, cookies)),
    );
    const address = addressSubject(request.ip);
    if (address !== null) await countTotal(db, address, now);
    // A stranger behind the same address must not lock out a known browser. This does not apply to
    // other endpoints: they may ignore the session in the request, so a session must not lift a
    // limit.
    const guessesAtThese = endpoint.account !== null || endpoint.stepsUp !== null;
    const isKnown =
      guessesAtThese && guessed.length > 0 && guessed.every((each) => each.isKnownBrowser);
    if (address !== null && !isKnown) await takePlace(db, address, claim, now);
    for (const { subject } of guessed) {
      const pending = await takePlace(db, subject, claim, now);
      assertNoWait(await takeTurn(db, subject, pending, now));
    }
    return await predictHashNeed(db, endpoint, request, accounts[0]?.user ?? null);
  },
});

async function identifyGuess(
  { subject, user }: GuessedAccount,
  cookies: CookieRequest,
): Promise<{ subject: string; isKnownBrowser: boolean }> {
  const device = user ? await findDeviceSubject(cookies, user) : null;
  return { subject: device ?? subject, isKnownBrowser: device !== null };
}

async function countTotal(db: TenantWriter, subject: string, now: number): Promise<void> {
  const minute = toMinute(now);
  const total = await db
    .range("attemptTotals", "bySubject", (q) => q.eq("subject", subject).eq("minute", minute))
    .unique();
  if (total && total.attempts >= MAXIMUM_ATTEMPTS) assertNoWait(getMsUntilNextMinute(now));
  if (!total) await db.insert("attemptTotals", { subject, minute, attempts: 1 });
  else await db.patch("attemptTotals", total, { attempts: total.attempts + 1 });
}

/** Returns how many other attempts hold a place and are still pending. */
async function takePlace(
  db: TenantWriter,
  subject: string,
  claim: string,
  now: number,
): Promise<number> {
  const minute = toMinute(now);
  const taken = await db
    .range("attemptReservations", "bySubject", (q) => q.eq("subject", subject).eq("minute", minute))
    .take(MAXIMUM_FAILURES);
  if (taken.length >= MAXIMUM_FAILURES) assertNoWait(getMsUntilNextMinute(now));
  await db.insert("attemptReservations", { subject, minute, claim, settled: false });
  return taken.filter(({ settled }) => !settled).length;
}

const toMinute = (now: number): number => Math.floor(now / MINUTE_MS);
const getMsUntilNextMinute = (now: number): number => MINUTE_MS - (now % MINUTE_MS);

function assertNoWait(waitMs: number): void {
  if (waitMs > 0)
    throw problem("rate_limit_exceeded", "Too many failed attempts; wait before you try again", {
      retryAfterSeconds: Math.ceil(waitMs / 1_000),
    });
}

/** Keeps the places of a failed attempt and adds to the failure streaks. */
export async function keepPlaces(db: TenantWriter, claim: string, now: number): Promise<void> {
  for (const place of await loadPlaces(db, claim)) {
    await db.patch("attemptReservations", place, { settled: true });
    if (!place.subject.startsWith("ip:")) await addFailure(db, place.subject, now);
  }
}

/**
 * Releases the places of a successful attempt. `signedIn`: subjects of the user whose session
 * started; their streaks end.
 */
export async function releasePlaces(
  db: TenantWriter,
  claim: string,
  signedIn: readonly string[],
): Promise<void> {
  for (const place of await loadPlaces(db, claim)) await db.delete("attemptReservations", place);
  for (const subject of signedIn) await endStreak(db, subject);
}

/** One address and the accounts that a request can carry. */
const MAXIMUM_PLACES = 10;
const loadPlaces = async (db: TenantWriter, claim: string) =>
  await db
    .range("attemptReservations", "byClaim", (q) => q.eq("claim", claim))
    .take(MAXIMUM_PLACES);

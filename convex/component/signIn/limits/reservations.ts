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
import type { MatchedEndpoint } from "../findEndpoint";
import { openAttempt } from "../openAttempt";
import { sentValidator } from "../openRequest";
import { countUpTo } from "./counts";
import { admitNewcomer } from "./newcomers";
import { identifyAttempt, type Attempt, type Guess } from "./origin";
import {
  countPending,
  loadPlaces,
  msUntilNextMinute,
  takePlace,
  type PlaceRequest,
} from "./places";
import { addFailure, endStreak, takeTurn } from "./streaks";

/** Failures per minute, for an address, a known user, an account, or a known browser of it; exact. */
const MAXIMUM_FAILURES = 30;
/** Attempts per minute of an address or a known user, regardless of their outcome; exact. */
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
    const at = { claim, now: Date.now() };
    const attempt = await identifyAttempt(db, { endpoint, request, now: at.now });
    await countOrigin(db, endpoint, attempt, at);
    for (const guess of attempt.guesses) await reserveGuess(db, guess, at);
    return await predictHashNeed(db, endpoint, request, attempt.guesses[0]?.user ?? null);
  },
});

type Claim = Omit<PlaceRequest, "subject">;

async function countOrigin(
  db: TenantWriter,
  { account, stepsUp }: MatchedEndpoint,
  { origin, guesses }: Attempt,
  at: Claim,
): Promise<void> {
  if (origin === null) await admitNewcomer(db, "signInAttempts", at);
  else if (!(await countUpTo(db, { subject: origin, now: at.now }, MAXIMUM_ATTEMPTS)))
    assertNoWait(msUntilNextMinute(at.now));
  // A stranger behind the same address must not lock out a known browser. This does not apply to
  // other endpoints: they may ignore the session in the request, so a session must not lift a
  // limit.
  const guessesAtThese = account !== null || stepsUp !== null;
  const isKnown =
    guessesAtThese && guesses.length > 0 && guesses.every((each) => each.isKnownBrowser);
  if (isKnown) return;
  if (origin === null) await admitNewcomer(db, "signIn", at);
  else await reservePlace(db, { ...at, subject: origin });
}

async function reserveGuess(db: TenantWriter, { subject }: Guess, at: Claim): Promise<void> {
  const place = { ...at, subject };
  await reservePlace(db, place);
  const pending = async () => await countPending(db, place, MAXIMUM_FAILURES);
  assertNoWait(await takeTurn(db, place, { maximum: MAXIMUM_FAILURES, count: pending }));
}

async function reservePlace(db: TenantWriter, place: PlaceRequest): Promise<void> {
  if (!(await takePlace(db, place, MAXIMUM_FAILURES))) assertNoWait(msUntilNextMinute(place.now));
}

function assertNoWait(waitMs: number): void {
  if (waitMs > 0)
    throw problem("rate_limit_exceeded", "Too many failed attempts; wait before you try again", {
      retryAfterSeconds: Math.ceil(waitMs / 1_000),
    });
}

/** Only accounts and their browsers have streaks: other people share an address. */
const hasStreak = (subject: string): boolean => /^(account|device|name):/.test(subject);

/** Keeps the places of a failed attempt and adds to the failure streaks. */
export async function keepPlaces(db: TenantWriter, claim: string, now: number): Promise<void> {
  for (const place of await loadPlaces(db, claim)) {
    if (!hasStreak(place.subject)) continue;
    await db.patch("attemptReservations", place, { settled: true });
    await addFailure(db, place.subject, now);
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
  for (const place of await loadPlaces(db, claim))
    if (!isKept(place.subject)) await db.delete("attemptReservations", place);
  for (const subject of signedIn) await endStreak(db, subject);
}

/** Counts attempts, not failures. */
const isKept = (subject: string): boolean => subject.startsWith("newcomers:signInAttempts");

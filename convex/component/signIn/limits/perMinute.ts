/**
 * Limits that count successes too: SSO, sign-up, password reset and mail. Failures are counted
 * separately (reservations.ts), management by session in sessionWrites.ts.
 */
import type { TenantWriter } from "../../tenancy/database";
import type { AttemptRequest } from "../attemptRequest";
import type { LimitName } from "../endpoint";
import type { MatchedEndpoint } from "../findEndpoint";
import { countUpTo } from "./counts";
import { admitNewcomer } from "./newcomers";
import { identifyAttempt } from "./origin";
import { msUntilNextMinute, takePlace, tooManyAttempts, type PlaceRequest } from "./places";

/** Per minute, for an address, a known user, or an account; exact. */
const MAXIMUM_ATTEMPTS: Readonly<Record<Exclude<LimitName, "signIn">, number>> = {
  sso: 600, // up to four requests for a sign-in
  signUp: 10,
  passwordReset: 10,
  mail: 10,
};
const SHARED_FROM = 120;

interface CountedAttempt {
  readonly endpoint: MatchedEndpoint;
  readonly request: AttemptRequest;
  readonly claim: string;
  readonly now: number;
}

/**
 * Counts the attempt in its outer transaction, before any work. Throws 429 when a limit is
 * exceeded.
 */
export async function countAttempt(
  db: TenantWriter,
  { endpoint, request, claim, now }: CountedAttempt,
): Promise<void> {
  const { limit } = endpoint;
  if (limit === null || limit === "signIn") return;
  const { origin, guesses } = await identifyAttempt(db, { endpoint, request, now });
  if (origin === null) await admitNewcomer(db, limit, { claim, now });
  // An account's own browser is counted apart, so that strangers cannot use up its limit.
  for (const subject of [origin, ...guesses.map((guess) => guess.namedSubject)])
    if (
      subject !== null &&
      !(await countOne(db, { subject: `${limit}:${subject}`, claim, now }, MAXIMUM_ATTEMPTS[limit]))
    )
      throw tooManyAttempts(msUntilNextMinute(now));
}

/** Places have a row each; a larger limit is kept in shares. */
const countOne = async (db: TenantWriter, place: PlaceRequest, limit: number): Promise<boolean> =>
  limit < SHARED_FROM ? await takePlace(db, place, limit) : await countUpTo(db, place, limit);

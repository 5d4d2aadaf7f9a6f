/**
 * Attempts that nothing tells apart from a stranger's: no trusted address, and no browser or session
 * of a known user. No limit can count them by sender, because a sender can look like any number of
 * them. A project admits some hundred of them a minute at once; above that it slows them down to a
 * few a second and refuses the others for some seconds. It never refuses anyone for the rest of the
 * minute, so that a flood delays newcomers but does not lock them out
 * (docs/decisions/0020-client-address.md).
 */
import { problem } from "../../core/errors";
import type { TenantWriter } from "../../tenancy/database";
import { takePlace, takeSampledPlace, type PlaceRequest } from "./places";

/**
 * A place is found among a dozen random ones. Half full, one attempt of 4,000 finds none; nine
 * tenths full, more than one of four.
 */
const PROBES = 12;
/** Admitted per second above the threshold. */
const SLOWED_PER_SECOND = 5;
const SHORTEST_WAIT_SECONDS = 1;
/** Waits are spread, or all who were refused would return at once. */
const LONGEST_WAIT_SECONDS = 10;

/** What is counted, and how many a minute until newcomers are slowed. */
const thresholds = {
  /** Failed ones. */
  signIn: 300,
  /** Of all endpoints that have the limit `signIn`, failed or not. */
  signInAttempts: 3_000,
  sso: 3_000,
  signUp: 300,
  passwordReset: 300,
  mail: 300,
} as const;

/** Throws 429 with `Retry-After` when the newcomer has to come again in some seconds. */
export async function admitNewcomer(
  db: TenantWriter,
  counted: keyof typeof thresholds,
  { claim, now }: Omit<PlaceRequest, "subject">,
): Promise<void> {
  const size = { slots: thresholds[counted], probes: PROBES };
  if (await takeSampledPlace(db, { subject: `newcomers:${counted}`, claim, now }, size)) return;
  const second = Math.floor(now / 1_000) % 60;
  const slowed = { subject: `newcomers:${counted}:${second}`, claim, now };
  if (await takePlace(db, slowed, SLOWED_PER_SECOND)) return;
  const spread = LONGEST_WAIT_SECONDS - SHORTEST_WAIT_SECONDS + 1;
  throw problem("rate_limit_exceeded", "Too many attempts right now; try again in a few seconds", {
    retryAfterSeconds: SHORTEST_WAIT_SECONDS + Math.floor(Math.random() * spread),
  });
}

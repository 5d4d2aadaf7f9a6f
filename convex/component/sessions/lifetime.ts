/** How long a session lasts: renewed by use, up to a maximum length. */
import type { Doc } from "../_generated/dataModel";
import type { Settings } from "../configuration/settings";
import { startOf } from "../core/buckets";

/** Operators' sessions, whatever the settings of the admin project say. */
export const OPERATOR_IDLE_SECONDS = 3_600;
export const OPERATOR_SESSION_SECONDS = 12 * 3_600;

type Lifetimes = Pick<Settings["sessions"], "inactivityTimeout" | "maxSessionLength">;
type Session = Pick<Doc<"sessions">, "createdAt" | "expiresAt" | "impersonatedBy" | "endsAt">;

/**
 * How often an active session is extended: at most once an hour, but often enough to keep a short
 * one alive.
 */
export const getUpdateSeconds = ({ inactivityTimeout }: Lifetimes): number =>
  Math.min(3_600, Math.floor(inactivityTimeout / 4));

/** Epoch milliseconds after which use does not extend the session. */
export const latestExpiry = (session: Session, { maxSessionLength }: Lifetimes): number =>
  session.impersonatedBy === null
    ? Math.min(session.createdAt + maxSessionLength * 1_000, session.endsAt ?? Infinity)
    : session.expiresAt;

/** Whether use at `now` extends the session and renews its cookie. */
export const isRenewalDue = (session: Session, lifetimes: Lifetimes, now: number): boolean =>
  session.expiresAt - lifetimes.inactivityTimeout * 1_000 + getUpdateSeconds(lifetimes) * 1_000 <=
  now;

/** The expiry after use at `now`. */
export const renewedExpiry = (session: Session, lifetimes: Lifetimes, now: number): number =>
  Math.min(now + lifetimes.inactivityTimeout * 1_000, latestExpiry(session, lifetimes));

/** Whether use at `now` is the first since the UTC day of the last extension; not of an impersonation. */
export const isFirstUseOfDay = (
  { impersonatedBy, updatedAt }: Pick<Doc<"sessions">, "impersonatedBy" | "updatedAt">,
  now: number,
): boolean => impersonatedBy === null && startOf("day", updatedAt) < startOf("day", now);

/**
 * How often somebody may try, per minute, project, and address or account. Counted in the attempt's
 * outer transaction before any work, and kept when the attempt is undone, so that parallel guesses
 * cannot slip through.
 */
import { RateLimiter } from "@convex-dev/rate-limiter";
import { components } from "../_generated/api";
import type { MutationCtx } from "../_generated/server";
import { asciiLowerCase } from "../emailAddress";
import { problem } from "../errors";

const MINUTE = 60_000;
const SESSION_WRITES = 120;

/** Windows begin with the minutes of the clock: everybody can know when there is a next one. */
const limiter = new RateLimiter(components.rateLimiter, {
  signIn: { kind: "fixed window", rate: 30, period: MINUTE, start: 0 },
  signUp: { kind: "fixed window", rate: 10, period: MINUTE, start: 0 },
  passwordReset: { kind: "fixed window", rate: 10, period: MINUTE, start: 0 },
  mail: { kind: "fixed window", rate: 10, period: MINUTE, start: 0 },
  sessionWrites: { kind: "fixed window", rate: SESSION_WRITES, period: MINUTE, start: 0 },
});
type Limit = "signIn" | "signUp" | "passwordReset" | "mail";

/**
 * The first that the path begins with. What is not here is not limited: it needs a session, and
 * costs little.
 */
const limitOf: readonly (readonly [path: string, limit: Limit])[] = [
  ["/sign-in/magic-link", "mail"],
  ["/email-otp/send-verification-otp", "mail"],
  ["/send-verification-email", "mail"],
  ["/change-email", "mail"],
  ["/two-factor/send-otp", "mail"],
  ["/request-password-reset", "passwordReset"],
  ["/reset-password", "passwordReset"],
  ["/email-otp/", "passwordReset"],
  ["/sign-up", "signUp"],
  ["/sign-in", "signIn"],
  ["/link-social", "signIn"],
  ["/refresh-token", "signIn"],
  ["/two-factor/", "signIn"],
  ["/change-password", "signIn"],
  ["/one-time-token/verify", "signIn"],
  ["/magic-link/verify", "signIn"],
];

export interface Attempt {
  readonly projectId: string;
  /** Below the end users' paths, such as `/sign-in/email`. */
  readonly path: string;
  readonly ip: string | null;
  /** Whose account it is about, as far as the request says. */
  readonly account: string | null;
}

/** Throws 429 when it is one too many for the address or for the account. */
export async function countAttempt(
  ctx: MutationCtx,
  { projectId, path, ip, account }: Attempt,
): Promise<void> {
  const limit = limitOf.find(([beginning]) => path.startsWith(beginning))?.[1];
  if (!limit) return;
  for (const subject of [ip, account]) {
    if (subject === null) continue;
    const { ok, retryAfter } = await limiter.limit(ctx, limit, {
      key: `${projectId}:${asciiLowerCase(subject)}`,
    });
    if (!ok)
      throw problem("rate_limit_exceeded", "Too many attempts; wait before the next", {
        retryAfterSeconds: Math.ceil(retryAfter / 1_000),
      });
  }
}

/**
 * Management operations that write, by session: a user's own, in the transaction of the write.
 * Exact, because they all write one row. A read counts nothing: queries cannot, and to ask again
 * costs what it did. What fails is undone, and its count with it.
 */
export async function countSessionWrite(
  ctx: MutationCtx,
  projectId: string,
  userId: string,
): Promise<void> {
  const { ok, retryAfter } = await limiter.limit(ctx, "sessionWrites", {
    key: `${projectId}:${userId}`,
  });
  if (ok) return;
  const limit = {
    name: "management by session",
    quota: SESSION_WRITES,
    windowSeconds: MINUTE / 1_000,
  };
  throw problem("rate_limit_exceeded", "Too many changes by this user; wait before the next", {
    retryAfterSeconds: Math.ceil(retryAfter / 1_000),
    limit,
  });
}

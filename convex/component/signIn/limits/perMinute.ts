/**
 * Limits that successes count against too: sign-up, password reset, mail. Counted in the attempt's
 * outer transaction before any work. Failures have a count of their own (reservations.ts).
 */
import { RateLimiter } from "@convex-dev/rate-limiter";
import { components } from "../../_generated/api";
import type { MutationCtx } from "../../_generated/server";
import { problem } from "../../core/errors";
import type { Found } from "../endpoints";

const MINUTE = 60_000;
const SESSION_WRITES = 120;

/** Windows begin with the minutes of the clock: everybody can know when there is a next one. */
const limiter = new RateLimiter(components.rateLimiter, {
  signUp: { kind: "fixed window", rate: 10, period: MINUTE, start: 0 },
  passwordReset: { kind: "fixed window", rate: 10, period: MINUTE, start: 0 },
  mail: { kind: "fixed window", rate: 10, period: MINUTE, start: 0 },
  sessionWrites: { kind: "fixed window", rate: SESSION_WRITES, period: MINUTE, start: 0 },
});

export interface Counted {
  readonly projectId: string;
  readonly endpoint: Found;
  /** The addresses and accounts that it counts against. */
  readonly subjects: readonly string[];
}

/** Throws 429 when it is one too many for one of the subjects. */
export async function countAttempt(
  ctx: MutationCtx,
  { projectId, endpoint: { limit }, subjects }: Counted,
): Promise<void> {
  if (limit === null || limit === "signIn") return;
  for (const subject of subjects) {
    const { ok, retryAfter } = await limiter.limit(ctx, limit, { key: `${projectId}:${subject}` });
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

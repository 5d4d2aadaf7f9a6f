/**
 * Limits that count successes too: sign-up, password reset, mail. Counted in the attempt's outer
 * transaction before any work. Failures are counted separately (reservations.ts).
 */
import { RateLimiter } from "@convex-dev/rate-limiter";
import { components } from "../../_generated/api";
import type { MutationCtx } from "../../_generated/server";
import { problem } from "../../core/errors";
import type { MatchedEndpoint } from "../findEndpoint";

const MINUTE_MS = 60_000;
const SESSION_WRITES = 120;

/** Windows are aligned to clock minutes, so clients can predict the next one. */
const limiter = new RateLimiter(components.rateLimiter, {
  signUp: { kind: "fixed window", rate: 10, period: MINUTE_MS, start: 0 },
  passwordReset: { kind: "fixed window", rate: 10, period: MINUTE_MS, start: 0 },
  mail: { kind: "fixed window", rate: 10, period: MINUTE_MS, start: 0 },
  sessionWrites: { kind: "fixed window", rate: SESSION_WRITES, period: MINUTE_MS, start: 0 },
});

export interface CountedAttempt {
  readonly projectId: string;
  readonly endpoint: MatchedEndpoint;
  /** The addresses and accounts to count. */
  readonly subjects: readonly string[];
}

/** Throws 429 when the limit of one of the subjects is exceeded. */
export async function countAttempt(
  ctx: MutationCtx,
  { projectId, endpoint: { limit }, subjects }: CountedAttempt,
): Promise<void> {
  if (limit === null || limit === "signIn") return;
  for (const subject of subjects) {
    const { ok, retryAfter } = await limiter.limit(ctx, limit, { key: `${projectId}:${subject}` });
    if (!ok)
      throw problem("rate_limit_exceeded", "Too many attempts; wait before you try again", {
        retryAfterSeconds: Math.ceil(retryAfter / 1_000),
      });
  }
}

/**
 * Limits management writes by session: counted per user, in the transaction of the write. The count
 * is exact because all writes of a user update one row. Reads are not counted: a query cannot
 * write, and counting would cost as much as the read. A failed write is rolled back together with
 * its count.
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
    windowSeconds: MINUTE_MS / 1_000,
  };
  throw problem("rate_limit_exceeded", "Too many changes by this user; wait before you try again", {
    retryAfterSeconds: Math.ceil(retryAfter / 1_000),
    limit,
  });
}

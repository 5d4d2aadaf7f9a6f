/**
 * One-use sign-in links of operators, which the deployment's command line creates. A link is how the
 * first operator signs in, and how one signs in who has lost the passkey.
 */
import { v } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import { countAttempt, type Limit } from "../auditLogs/denialCounts";
import { consoleUrl } from "../core/consoleOrigin";
import { problem } from "../core/errors";
import { randomToken, sha256 } from "../core/secrets";
import { createSession } from "../sessions/model";
import { isBanned } from "../tenancy/ban";
import type { TenantReader, TenantWriter } from "../tenancy/database";
import { tenantCall, type RecordingContext } from "../tenancy/functions";
import { requestMetadata, type Actor, type Change, type RequestMetadata } from "../tenancy/records";
import { stateVersion } from "../users/stateVersion";
import { OPERATOR_LINK_PATH } from "./linkPaths";
import { OPERATOR_IDLE_MS, OPERATOR_SESSION_MS } from "./sessionRules";

const LINK_MS = 15 * 60_000;
/** Audit entries of refused links. Their tokens cannot be guessed, so the page itself has no limit. */
export const REFUSAL_LIMIT: Limit = { shards: 4, quota: 5 };
export const STRANGER: Actor = { type: "system", id: "anonymous", name: null };

export const findLink = async (db: TenantReader, operatorId: string) =>
  await db.range("operatorLinks", "byOperator", (q) => q.eq("operatorId", operatorId)).unique();

/** Replaces the operator's earlier link. `db` is the admin project's. */
export async function createLink(db: TenantWriter, operatorId: string, now: number) {
  const operator = await db.get("users", operatorId);
  if (operator && isBanned(operator, now)) throw problem("conflict", "This operator is banned");
  const earlier = await findLink(db, operatorId);
  if (earlier) await db.delete("operatorLinks", earlier);
  const token = randomToken();
  const expiresAt = now + LINK_MS;
  await db.insert("operatorLinks", {
    operatorId,
    tokenHash: await sha256(token),
    expiresAt,
    stateVersion: operator ? stateVersion(operator) : 0,
  });
  return { link: consoleUrl(`/p/${db.projectId}${OPERATOR_LINK_PATH}?token=${token}`), expiresAt };
}

/**
 * Uses the link up and begins the operator's session; null for a link that is not open, which is
 * recorded in the audit log.
 */
export const spend = tenantCall(
  {
    tokenHash: v.string(),
    request: requestMetadata,
  },
  v.union(v.object({ token: v.string() }), v.null()),
  async (ctx, { tokenHash, request }) => {
    const { db, now, scheduler } = ctx;
    const opened = await openLink(db, tokenHash, now);
    if ("reason" in opened) {
      await recordRefusal(ctx, request, opened);
      return null;
    }
    const { link, user } = opened;
    await db.patch("operatorLinks", link, { usedAt: now });
    const recorder = ctx.recorder({ type: "admin", id: user.id, name: user.name }, request);
    const record = async (change: Change) => await recorder.record(change);
    const { token } = await createSession(
      { db, now, scheduler, record },
      {
        userId: user.id,
        expiresAt: now + OPERATOR_IDLE_MS,
        endsAt: now + OPERATOR_SESSION_MS,
        ipAddress: request.ip,
        ipAddressVerified: request.hasTrustedIp,
        userAgent: request.userAgent,
        proofs: ["operatorLink"],
      },
    );
    return { token };
  },
);

interface Refused {
  /** A replaced link is `unknown`. A second use of a link may mean that it was stolen. */
  readonly reason: "unknown" | "used" | "expired" | "banned" | "state_changed";
  readonly operatorId: string | null;
}

async function openLink(
  db: TenantReader,
  tokenHash: string,
  now: number,
): Promise<Refused | { link: Doc<"operatorLinks">; user: Doc<"users"> }> {
  const link = await db
    .range("operatorLinks", "byTokenHash", (q) => q.eq("tokenHash", tokenHash))
    .unique();
  const user = link && (await db.get("users", link.operatorId));
  if (!link || !user) return { reason: "unknown", operatorId: null };
  const { operatorId } = link;
  if (link.usedAt !== undefined) return { reason: "used", operatorId };
  if (link.expiresAt <= now) return { reason: "expired", operatorId };
  if (isBanned(user, now)) return { reason: "banned", operatorId };
  return link.stateVersion === stateVersion(user)
    ? { link, user }
    : { reason: "state_changed", operatorId };
}

async function recordRefusal(
  { db, now, recorder }: RecordingContext,
  request: RequestMetadata,
  { operatorId, reason }: Refused,
): Promise<void> {
  const { isDue, suppressed } = await countAttempt(db, "operatorLinks", REFUSAL_LIMIT, now);
  if (!isDue) return;
  await recorder(STRANGER, request).audit({
    type: "operator.link_refused",
    outcome: "denied",
    targets: operatorId === null ? [] : [{ type: "user", id: operatorId }],
    metadata: { reason },
    suppressed,
  });
}

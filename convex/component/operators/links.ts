/**
 * One-use sign-in links of operators, which the deployment's command line creates. A link is how the
 * first operator signs in, and how one signs in who has lost the passkey.
 */
import { v } from "convex/values";
import { problem } from "../core/errors";
import { randomToken, sha256 } from "../core/secrets";
import { siteUrl } from "../core/siteUrl";
import { createSession } from "../sessions/model";
import { isBanned } from "../tenancy/ban";
import type { TenantWriter } from "../tenancy/database";
import { tenantCall } from "../tenancy/functions";
import type { Change } from "../tenancy/records";
import { OPERATOR_IDLE_MS, OPERATOR_SESSION_MS } from "./sessionRules";

export const OPERATOR_LINK_PATH = "/operators/sign-in";
const LINK_MS = 15 * 60_000;

const findOpenLink = async (db: TenantWriter, operatorId: string) =>
  await db.range("operatorLinks", "byOperator", (q) => q.eq("operatorId", operatorId)).unique();

/** Replaces the operator's earlier link. `db` is the admin project's. */
export async function createLink(db: TenantWriter, operatorId: string, now: number) {
  const operator = await db.get("users", operatorId);
  if (operator && isBanned(operator, now)) throw problem("conflict", "This operator is banned");
  const earlier = await findOpenLink(db, operatorId);
  if (earlier) await db.delete("operatorLinks", earlier);
  const token = randomToken();
  const expiresAt = now + LINK_MS;
  await db.insert("operatorLinks", { operatorId, tokenHash: await sha256(token), expiresAt });
  const url = siteUrl();
  url.pathname = `${url.pathname.replace(/\/$/, "")}/p/${db.projectId}${OPERATOR_LINK_PATH}`;
  url.search = new URLSearchParams({ token }).toString();
  return { link: url.href, expiresAt };
}

/** Uses the link up and begins the operator's session; null for a link that is not open. */
export const spend = tenantCall(
  {
    tokenHash: v.string(),
    request: v.object({
      id: v.string(),
      ip: v.union(v.string(), v.null()),
      hasTrustedIp: v.boolean(),
      userAgent: v.union(v.string(), v.null()),
    }),
  },
  v.union(v.object({ token: v.string() }), v.null()),
  async (ctx, { tokenHash, request }) => {
    const { db, now, scheduler } = ctx;
    const link = await db
      .range("operatorLinks", "byTokenHash", (q) => q.eq("tokenHash", tokenHash))
      .unique();
    if (!link) return null;
    await db.delete("operatorLinks", link);
    const user = await db.get("users", link.operatorId);
    if (link.expiresAt <= now || !user || isBanned(user, now)) return null;
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

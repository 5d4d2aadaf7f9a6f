/**
 * The person behind a token that Convex has verified. The token only names a session: what holds is
 * what its row, the user's and the project's say in the transaction that asks.
 */
import type { GenericDatabaseReader } from "convex/server";
import { v, type Infer } from "convex/values";
import type { DataModel, Doc } from "../_generated/dataModel";
import { isBanned } from "./ban";
import type { CallersSession } from "./caller";
import { TenantReader } from "./database";
import { DeploymentReader } from "./deployment";

/**
 * Claims of a verified token. The installing app hands them on from `ctx.auth`; nothing in them
 * comes from an argument.
 */
export const visitorValidator = v.object({
  issuer: v.string(),
  projectId: v.string(),
  userId: v.string(),
  sessionId: v.string(),
});

export interface Visitor {
  readonly db: TenantReader;
  readonly now: number;
  readonly session: Doc<"sessions">;
  readonly user: Doc<"users">;
}

/** Whose session it is, as the rules of organizations ask. */
export const sessionOf = ({ session: row, user }: Visitor): CallersSession => ({ row, user });

/**
 * Null when the session was revoked or is over, or the user is banned or gone, or the project is,
 * whatever the token still says; and for a token of somebody else's issuer, which may use the same
 * names for its claims. Reads three documents.
 */
export async function visitorOf(
  raw: GenericDatabaseReader<DataModel>,
  claims: Infer<typeof visitorValidator>,
): Promise<Visitor | null> {
  if (claims.issuer !== process.env.CONVEX_SITE_URL) return null;
  if (!(await new DeploymentReader(raw).project(claims.projectId))) return null;
  const now = Date.now();
  const db = new TenantReader(raw, claims.projectId);
  const session = await db.get("sessions", claims.sessionId);
  if (!session || session.expiresAt <= now || session.userId !== claims.userId) return null;
  const user = await db.get("users", session.userId);
  if (!user || isBanned(user, now)) return null;
  return { db, now, session, user };
}

/**
 * Resolves a token that Convex has verified to its session and user. The token only identifies a
 * session; whether it is active is decided by the rows of the session, user and project, in the
 * transaction of the call.
 */
import type { GenericDatabaseReader } from "convex/server";
import { v, type Infer } from "convex/values";
import type { DataModel, Doc } from "../_generated/dataModel";
import { isBanned } from "./ban";
import type { CallersSession } from "./caller";
import { TenantReader } from "./database";
import { DeploymentReader } from "./deployment";

/**
 * Claims of a verified token. The installing app passes them on from `ctx.auth`; they never come
 * from function arguments.
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

/** The session in the form that the organization rules take. */
export const toCallersSession = ({ session: row, user }: Visitor): CallersSession => ({
  row,
  user,
});

/**
 * Null if the session was revoked or has expired, if the user is banned or deleted, or if the
 * project is deleted, whatever the token still says. Also null for another issuer's token, which
 * may use the same claim names. Reads three documents.
 */
export async function findVisitor(
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

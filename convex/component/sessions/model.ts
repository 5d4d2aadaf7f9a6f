import type { Doc } from "../_generated/dataModel";
import { internal } from "../_generated/api";
import { toSchedulableTime } from "../core/longDelay";
import { newId } from "../core/ids";
import { page, type PageInput } from "../tenancy/page";
import { randomToken, sha256 } from "../core/secrets";
import type { TenantWriter } from "../tenancy/database";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import { toIsoDate } from "../wire/fields";
import type { Session } from "./contract";

export type SessionRow = Doc<"sessions">;
type Writing = Pick<WriteContext, "db" | "now" | "record" | "scheduler">;

/** More than anybody is signed in with; the oldest go when somebody is. */
const MAXIMUM_SESSIONS = 100;

/** The only place where a row becomes the session of the wire. */
export function present(row: SessionRow): Session {
  const { id, userId, ipAddress, userAgent, impersonatedBy } = row;
  return {
    ...{ id, userId, ipAddress, userAgent, impersonatedBy },
    activeOrganizationId: row.activeOrganizationId ?? null,
    expiresAt: toIsoDate(row.expiresAt),
    createdAt: toIsoDate(row.createdAt),
    updatedAt: toIsoDate(row.updatedAt),
  };
}

export async function listUserSessions(ctx: ReadContext, userId: string, input: PageInput) {
  const { rows, listMetadata } = await page(
    ctx,
    "sessions",
    [{ index: "byUser", equal: [["userId", userId]], key: "id" }],
    input,
  );
  const data = rows.map(present);
  return { data, sessions: data, listMetadata };
}

export interface NewSession {
  readonly userId: string;
  readonly expiresAt: number;
  readonly ipAddress?: string | null;
  readonly userAgent?: string | null;
  readonly impersonatedBy?: string | null;
  readonly activeOrganizationId?: string | null;
  /** Whoever begins it has passed a second factor. */
  readonly multiFactor?: boolean;
  /** What its user has shown; nothing unless given. */
  readonly proofs?: readonly string[];
  /** Epoch milliseconds of the sign-in or step-up; now unless given. */
  readonly authenticatedAt?: number;
  /** Made unless given. */
  readonly token?: string;
}

/** Begins a session. The token is for whoever signed in; only its hash is stored. */
export async function createSession(
  ctx: Writing,
  fields: NewSession,
): Promise<{ row: SessionRow; token: string }> {
  const {
    userId,
    expiresAt,
    ipAddress = null,
    userAgent = null,
    impersonatedBy = null,
    activeOrganizationId = null,
    multiFactor = false,
    proofs = [],
    authenticatedAt = ctx.now,
    token = randomToken(),
  } = fields;
  await endOldest(ctx, userId);
  const row = {
    ...{
      id: newId("session", ctx.now),
      userId,
      expiresAt,
      ipAddress,
      userAgent,
      impersonatedBy,
      activeOrganizationId,
      multiFactor,
      authenticatedAt,
      proofs: [...proofs],
      ssoOrganizationId: null,
    },
    tokenHash: await sha256(token),
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  await ctx.db.insert("sessions", row);
  await scheduleExpiry(ctx, row);
  const session = present(row as unknown as SessionRow); // nobody looks at the fields that the insert adds
  await ctx.record({ type: "session.created", targets: targetsOf(session), data: session });
  return { row: row as unknown as SessionRow, token };
}

/** Time passing re-runs no subscription, so the end of a session is a write. */
export const scheduleExpiry = async (
  ctx: Pick<WriteContext, "scheduler" | "now"> & { db: TenantWriter },
  session: Pick<SessionRow, "id" | "expiresAt">,
): Promise<void> => {
  await ctx.scheduler.runAt(
    toSchedulableTime(session.expiresAt, ctx.now),
    internal.sessions.expiry.expire,
    { projectId: ctx.db.projectId, sessionId: session.id },
  );
};

/** All sessions of a user, or all but one. */
export async function endSessions(ctx: Writing, userId: string, exceptId?: string): Promise<void> {
  for (const session of await ctx.db
    .range("sessions", "byUser", (q) => q.eq("userId", userId))
    .take(MAXIMUM_SESSIONS)) {
    if (session.id !== exceptId) await endSession(ctx, session);
  }
}

export async function endSession(
  ctx: Pick<WriteContext, "db" | "record">,
  row: SessionRow,
): Promise<void> {
  await ctx.db.delete("sessions", row);
  const session = present(row);
  await ctx.record({ type: "session.revoked", targets: targetsOf(session), data: session });
}

export async function setActiveOrganization(
  db: TenantWriter,
  session: SessionRow,
  organizationId: string | null,
): Promise<void> {
  if ((session.activeOrganizationId ?? null) !== organizationId)
    await db.patch("sessions", session, { activeOrganizationId: organizationId });
}

/** Whoever is no member any more works in no session there. */
export async function leaveOrganizationInSessions(
  { db }: Pick<WriteContext, "db">,
  userId: string,
  organizationId: string,
): Promise<void> {
  const sessions = await db
    .range("sessions", "byActiveOrganization", (q) =>
      q.eq("userId", userId).eq("activeOrganizationId", organizationId),
    )
    .take(MAXIMUM_SESSIONS);
  for (const session of sessions)
    await db.patch("sessions", session, { activeOrganizationId: null });
}

async function endOldest(ctx: Writing, userId: string): Promise<void> {
  const sessions = await ctx.db
    .range("sessions", "byUser", (q) => q.eq("userId", userId))
    .take(MAXIMUM_SESSIONS);
  const [oldest] = sessions;
  if (sessions.length === MAXIMUM_SESSIONS && oldest) await endSession(ctx, oldest);
}

const targetsOf = ({ id, userId }: Session) => [
  { type: "session", id },
  { type: "user", id: userId },
];

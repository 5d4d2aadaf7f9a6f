/** The transactions of the admin portal's pages. They reach the database of one project only. */
import { v, type Infer } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import { internalQuery } from "../_generated/server";
import { countAttempt, type Limit } from "../auditLogs/denialCounts";
import { loadSettings } from "../configuration/settings";
import { randomToken, sha256 } from "../core/secrets";
import { toAppearance } from "../emails/rendering";
import { findSessionPermissions } from "../organizations/sessionPermissions";
import { TenantReader } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { tenantCall, tenantJob, type RecordingContext } from "../tenancy/functions";
import { findPortalSession, toPortalActor } from "../tenancy/portalCaller";
import { requestMetadata, type Actor, type RequestMetadata } from "../tenancy/records";
import { endSession } from "./model";
import { presentSession, toTarget } from "./present";
import { storedIntent } from "./tables";

type SessionRow = Doc<"portalSessions">;

const IDLE_MS = 3_600_000;
const LONGEST_MS = 8 * IDLE_MS;
/** How often the end of a session in use moves. */
const STEP_MS = 60_000;
/** Audit entries of refused links. Their tokens cannot be guessed, so the page itself has no limit. */
export const REFUSAL_LIMIT: Limit = { shards: 4, quota: 5 };
const STRANGER: Actor = { type: "system", id: "anonymous", name: null };

const openedValidator = v.object({
  /** An `Appearance` as JSON. */
  appearance: v.string(),
  session: v.union(
    v.object({
      id: v.string(),
      organizationId: v.string(),
      organization: v.string(),
      intent: storedIntent,
      returnUrl: v.union(v.string(), v.null()),
      /** Epoch milliseconds. */
      endsAt: v.number(),
      /** The end of the idle session should move. */
      isDue: v.boolean(),
    }),
    v.null(),
  ),
});
export type Opened = Infer<typeof openedValidator>;

/** What a page shows; null when the project does not exist. */
export const open = internalQuery({
  args: { projectId: v.string(), tokenHash: v.union(v.string(), v.null()) },
  returns: v.union(openedValidator, v.null()),
  handler: async (ctx, { projectId, tokenHash }): Promise<Opened | null> => {
    const deployment = new DeploymentReader(ctx.db);
    const project = await deployment.project(projectId);
    if (!project) return null;
    const db = new TenantReader(ctx.db, projectId);
    const { branding } = await loadSettings(db);
    const now = Date.now();
    const found =
      tokenHash === null
        ? null
        : await findPortalSession(deployment, project, { tokenHash, now, findSessionPermissions });
    return {
      appearance: JSON.stringify(toAppearance(project, branding)),
      session: found && (await presentOpened(db, found.row, now)),
    };
  },
});

async function presentOpened(
  db: TenantReader,
  { id, organizationId, intent, returnUrl, expiresAt, endsAt }: SessionRow,
  now: number,
): Promise<Opened["session"]> {
  const organization = await db.get("organizations", organizationId);
  const end = endsAt ?? expiresAt;
  return {
    ...{ id, organizationId, intent, returnUrl, endsAt: end },
    organization: organization?.name ?? "",
    isDue: expiresAt < end && expiresAt < now + IDLE_MS - STEP_MS,
  };
}

/**
 * Uses the link up and begins its session; null for a link that is not open, which is recorded in
 * the audit log. What the maker of the link may do is checked at each call of the session.
 */
export const spend = tenantCall(
  { linkToken: v.string(), request: requestMetadata },
  v.union(v.object({ token: v.string() }), v.null()),
  async (ctx, { linkToken, request }) => {
    const { db, now } = ctx;
    const linkHash = await sha256(linkToken);
    const row = await db
      .range("portalSessions", "byLink", (q) => q.eq("linkHash", linkHash))
      .unique();
    if (row?.sessionHash !== null || row.expiresAt <= now) {
      await recordRefusal(ctx, request, row);
      return null;
    }
    const token = randomToken();
    const started = await db.patch("portalSessions", row, {
      sessionHash: await sha256(token),
      startedAt: now,
      expiresAt: now + IDLE_MS,
      endsAt: now + LONGEST_MS,
      updatedAt: now,
    });
    const data = presentSession(started, "active");
    const { organizationId } = row;
    await ctx
      .recorder(toPortalActor(row), request)
      .record({ type: "portal.session_started", targets: [toTarget(data)], data, organizationId });
    return { token };
  },
);

/** A second use of a link may mean that it was stolen. */
async function recordRefusal(
  { db, now, recorder }: RecordingContext,
  request: RequestMetadata,
  row: SessionRow | null,
): Promise<void> {
  const { isDue, suppressed } = await countAttempt(db, "portalLinks", REFUSAL_LIMIT, now);
  if (!isDue) return;
  const reason = row === null ? "unknown" : row.sessionHash === null ? "expired" : "used";
  await recorder(STRANGER, request).audit({
    type: "portal.link_refused",
    outcome: "denied",
    targets: row === null ? [] : [toTarget(row)],
    organizationId: row?.organizationId ?? null,
    metadata: { reason },
    suppressed,
  });
}

const findBySession = async (db: TenantReader, tokenHash: string): Promise<SessionRow | null> =>
  await db.range("portalSessions", "bySession", (q) => q.eq("sessionHash", tokenHash)).unique();

/** Moves the end of a session that is used. */
export const touch = tenantJob({ tokenHash: v.string() }, async ({ db, now }, { tokenHash }) => {
  const row = await findBySession(db, tokenHash);
  if (row === null || row.endsAt === null || row.expiresAt <= now) return;
  await db.patch("portalSessions", row, { expiresAt: Math.min(now + IDLE_MS, row.endsAt) });
});

/** Ends the visitor's own session. */
export const end = tenantJob(
  { tokenHash: v.string(), request: requestMetadata },
  async (ctx, { tokenHash, request }) => {
    const row = await findBySession(ctx.db, tokenHash);
    if (row === null) return;
    const recorder = ctx.recorder(toPortalActor(row), request);
    const record = async (change: Parameters<typeof recorder.record>[0]) =>
      await recorder.record(change);
    await endSession({ db: ctx.db, record }, row);
  },
);

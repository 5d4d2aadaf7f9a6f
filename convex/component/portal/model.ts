/** What the operations do. */
import type { Doc } from "../_generated/dataModel";
import { invalidField, notFound, problem } from "../core/errors";
import { newId } from "../core/ids";
import { randomToken, sha256 } from "../core/secrets";
import { projectUrl } from "../core/siteUrl";
import { findRedirectPage } from "../organizations/invitationMail";
import { fillPath } from "../hosted/paths";
import { getOrganization } from "../organizations/model";
import { isEnabled } from "../pages/enabled";
import { projectLink } from "../projects/authDomains";
import type { Caller } from "../tenancy/caller";
import { callersOrganization, type ReadContext, type WriteContext } from "../tenancy/functions";
import { page, type Segment } from "../tenancy/page";
import type { OperationInput } from "../wire/operation";
import { toIsoDate } from "../wire/fields";
import type { portal, PortalSession } from "./contract";
import { servedIntents } from "./intents";
import { PORTAL_LINK_PATH } from "./paths";
import { presentSession, toTarget } from "./present";

type Input<M extends keyof typeof portal> = OperationInput<(typeof portal)[M]>;
type SessionRow = Doc<"portalSessions">;

/** Links and sessions of an organization that have not ended. */
const MAXIMUM_SESSIONS = 100;

export async function generateLink(ctx: WriteContext, input: Input<"generateLink">) {
  const { db, now, caller } = ctx;
  const { id: organizationId } = await getOrganization(ctx, input.organizationId);
  const { intent } = input;
  assertServed(caller, intent);
  const returnUrl = await requireReturnUrl(ctx, organizationId, input.returnUrl);
  await assertRoom(ctx, organizationId);
  const token = randomToken();
  const row = await db.insert("portalSessions", {
    ...{ id: newId("portalSession", now), organizationId, intent, returnUrl },
    creator: toCreator(caller),
    linkHash: await sha256(token),
    ...{ sessionHash: null, startedAt: null, endsAt: null },
    expiresAt: now + input.expiresIn * 1_000,
    ...{ createdAt: now, updatedAt: now },
  });
  const data = presentSession(row as SessionRow, "pending"); // as inserted
  await ctx.record({
    type: "portal.link_created",
    targets: [toTarget(data)],
    data,
    organizationId,
  });
  return {
    link: await projectLink(db, caller.project, `${PORTAL_LINK_PATH}#${token}`),
    sessionId: row.id,
    ...{ intent, organizationId },
    expiresAt: toIsoDate(row.expiresAt),
  };
}

/** Throws 409 for an intent without pages, and 403 for one that the caller could not use itself. */
function assertServed(caller: Caller, intent: Input<"generateLink">["intent"]): void {
  const served = servedIntents[intent];
  if (!served) throw problem("not_available", `The admin portal has no pages for ${intent} yet`);
  if (!isEnabled("portal"))
    throw problem(
      "not_available",
      "This deployment does not serve the admin portal; add portal to BANATA_AUTH_PAGES",
    );
  const missing = caller.permissions.missing(served.permissions);
  if (missing !== null)
    throw problem("forbidden", `Missing permission: ${missing} (the intent ${intent} uses it)`);
}

async function requireReturnUrl(
  { db, caller: { project } }: Pick<WriteContext, "db" | "caller">,
  organizationId: string,
  returnUrl: string | undefined,
): Promise<string | null> {
  if (returnUrl === undefined) return null;
  const own = fillPath("/organizations/:id", organizationId);
  if (returnUrl === projectUrl(project.id, own)) return returnUrl;
  if (returnUrl === (await projectLink(db, project, own))) return returnUrl;
  const page = await findRedirectPage(db, returnUrl);
  if (page) return page.href;
  throw invalidField(
    "returnUrl",
    "Expected a registered redirect URI of an auth client, a URL on a trusted origin, or the organization's hosted page",
    "invalid_redirect",
  );
}

async function assertRoom({ db, now }: WriteContext, organizationId: string): Promise<void> {
  const open = await db
    .range("portalSessions", "byEnd", (q) =>
      q.eq("organizationId", organizationId).gt("expiresAt", now),
    )
    .take(MAXIMUM_SESSIONS);
  if (open.length === MAXIMUM_SESSIONS)
    throw problem(
      "conflict",
      `An organization has at most ${MAXIMUM_SESSIONS} open portal links and sessions; revoke one first`,
    );
}

function toCreator({ key, operator, session, actor }: Caller): SessionRow["creator"] {
  const { id, name } = actor;
  if (session) return { type: "user", id, name, sessionId: session.row.id };
  if (key) return { type: "api_key", id, name };
  if (operator) return { type: "admin", id, name };
  return { type: "system", id, name };
}

export async function listSessions(ctx: ReadContext, input: Input<"listSessions">) {
  const organizationId = callersOrganization(ctx, input.organizationId);
  if (organizationId !== null) await getOrganization(ctx, organizationId);
  const segment: Segment<"portalSessions"> =
    organizationId === null
      ? { index: "byProjectId", equal: [], key: "id" }
      : { index: "byOrganization", equal: [["organizationId", organizationId]], key: "id" };
  const { rows, listMetadata } = await page(ctx, "portalSessions", [segment], input);
  return { data: rows.map((row) => presentSession(row, toStatus(row, ctx.now))), listMetadata };
}

function toStatus({ startedAt, expiresAt }: SessionRow, now: number): PortalSession["status"] {
  if (expiresAt <= now) return "ended";
  return startedAt === null ? "pending" : "active";
}

export async function revokeSession(
  ctx: WriteContext,
  { sessionId }: Input<"revokeSession">,
): Promise<PortalSession> {
  const row = await ctx.db.get("portalSessions", sessionId);
  const bound = ctx.caller.organizationId;
  if (!row || (bound !== null && bound !== row.organizationId)) throw notFound("Portal session");
  await endSession(ctx, row);
  return presentSession(row, "ended");
}

/** Deletes and records a link or a session. */
export async function endSession(
  { db, record }: Pick<WriteContext, "db" | "record">,
  row: SessionRow,
): Promise<void> {
  await db.delete("portalSessions", row);
  const data = presentSession(row, "ended");
  const { organizationId } = row;
  await record({ type: "portal.session_revoked", targets: [toTarget(data)], data, organizationId });
}

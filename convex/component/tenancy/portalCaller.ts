/**
 * The session of an admin portal as a caller: bound to one organization, with no more permissions
 * than the maker of its link has at the time of the call.
 */
import type { Doc } from "../_generated/dataModel";
import { problem } from "../core/errors";
import { permissionsOfRole } from "../core/operatorRoles";
import { PermissionSet } from "../core/permissions";
import { isBanned } from "./ban";
import type { Caller } from "./caller";
import type { TenantReader } from "./database";
import type { DeploymentReader } from "./deployment";
import { getKeyRefusal } from "./keyRefusal";
import type { Actor } from "./records";

type SessionRow = Doc<"portalSessions">;

/**
 * What the user of a session may do in an organization now; null when the session has ended, or does
 * not meet a policy. Slices know roles and policies, so they provide it.
 */
export type FindSessionPermissions = (
  db: TenantReader,
  wanted: { readonly sessionId: string; readonly organizationId: string; readonly now: number },
) => Promise<PermissionSet | null>;

interface Search {
  readonly tokenHash: string;
  readonly now: number;
  /** Null where no user's link can count. */
  readonly findSessionPermissions: FindSessionPermissions | null;
}

export const portalSessionEnded = () =>
  problem("authentication_required", "The portal session has ended; ask for a new link");

/**
 * Throws 401 when the session, its organization, or what its maker may do has ended. Reads three
 * documents besides the project; two more for an operator's link, and for a user's link what an
 * operation of the user's session reads.
 */
export async function resolvePortalCaller(
  deployment: DeploymentReader,
  project: Doc<"projects">,
  search: Search,
): Promise<Caller> {
  const found = await findPortalSession(deployment, project, search);
  if (!found) throw portalSessionEnded();
  const { row, permissions } = found;
  const { id, organizationId, intent } = row;
  return {
    actor: toPortalActor(row),
    project,
    permissions,
    organizationId,
    session: null,
    operator: null,
    key: null,
    portal: { sessionId: id, intent },
    useIsDue: false,
  };
}

/** The session that the cookie's token names, with what it may do; null for one that has ended. */
export async function findPortalSession(
  deployment: DeploymentReader,
  project: Pick<Doc<"projects">, "id">,
  search: Search,
): Promise<{ readonly row: SessionRow; readonly permissions: PermissionSet } | null> {
  const row = await deployment
    .readerFor(project)
    .range("portalSessions", "bySession", (q) => q.eq("sessionHash", search.tokenHash))
    .unique();
  const permissions = row && (await findPortalPermissions(deployment, row, search));
  return permissions && { row, permissions };
}

/** How audit entries name the session and the maker of its link. */
export const toPortalActor = ({ id, creator }: Pick<SessionRow, "id" | "creator">): Actor => ({
  type: "portal",
  id,
  name: `Admin portal, link by ${creator.name === null ? "" : `${creator.name}, `}${creator.id}`,
});

/**
 * What the maker of the link may do now; null when the link or session, its organization or its
 * maker has ended.
 */
async function findPortalPermissions(
  deployment: DeploymentReader,
  { projectId, organizationId, creator, expiresAt }: SessionRow,
  { now, findSessionPermissions }: Search,
): Promise<PermissionSet | null> {
  if (expiresAt <= now) return null;
  const db = deployment.readerFor({ id: projectId });
  const organization = await db.get("organizations", organizationId);
  if (organization?.state !== "active") return null;
  if (creator.type === "user") {
    const { sessionId } = creator;
    return findSessionPermissions
      ? await findSessionPermissions(db, { sessionId, organizationId, now })
      : null;
  }
  return await permissionsOf[creator.type]({ deployment, db, organizationId, now }, creator.id);
}

interface Sought {
  readonly deployment: DeploymentReader;
  readonly db: TenantReader;
  readonly organizationId: string;
  readonly now: number;
}

const permissionsOf: Readonly<
  Record<
    Exclude<SessionRow["creator"]["type"], "user">,
    (sought: Sought, id: string) => Promise<PermissionSet | null>
  >
> = {
  api_key: async ({ db, organizationId, now }, id) => {
    const key = await db.get("apiKeys", id);
    if (!key || getKeyRefusal(key, now) !== null) return null;
    if (key.organizationId !== null && key.organizationId !== organizationId) return null;
    return PermissionSet.ofKey(key);
  },
  admin: async ({ deployment, db, now }, id) => {
    const admin = await deployment.adminProject();
    const user = admin && (await deployment.readerFor(admin).get("users", id));
    const member = await db
      .range("projectMembers", "byOperator", (q) => q.eq("operatorId", id))
      .unique();
    return user && member && !isBanned(user, now) ? permissionsOfRole(member.role) : null;
  },
  // The installing app, which is trusted with every project of its deployment.
  system: async () => PermissionSet.all,
};

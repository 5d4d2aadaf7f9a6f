import type { Doc } from "../_generated/dataModel";
import { MEMBER } from "../rbac/catalogue";
import type { RowFields, TenantReader } from "../tenancy/database";
import { toIsoDate } from "../wire/fields";
import type { Directory, DirectoryGroup, RecordedDirectoryUser } from "./contract";
import { loadCounts, loadGroupCount, loadMemberCount } from "./counts";
import { hasGroupWork, hasJob } from "./jobs";
import { listFailures } from "./sync";
import { loadFacts, loadGroupFacts, presentFacts } from "./facts";

export type DirectoryRow = RowFields<"directories">;
export type DirectoryGroupRow = RowFields<"directoryGroups">;
export type DirectoryUserRow = RowFields<"directoryUsers">;

/** The only place that converts a row to the `Directory` of the API. Reads about thirty rows. */
export async function presentDirectory(db: TenantReader, row: DirectoryRow): Promise<Directory> {
  const { id, organizationId, name, provider, defaultRole, allowJit } = row;
  const sync = await db
    .range("directorySyncs", "byDirectory", (q) => q.eq("directoryId", id))
    .unique();
  const { unlinked, ...usersByState } = await loadCounts(db, id);
  const failures = listFailures(sync).map((each) => ({ ...each, at: toIsoDate(each.at) }));
  return {
    id,
    organizationId,
    type: "scim",
    state: getState(sync),
    name,
    provider,
    userCount: usersByState.active + usersByState.suspended,
    groupCount: await loadGroupCount(db, id),
    usersByState,
    unlinkedCount: unlinked,
    lastSyncAt: sync?.lastSuccessAt == null ? null : toIsoDate(sync.lastSuccessAt),
    lastSyncStatus: getStatus(sync, unlinked),
    lastFailure: failures[0] ?? null,
    recentFailures: failures,
    hasPendingWork: (await hasJob(db, organizationId, "link")) || (await hasGroupWork(db, id)),
    defaultRole: defaultRole ?? MEMBER,
    allowJit,
    groupRoles: row.groupRoles ?? [],
    requireGroup: row.requireGroup ?? false,
    projectId: db.projectId,
    createdAt: toIsoDate(row.createdAt),
    updatedAt: toIsoDate(row.updatedAt),
  };
}

type Sync = Doc<"directorySyncs"> | null;

const hasFailedLast = (sync: Sync): boolean =>
  sync?.lastFailure != null && sync.lastFailure.at > (sync.lastSuccessAt ?? 0);

function getState(sync: Sync): Directory["state"] {
  if (hasFailedLast(sync) && sync?.lastFailure?.status === 401) return "invalid_credentials";
  return sync === null ? "unlinked" : "linked";
}

function getStatus(sync: Sync, unlinked: number): Directory["lastSyncStatus"] {
  if (sync === null) return null;
  if (hasFailedLast(sync)) return "failed";
  return unlinked > 0 ? "partial" : "success";
}

/** The only place that converts a row to the `DirectoryGroup` of the API. Reads one row. */
export async function presentDirectoryGroup(
  db: TenantReader,
  row: DirectoryGroupRow,
): Promise<DirectoryGroup> {
  const { id, directoryId, organizationId, externalId } = row;
  const { displayName } = loadGroupFacts(row.resource);
  return {
    ...{ id, directoryId, organizationId, externalId, name: displayName, displayName },
    memberCount: await loadMemberCount(db, id),
    createdAt: toIsoDate(row.createdAt),
    updatedAt: toIsoDate(row.updatedAt),
  };
}

/** The only place that converts a row to a directory user of the API; its groups are added. */
export function presentDirectoryUser(row: DirectoryUserRow): RecordedDirectoryUser {
  const { id, directoryId, organizationId, userId, reason, externalId, state } = row;
  return {
    id,
    directoryId,
    organizationId,
    userId,
    reason,
    externalId,
    ...presentFacts(loadFacts(row.resource)),
    active: state === "active",
    state,
    createdAt: toIsoDate(row.createdAt),
    updatedAt: toIsoDate(row.updatedAt),
  };
}

export const toTarget = ({ id, name }: Pick<DirectoryRow, "id" | "name">) => ({
  type: "directory",
  id,
  name,
});

export const toGroupTarget = ({ id, name }: Pick<DirectoryGroup, "id" | "name">) => ({
  type: "directory_group",
  id,
  name,
});

/** The directory user, and the user of the project if there is one. */
export const toUserTargets = ({ id, userId, userName }: DirectoryUserRow) => [
  { type: "directory_user", id, name: userName },
  ...(userId === null ? [] : [{ type: "user", id: userId }]),
];

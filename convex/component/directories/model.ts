import type { Doc } from "../_generated/dataModel";
import { notFound, problem } from "../core/errors";
import { newId } from "../core/ids";
import { getOrganization } from "../organizations/model";
import { MEMBER } from "../rbac/catalogue";
import { foldGroupName } from "../scim/facts";
import { assertMayChange, assertMayGrant } from "../sso/mapping";
import { assertExpected, nextUpdatedAt } from "../tenancy/expectedChange";
import { callersOrganization, type ReadContext, type WriteContext } from "../tenancy/functions";
import { page } from "../tenancy/page";
import { toIsoDate } from "../wire/fields";
import type { OperationInput } from "../wire/operation";
import type { directories, Directory } from "./contract";
import { deleteDirectoryRows } from "./deletion";
import { bounds, type StoredGroupRole } from "./fields";
import { presentDirectory, toTarget, type DirectoryRow } from "./present";
import { deriveAllRoles } from "./roleEffects";
import { createToken, replaceToken, toBaseUrl } from "./tokens";

type StoredDirectory = Doc<"directories">;
type Input<M extends keyof typeof directories> = OperationInput<(typeof directories)[M]>;

const WHAT = "Directory";

/** Throws 404 also when the caller's key is bound to another organization. */
export async function getDirectory(ctx: ReadContext, id: string): Promise<StoredDirectory> {
  const directory = await ctx.db.get("directories", id);
  if (!directory) throw notFound(WHAT);
  await getOrganization(ctx, directory.organizationId, WHAT);
  return directory;
}

export async function listDirectories(ctx: ReadContext, input: Input<"listDirectories">) {
  const organizationId = callersOrganization(ctx, input.organizationId);
  if (organizationId !== null) await getOrganization(ctx, organizationId);
  const { rows, listMetadata } = await page(
    ctx,
    "directories",
    [
      organizationId === null
        ? { index: "byProjectId", key: "id" }
        : { index: "byOrganization", equal: [["organizationId", organizationId]], key: "id" },
    ],
    input,
  );
  const data = await Promise.all(rows.map(async (row) => await presentDirectory(ctx.db, row)));
  return { data, listMetadata };
}

export async function createDirectory(ctx: WriteContext, input: Input<"createDirectory">) {
  const { organizationId, name, provider, allowJit = false, requireGroup = false } = input;
  await getOrganization(ctx, organizationId);
  await assertRoom(ctx, organizationId);
  const defaultRole = toStoredRole(input.defaultRole ?? MEMBER);
  const groupRoles = (input.groupRoles ?? []).map(fold);
  await assertMayGrant(ctx, toGrants({ organizationId, defaultRole, groupRoles }));
  const row = await ctx.db.insert("directories", {
    id: newId("directory", ctx.now),
    ...{ organizationId, name, provider, defaultRole, allowJit, groupRoles, requireGroup },
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  const bearerToken = await createToken(ctx.db, row.id, ctx.now);
  const directory = await presentDirectory(ctx.db, row);
  await record(ctx, "directory.created", directory);
  return { ...directory, scimConfig: { baseUrl: toBaseUrl(ctx.db.projectId), bearerToken } };
}

async function assertRoom({ db }: ReadContext, organizationId: string): Promise<void> {
  const existing = await db
    .range("directories", "byOrganization", (q) => q.eq("organizationId", organizationId))
    .take(bounds.directories);
  if (existing.length < bounds.directories) return;
  throw problem("conflict", `An organization can have at most ${bounds.directories} directories`);
}

export async function updateDirectory(
  ctx: WriteContext,
  input: Input<"updateDirectory">,
): Promise<Directory> {
  const before = await getDirectory(ctx, input.providerId);
  assertExpected(before, input.expectedUpdatedAt);
  const {
    name = before.name,
    allowJit = before.allowJit,
    requireGroup = before.requireGroup ?? false,
  } = input;
  const defaultRole =
    input.defaultRole === undefined ? before.defaultRole : toStoredRole(input.defaultRole);
  await assertMayChange(ctx, toGrants(before));
  const groupRoles = input.groupRoles?.map(fold) ?? before.groupRoles ?? [];
  await assertMayGrant(ctx, {
    ...{ ...toGrants({ ...before, defaultRole, groupRoles }), before: toGrants(before) },
  });
  const shown = await presentDirectory(ctx.db, before);
  const after = await ctx.db.patch("directories", before, {
    ...{ name, allowJit, defaultRole, groupRoles, requireGroup },
    updatedAt: nextUpdatedAt(before, ctx.now),
  });
  if (changesAccess(before, after)) await deriveAllRoles(ctx, after);
  const directory = await presentDirectory(ctx.db, after);
  await record(ctx, "directory.updated", directory, shown);
  return directory;
}

/** Whether members may have other roles now, or another access. */
const changesAccess = (before: DirectoryRow, after: DirectoryRow): boolean =>
  (before.requireGroup ?? false) !== (after.requireGroup ?? false) ||
  JSON.stringify(before.groupRoles ?? []) !== JSON.stringify(after.groupRoles ?? []);

export async function rotateToken(
  ctx: WriteContext,
  { providerId, gracePeriodSeconds }: Input<"rotateToken">,
) {
  const before = await getDirectory(ctx, providerId);
  await assertMayChange(ctx, toGrants(before)); // the holder of the token decides who becomes a member
  const endsAt = ctx.now + gracePeriodSeconds * 1_000;
  const bearerToken = await replaceToken(ctx.db, before.id, { now: ctx.now, endsAt });
  const after = await ctx.db.patch("directories", before, {
    updatedAt: nextUpdatedAt(before, ctx.now),
  });
  const directory = await presentDirectory(ctx.db, after);
  await record(ctx, "directory.token_rotated", directory);
  return {
    ...directory,
    scimConfig: { baseUrl: toBaseUrl(ctx.db.projectId), bearerToken },
    previousTokenExpiresAt: toIsoDate(endsAt),
  };
}

export async function deleteDirectory(
  ctx: WriteContext,
  { providerId, users }: Input<"deleteDirectory">,
): Promise<void> {
  const directory = await getDirectory(ctx, providerId);
  await record(ctx, "directory.deleted", await presentDirectory(ctx.db, directory));
  await deleteDirectoryRows(ctx, directory, { deprovisions: users === "deprovision" });
}

const toGrants = ({
  organizationId,
  defaultRole,
  groupRoles = [],
}: Pick<DirectoryRow, "organizationId" | "defaultRole" | "groupRoles">) => ({
  ...{ organizationId, defaultRole, roleMapping: groupRoles },
  field: "groupRoles" as const,
});

const fold = ({ group, role }: StoredGroupRole): StoredGroupRole => ({
  group: foldGroupName(group),
  role,
});

const toStoredRole = (role: string) => (role === MEMBER ? null : role);

const record = async (
  ctx: WriteContext,
  type: "directory.created" | "directory.updated" | "directory.token_rotated" | "directory.deleted",
  data: Directory,
  before?: Directory,
): Promise<void> =>
  await ctx.record({
    type,
    targets: [toTarget(data)],
    data,
    ...(before ? { before } : {}),
    organizationId: data.organizationId,
  });

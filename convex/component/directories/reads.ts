/** The users and groups of directories, as operations read them. */
import type { Doc } from "../_generated/dataModel";
import { invalidField, notFound } from "../core/errors";
import { getOrganization } from "../organizations/model";
import type { TenantReader } from "../tenancy/database";
import type { ReadContext } from "../tenancy/functions";
import { page, pageOfLoaded } from "../tenancy/page";
import type { OperationInput } from "../wire/operation";
import type { directories, DirectoryGroup, DirectoryUser } from "./contract";
import { loadGroupFacts } from "./facts";
import { bounds } from "./fields";
import { getDirectory } from "./model";
import { presentDirectoryGroup, presentDirectoryUser, type DirectoryUserRow } from "./present";

type Input<M extends keyof typeof directories> = OperationInput<(typeof directories)[M]>;
type Group = Doc<"directoryGroups">;
type User = Doc<"directoryUsers">;

const GROUP = "Directory group";
const USER = "Directory user";

export async function listUsers(ctx: ReadContext, input: Input<"listUsers">) {
  const { id } = await getDirectory(ctx, input.providerId);
  const { state, groupId } = input;
  const names = new GroupNames(ctx.db);
  const load = async (row: User | null) => row && (await names.addTo(row));
  const { rows, listMetadata } =
    groupId === undefined
      ? await pageOfLoaded(ctx, "directoryUsers", { segments: [toSegment(id, state)], load }, input)
      : await pageOfMembers(ctx, id, input, load);
  return { data: rows.map(({ user }) => user), listMetadata };
}

const toSegment = (directoryId: string, state: Input<"listUsers">["state"]) =>
  state === undefined
    ? ({ index: "byDirectory", equal: [["directoryId", directoryId]], key: "id" } as const)
    : ({
        index: "byState",
        equal: [
          ["directoryId", directoryId],
          ["state", state],
        ],
        key: "id",
      } as const);

async function pageOfMembers<Loaded extends object>(
  ctx: ReadContext,
  directoryId: string,
  { state, groupId = "", ...input }: Input<"listUsers">,
  load: (row: User | null) => Promise<Loaded | null>,
) {
  if (state !== undefined)
    throw invalidField("state", "Leave out state to list the users of a group");
  await requireGroup(ctx.db, directoryId, groupId);
  const equal = [["groupId", groupId]] as const;
  const segment = { index: "byGroup", equal, key: "directoryUserId" } as const;
  const loadMember = async ({ directoryUserId }: Doc<"directoryGroupMembers">) =>
    await load(await ctx.db.get("directoryUsers", directoryUserId));
  return await pageOfLoaded(
    ctx,
    "directoryGroupMembers",
    { segments: [segment], load: loadMember },
    input,
  );
}

export async function getUser(
  ctx: ReadContext,
  { userId }: Input<"getUser">,
): Promise<DirectoryUser> {
  const row = await ctx.db.get("directoryUsers", userId);
  if (!row) throw notFound(USER);
  await requireDirectory(ctx, row, USER);
  return (await new GroupNames(ctx.db).addTo(row)).user;
}

export async function listGroups(ctx: ReadContext, input: Input<"listGroups">) {
  const { id } = await getDirectory(ctx, input.providerId);
  const { rows, listMetadata } =
    input.userId === undefined
      ? await page(
          ctx,
          "directoryGroups",
          [{ index: "byDirectory", equal: [["directoryId", id]], key: "id" }],
          input,
        )
      : await pageOfGroups(ctx, id, input.userId, input);
  const data = await Promise.all(rows.map(async (row) => await presentDirectoryGroup(ctx.db, row)));
  return { data, listMetadata };
}

async function pageOfGroups(
  ctx: ReadContext,
  directoryId: string,
  userId: string,
  input: Input<"listGroups">,
) {
  const user = await ctx.db.get("directoryUsers", userId);
  if (user?.directoryId !== directoryId) throw notFound(USER);
  const equal = [["directoryUserId", userId]] as const;
  const segment = { index: "byUser", equal, key: "groupId" } as const;
  return await pageOfLoaded(
    ctx,
    "directoryGroupMembers",
    {
      segments: [segment],
      load: async ({ groupId }) => await ctx.db.get("directoryGroups", groupId),
    },
    input,
  );
}

export async function getGroup(
  ctx: ReadContext,
  { groupId }: Input<"getGroup">,
): Promise<DirectoryGroup> {
  const row = await ctx.db.get("directoryGroups", groupId);
  if (!row) throw notFound(GROUP);
  await requireDirectory(ctx, row, GROUP);
  return await presentDirectoryGroup(ctx.db, row);
}

async function requireGroup(db: TenantReader, directoryId: string, id: string): Promise<void> {
  if ((await db.get("directoryGroups", id))?.directoryId !== directoryId) throw notFound(GROUP);
}

/** Throws 404 as soon as the directory is deleted, although its users and groups follow in batches. */
async function requireDirectory(
  ctx: ReadContext,
  { directoryId, organizationId }: Pick<User, "directoryId" | "organizationId">,
  what: string,
): Promise<void> {
  await getOrganization(ctx, organizationId, what);
  if (!(await ctx.db.get("directories", directoryId))) throw notFound(what);
}

/** The names of the groups of some users. Reads each group once. */
class GroupNames {
  private readonly known = new Map<string, Group | null>();

  constructor(private readonly db: TenantReader) {}

  /** `read` are the groups that were read for it, whose size counts towards a page. */
  async addTo(row: DirectoryUserRow): Promise<{ user: DirectoryUser; read: Group[] }> {
    const memberships = await this.db
      .range("directoryGroupMembers", "byUser", (q) => q.eq("directoryUserId", row.id))
      .take(bounds.groupsShown);
    const [groups, read]: [DirectoryUser["groups"], Group[]] = [[], []];
    for (const { groupId: id } of memberships) {
      const isKnown = this.known.has(id);
      const group = this.known.get(id) ?? (isKnown ? null : await this.read(id));
      if (!group) continue; // just deleted, and its members follow
      if (!isKnown) read.push(group);
      groups.push({ id, name: loadGroupFacts(group.resource).displayName });
    }
    return { user: { ...presentDirectoryUser(row), groups }, read };
  }

  private async read(id: string): Promise<Group | null> {
    const group = await this.db.get("directoryGroups", id);
    this.known.set(id, group);
    return group;
  }
}

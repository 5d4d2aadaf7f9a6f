import { internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { invalidField, notFound, problem } from "../core/errors";
import { foldedText } from "../core/foldedText";
import { endsBeforeNextSweep } from "../core/expirySweep";
import { rowFault } from "../core/fieldRules";
import { newId } from "../core/ids";
import {
  assertNotLastOwnerAnywhere,
  leaveOrganization,
  loadMemberships,
  reviewAfterBan,
} from "../organizations/members";
import { assertNotLastOwnerOfProject } from "../operators/owners";
import { unlinkDirectoryUsers } from "../directories/links";
import { loadSettings } from "../configuration/settings";
import { hasProjectRoles } from "../sso/links";
import { endSsoSessions } from "../sso/sessions";
import type { OperationInput } from "../wire/operation";
import { parseHashFormat } from "../passwords/formats";
import { assertAssignable, changeAssignments, formatRoles } from "../rbac/assignments";
import { DEFAULT_PROJECT_ROLE } from "../rbac/catalogue";
import type { RowFields } from "../tenancy/database";
import type { DeploymentReader } from "../tenancy/deployment";
import type { JobContext, ReadContext, WriteContext } from "../tenancy/functions";
import { toIsoDate, type JsonObject } from "../wire/fields";
import { endSessions } from "../sessions/model";
import type { User, users } from "./contract";
import { deleteAddressChanges } from "./addressChanges";
import { addPasswordHash } from "./accounts";
import { deleteCredentials } from "./deletion";
import { findUsers } from "./search";
import { stateVersion } from "./stateVersion";
import { assertUnique } from "./unique";
import { assertMayChange, assertMayVerify } from "./takeover";

type UserRow = Doc<"users">;
type DeploymentContext = WriteContext & { readonly deployment: DeploymentReader };
type Input<M extends keyof typeof users> = OperationInput<(typeof users)[M]>;

/** The only place that converts a row to the `User` of the API. */
export function present(row: RowFields<"users">): User {
  const {
    id,
    email,
    emailVerified,
    name,
    image,
    username,
    phoneNumber,
    phoneNumberVerified,
    banned,
    banReason,
    twoFactorEnabled,
  } = row;
  return {
    id,
    email,
    emailVerified,
    name,
    image,
    username,
    phoneNumber,
    phoneNumberVerified,
    banned,
    banReason,
    twoFactorEnabled,
    role: formatRoles(row.roles),
    banExpires: row.banExpires === null ? null : toIsoDate(row.banExpires),
    metadata: JSON.parse(row.metadata) as JsonObject,
    createdAt: toIsoDate(row.createdAt),
    updatedAt: toIsoDate(row.updatedAt),
  };
}

export async function listUsers(ctx: ReadContext, input: Input<"listUsers">) {
  const { rows, listMetadata } = await findUsers(ctx, input);
  const data = rows.map(present);
  return { data, users: data, listMetadata };
}

export async function getUser(ctx: ReadContext, userId: string): Promise<UserRow> {
  const user = await ctx.db.get("users", userId);
  if (!user) throw notFound("User");
  return user;
}

export async function createUser(
  ctx: WriteContext,
  input: Input<"createUser">,
  hashed: string | null,
) {
  assertOpen(ctx);
  const brought = parseImportedHash(input);
  const passwordHash = hashed ?? brought;
  const { email, name, emailVerified, role = [DEFAULT_PROJECT_ROLE], metadata, data } = input;
  await assertAssignable(ctx, "project", role);
  if (input.role !== undefined) assertMayAssign(ctx, [DEFAULT_PROJECT_ROLE], role);
  if (emailVerified) await assertMayVerify(ctx, email);
  const image = input.image ?? data?.image ?? null;
  const username = input.username ?? data?.username ?? null;
  const phoneNumber = input.phoneNumber ?? data?.phoneNumber ?? null;
  const user = await insertUser(ctx, {
    email,
    name,
    image,
    username,
    phoneNumber,
    emailVerified,
    roles: role,
    metadata: metadata ?? {},
  });
  if (passwordHash !== null) await addPasswordHash(ctx, user.id, passwordHash);
  return user;
}

function parseImportedHash({ password, passwordHash }: Input<"createUser">): string | null {
  if (passwordHash === undefined) return null;
  if (password !== undefined)
    throw invalidField("passwordHash", "Expected password or passwordHash, not both", "exclusive");
  if (!parseHashFormat(passwordHash))
    throw invalidField(
      "passwordHash",
      "Expected a bcrypt hash, an argon2id or scrypt hash in PHC format, or a Better Auth password hash",
      "unknown_format",
    );
  return passwordHash;
}

type NewUser = Pick<
  UserRow,
  "email" | "name" | "image" | "username" | "phoneNumber" | "emailVerified" | "roles"
> &
  Partial<Pick<UserRow, "isAnonymous" | "displayUsername">> & { metadata: object };

/**
 * Inserts and records a user. Throws `conflict` when another user of the project has the e-mail
 * address, username or phone number.
 */
export async function insertUser(
  ctx: Pick<WriteContext, "db" | "now" | "record">,
  fields: NewUser,
): Promise<User> {
  assertRules({ ...fields, metadata: undefined });
  await assertUnique(ctx.db, null, fields, ctx.now);
  const id = newId("user", ctx.now);
  const row = await ctx.db.insert("users", {
    id,
    ...fields,
    metadata: JSON.stringify(fields.metadata),
    searchName: formatSearchName(fields.name, id),
    phoneNumberVerified: false,
    banned: false,
    banReason: null,
    banExpires: null,
    twoFactorEnabled: false,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  });
  await changeAssignments(ctx.db, toHolder(id), [], fields.roles);
  const user = present(row);
  await ctx.record({ type: "user.created", targets: [toTarget(user)], data: user });
  return user;
}

export async function updateUser(ctx: WriteContext, input: Input<"updateUser">) {
  const { userId, metadata, role, password: _hashed, data, ...given } = input;
  const fields = { ...data, ...given };
  const before = await getUser(ctx, userId);
  assertRules(fields);
  await assertUnique(ctx.db, before, fields, ctx.now);
  await assertMayChange(ctx, before, "updateUser", getChangedFields(before, fields));
  const email = fields.email ?? before.email;
  const isVerified = fields.emailVerified ?? (email === before.email && before.emailVerified);
  if (isVerified && (email !== before.email || !before.emailVerified))
    await assertMayVerify(ctx, email);
  if (role !== undefined) assertMayAssign(ctx, before.roles, role);
  if (role !== undefined) await changeRoles(ctx, before, role);
  // An administrator's change is final: the old mailbox cannot undo it.
  if (fields.email !== undefined) await deleteAddressChanges(ctx.db, userId);
  const after = await ctx.db.patch("users", before, {
    ...fields,
    ...(role !== undefined ? { roles: role } : {}),
    ...(fields.email !== undefined && fields.email !== before.email
      ? { emailVerified: fields.emailVerified ?? false, stateVersion: stateVersion(before) + 1 }
      : {}),
    ...(fields.phoneNumber !== undefined && fields.phoneNumber !== before.phoneNumber
      ? { phoneNumberVerified: false }
      : {}),
    // How the user once wrote it is no longer the name.
    ...(fields.username !== undefined && fields.username !== before.username
      ? { displayUsername: fields.username }
      : {}),
    ...(fields.name !== undefined ? { searchName: formatSearchName(fields.name, before.id) } : {}),
    ...(metadata !== undefined ? { metadata: JSON.stringify(metadata) } : {}),
    updatedAt: ctx.now,
  });
  return await recordChange(ctx, "user.updated", before, after);
}

export async function setRole(ctx: WriteContext, { userId, role }: Input<"setRole">) {
  const before = await getUser(ctx, userId);
  await changeRoles(ctx, before, role);
  return await recordChange(
    ctx,
    "user.updated",
    before,
    await ctx.db.patch("users", before, { roles: role, updatedAt: ctx.now }),
  );
}

/** Operations that accept a role, besides `setRole`, require the permission of `setRole`. */
function assertMayAssign(
  ctx: WriteContext,
  before: readonly string[],
  after: readonly string[],
): void {
  const same = before.length === after.length && before.every((slug) => after.includes(slug));
  if (!same && !ctx.caller.permissions.allows("role.assign"))
    throw problem("forbidden", "Missing permission: role.assign");
}

/** The fields whose value changes. `role` is checked separately. */
function getChangedFields(
  before: UserRow,
  fields: Omit<Input<"updateUser">, "userId" | "role" | "metadata" | "password" | "data">,
): (keyof typeof fields)[] {
  const names = Object.keys(fields) as (keyof typeof fields)[]; // the schema rejects other keys
  return names.filter((name) => fields[name] !== undefined && fields[name] !== before[name]);
}

/**
 * Replaces the project roles. The caller must hold the permissions of the old and the new roles.
 */
async function changeRoles(ctx: WriteContext, user: UserRow, roles: string[]): Promise<void> {
  await assertAssignable(ctx, "project", roles);
  await assertAssignable(ctx, "project", user.roles, "userId");
  await changeAssignments(ctx.db, toHolder(user.id), user.roles, roles);
  // An identity provider vouches for no holder of project roles (sso/flow/identity.ts).
  if (hasProjectRoles(roles) && !(await loadSettings(ctx.db)).features.ssoForProjectRoles)
    await endSsoSessions(ctx, user.id, {});
}

export async function deleteUser(
  ctx: DeploymentContext,
  { userId, force = false }: Input<"deleteUser">,
): Promise<void> {
  const user = await getUser(ctx, userId);
  await assertMayChange(ctx, user, "deleteUser", ["userId"]);
  await deleteUserRows(ctx, user, { force, operatorOf: findOperatorDeployment(ctx) });
}

/**
 * Deletes the user and everything that belongs to the user. Throws `conflict` for the last owner of
 * an organization or of a project, unless `force`. `operatorOf` is the deployment of which the user
 * is an operator; null for other users.
 */
export async function deleteUserRows(
  ctx: Pick<WriteContext, "db" | "now" | "record" | "scheduler">,
  user: UserRow,
  { force, operatorOf }: { force: boolean; operatorOf: DeploymentReader | null },
): Promise<void> {
  const { id: userId } = user;
  if (!force) await assertNotNeeded(ctx, userId, operatorOf);
  for (const member of await loadMemberships(ctx, userId)) await leaveOrganization(ctx, member);
  await changeAssignments(ctx.db, toHolder(userId), user.roles, []);
  await endSessions(ctx, userId);
  await deleteCredentials(ctx, userId);
  await deleteAddressChanges(ctx.db, userId);
  await unlinkDirectoryUsers(ctx.db, userId);
  await ctx.db.delete("users", user);
  if (operatorOf)
    await ctx.scheduler.runAfter(0, internal.operators.deletion.deleteOperatorRows, {
      projectId: ctx.db.projectId,
      operatorId: userId,
    });
  const data = present(user);
  await ctx.record({ type: "user.deleted", targets: [toTarget(data)], data });
}

/**
 * The passing of time does not re-run subscriptions, so a write ends the ban. The sweep
 * (expiry/sweep.ts) schedules it, except for a ban that ends before the next sweep.
 */
async function scheduleBanExpiry(
  { db, now, scheduler }: JobContext,
  userId: string,
  banExpires: number,
): Promise<void> {
  if (!endsBeforeNextSweep(banExpires, now)) return;
  await scheduler.runAt(banExpires, internal.users.banExpiry.expire, {
    projectId: db.projectId,
    userId,
    banExpires,
  });
}

/** Throws 409 for the last owner of an organization or of a project. */
async function assertNotNeeded(
  ctx: Pick<WriteContext, "db" | "now">,
  userId: string,
  operatorOf: DeploymentReader | null,
): Promise<void> {
  await assertNotLastOwnerAnywhere(ctx, userId);
  if (operatorOf) await assertNotLastOwnerOfProject(operatorOf, userId, ctx.now);
}

const findOperatorDeployment = ({
  caller,
  deployment,
}: DeploymentContext): DeploymentReader | null => (caller.project.isAdmin ? deployment : null);

export async function banUser(ctx: DeploymentContext, input: Input<"banUser">) {
  const before = await getUser(ctx, input.userId);
  if (input.banExpires !== undefined && input.banExpires <= ctx.now) {
    throw invalidField(
      "banExpires",
      "Expected a time in the future, in epoch milliseconds",
      "in_the_past",
    );
  }
  await assertMayChange(ctx, before, "banUser", ["userId"]);
  if (!input.force) await assertNotNeeded(ctx, before.id, findOperatorDeployment(ctx));
  await endSessions(ctx, before.id);
  const { banReason = null, banExpires = null } = input;
  if (banExpires !== null) await scheduleBanExpiry(ctx, before.id, banExpires);
  const ban = {
    banned: true,
    banReason,
    banExpires,
    stateVersion: stateVersion(before) + 1,
    updatedAt: ctx.now,
  };
  return await recordChange(ctx, "user.banned", before, await ctx.db.patch("users", before, ban));
}

export async function unbanUser(ctx: WriteContext, userId: string) {
  const user = await getUser(ctx, userId);
  await assertMayChange(ctx, user, "unbanUser", ["userId"]);
  return await liftBan(ctx, user);
}

export async function liftBan(
  ctx: Pick<WriteContext, "db" | "now" | "record" | "scheduler">,
  before: UserRow,
): Promise<User> {
  await reviewAfterBan(ctx, before.id);
  const lifted = { banned: false, banReason: null, banExpires: null, updatedAt: ctx.now };
  return await recordChange(
    ctx,
    "user.unbanned",
    before,
    await ctx.db.patch("users", before, lifted),
  );
}

async function recordChange(
  ctx: Pick<WriteContext, "record">,
  type: "user.updated" | "user.banned" | "user.unbanned",
  before: UserRow,
  after: UserRow,
): Promise<User> {
  const data = present(after);
  await ctx.record({
    type,
    targets: [toTarget(data)],
    data,
    before: present(before),
  });
  return data;
}

/** The admin project has no sign-up, and an API key cannot add operators to it. */
function assertOpen(ctx: WriteContext): void {
  if (!ctx.caller.project.isAdmin) return;
  throw problem(
    "forbidden",
    "The admin project is closed; to create an operator, run `npx convex run --component banataAuth setup:createOperator`",
  );
}

/**
 * Checked for every caller: the component's functions can be called without the API's own
 * validation.
 */
function assertRules(fields: object): void {
  const fault = rowFault("users", { ...fields });
  if (fault) throw invalidField(fault.field, fault.message, fault.code);
}

const toHolder = (userId: string) => ({
  scope: "project" as const,
  organizationId: "",
  subjectId: userId,
  userId,
});
/** The sort key of a search by name (tables.ts). */
export const formatSearchName = (name: string, id: string) => `${foldedText(name)}\0${id}`;
const toTarget = (user: User) => ({ type: "user", id: user.id, name: user.email });

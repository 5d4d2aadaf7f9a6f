/**
 * What a caller must hold to act on a user. A caller who could sign in as the user afterwards has
 * all that the user has, so must hold it before; ending what the user does takes what the user
 * holds in the project.
 */
import type { Doc } from "../_generated/dataModel";
import { problem } from "../core/errors";
import type { OperationInput } from "../wire/operation";
import { offeredRoles } from "../organizations/openInvitations";
import { heldOrganizationRoles } from "../rbac/assignments";
import { permissionsOfRoles } from "../rbac/userPermissions";
import type { WriteContext } from "../tenancy/functions";
import type { users } from "./contract";

type Users = typeof users;
type Mutation = {
  [N in keyof Users]: Users[N]["kind"] extends "mutation" ? N : never;
}[keyof Users];
type Field<N extends Mutation> = keyof OperationInput<Users[N]>;

/**
 * `everything`: the caller could sign in as the user, so holds what the user holds in the project
 * and in each of its organizations. `project`: what the user holds in the project.
 */
type Reach = "everything" | "project" | "nothing";

/** A row for each field of each operation that changes users: a new one does not compile. */
const reaches: { readonly [N in Mutation]: { readonly [F in Field<N>]-?: Reach } } = {
  // There is no user yet: its roles are asked for by assertAssignable, its address by
  // assertMayProve.
  createUser: {
    email: "nothing",
    name: "nothing",
    password: "nothing",
    passwordHash: "nothing",
    image: "nothing",
    username: "nothing",
    phoneNumber: "nothing",
    emailVerified: "nothing",
    role: "nothing",
    metadata: "nothing",
    data: "nothing",
  },
  updateUser: {
    userId: "nothing",
    email: "everything",
    emailVerified: "everything",
    username: "everything",
    phoneNumber: "everything",
    name: "nothing",
    image: "nothing",
    metadata: "nothing",
    role: "project",
  },
  setRole: { userId: "project", role: "project" },
  deleteUser: { userId: "project", force: "nothing" },
  banUser: { userId: "project", banReason: "nothing", banExpires: "nothing", force: "nothing" },
  unbanUser: { userId: "project" },
  revokeSession: { sessionId: "project" },
  revokeAllSessions: { userId: "project" },
  setUserPassword: { userId: "everything", newPassword: "everything" },
  impersonateUser: { userId: "everything", reason: "nothing" },
  stopImpersonating: { sessionId: "nothing" }, // takes nothing from the user
};

type Asking = Pick<WriteContext, "db" | "caller">;

/**
 * Throws 403 unless the caller holds what changing these fields of the user takes. A field that
 * keeps its value is none of them.
 */
export async function assertMayChange<N extends Mutation>(
  ctx: Asking,
  user: Doc<"users">,
  operation: N,
  fields: readonly Field<N>[],
): Promise<void> {
  const row: Readonly<Record<Field<N>, Reach>> = reaches[operation];
  const reached = new Set(fields.map((field) => row[field]));
  if (reached.has("everything")) await assertHolds(ctx, user.id, user.roles, "everything");
  else if (reached.has("project")) await assertHolds(ctx, user.id, user.roles, "project");
}

async function assertHolds(
  { db, caller }: Asking,
  userId: string,
  projectRoles: readonly string[],
  reach: Exclude<Reach, "nothing">,
): Promise<void> {
  if (caller.permissions.allows("*")) return;
  const held = await permissionsOfRoles(db, "project", projectRoles);
  if (reach === "everything")
    held.push(
      ...(await permissionsOfRoles(db, "organization", await heldOrganizationRoles(db, userId))),
    );
  const missing = caller.permissions.missing(held);
  if (missing !== null)
    throw problem("forbidden", `Missing permission: ${missing} (the user holds it)`);
}

/**
 * Whoever has a verified address can accept its open invitations, so a caller that makes it
 * verified, without a mail, holds what they offer. Throws 403.
 */
export async function assertMayProve({ db, caller }: Asking, email: string): Promise<void> {
  if (caller.permissions.allows("*")) return;
  const roles = await offeredRoles(db, email);
  if (roles === null) throw problem("forbidden", "Too many open invitations to this address");
  const offered = await permissionsOfRoles(db, "organization", roles);
  const missing = caller.permissions.missing(offered);
  if (missing !== null)
    throw problem(
      "forbidden",
      `Missing permission: ${missing} (an open invitation to this address offers it)`,
    );
}

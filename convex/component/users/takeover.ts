/**
 * The permissions that a caller must hold to act on a user. A caller who could afterwards sign in
 * as the user would gain everything the user may do, so must already hold it. Ending the user's
 * access requires what the user holds in the project.
 */
import type { Doc } from "../_generated/dataModel";
import { problem } from "../core/errors";
import type { OperationInput } from "../wire/operation";
import { findOfferedRoles } from "../organizations/openInvitations";
import { loadOrganizationRoles } from "../rbac/assignments";
import { loadRolePermissions } from "../rbac/userPermissions";
import type { Caller } from "../tenancy/caller";
import type { ReadContext } from "../tenancy/functions";
import type { users } from "./contract";

type Users = typeof users;
type Mutation = {
  [N in keyof Users]: Users[N]["kind"] extends "mutation" ? N : never;
}[keyof Users];
type Field<N extends Mutation> = keyof OperationInput<Users[N]>;

/**
 * `everything`: the caller could sign in as the user, so must hold what the user holds in the
 * project and in each organization. `project`: what the user holds in the project.
 */
type Reach = "everything" | "project" | "nothing";

/**
 * One entry for each field of each operation that changes users; a missing entry does not compile.
 */
const reaches: { readonly [N in Mutation]: { readonly [F in Field<N>]-?: Reach } } = {
  // There is no user yet. assertAssignable checks the roles, assertMayVerify the address.
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
    password: "everything",
    data: "nothing", // checked as the fields that it holds
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
  startImpersonation: { userId: "everything", clientId: "nothing", reason: "nothing" },
  // With a password that the caller knows, the factor was what kept the caller out.
  removeFactor: { userId: "everything", factorId: "everything" },
  unlinkAccount: { userId: "project", accountId: "project", force: "nothing" },
  sendPasswordReset: { userId: "nothing", redirectUrl: "nothing" }, // the user's mailbox gets it
  stopImpersonating: { sessionId: "nothing" }, // does not affect the user
};

interface CallerContext extends Pick<ReadContext, "db"> {
  readonly caller: Pick<Caller, "permissions">;
}

/**
 * Throws 403 unless the caller holds what a change of these fields requires. Pass only fields whose
 * value changes.
 */
export async function assertMayChange<N extends Mutation>(
  ctx: CallerContext,
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
  { db, caller }: CallerContext,
  userId: string,
  projectRoles: readonly string[],
  reach: Exclude<Reach, "nothing">,
): Promise<void> {
  if (caller.permissions.allows("*")) return;
  const held = await loadRolePermissions(db, "project", projectRoles);
  if (reach === "everything")
    held.push(
      ...(await loadRolePermissions(db, "organization", await loadOrganizationRoles(db, userId))),
    );
  const missing = caller.permissions.missing(held);
  if (missing !== null)
    throw problem(
      "forbidden",
      `Missing permission: ${missing} (required because the user holds it)`,
    );
}

/**
 * A user with a verified address can accept its open invitations. A caller who marks an address as
 * verified must therefore hold what those invitations grant. Throws 403.
 */
export async function assertMayVerify({ db, caller }: CallerContext, email: string): Promise<void> {
  if (caller.permissions.allows("*")) return;
  const roles = await findOfferedRoles(db, email);
  if (roles === null)
    throw problem(
      "forbidden",
      "This address has too many open invitations; revoke some of them first",
    );
  const offered = await loadRolePermissions(db, "organization", roles);
  const missing = caller.permissions.missing(offered);
  if (missing !== null)
    throw problem(
      "forbidden",
      `Missing permission: ${missing} (an open invitation to this address grants it)`,
    );
}

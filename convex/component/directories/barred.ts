/**
 * Who a directory keeps out of its organization. Imports only what membership changes may load: they
 * ask here first.
 */
import { fieldProblem } from "../core/errors";
import { isVerifiedFor } from "../domains/model";
import type { TenantReader } from "../tenancy/database";
import { bounds } from "./fields";

interface Person {
  /** Null for an address that no user of the project has. */
  readonly userId: string | null;
  readonly email: string;
}

/**
 * Whether a directory of the organization has deactivated or deleted the person, and no directory
 * has it active. By address only in domains that the organization has verified: about others its
 * directory says nothing.
 */
export async function isBarred(
  db: TenantReader,
  organizationId: string,
  { userId, email }: Person,
): Promise<boolean> {
  const byUser =
    userId === null
      ? []
      : await db
          .range("directoryUsers", "byUser", (q) =>
            q.eq("userId", userId).eq("organizationId", organizationId),
          )
          .take(bounds.directories * 2);
  const byEmail = await db
    .range("directoryUsers", "byOrganizationEmail", (q) =>
      q.eq("organizationId", organizationId).eq("email", email),
    )
    .take(bounds.directories * 2);
  if ([...byUser, ...byEmail].some(({ state }) => state === "active")) return false;
  if (byUser.length > 0) return true;
  const domain = email.slice(email.lastIndexOf("@") + 1);
  return byEmail.length > 0 && (await isVerifiedFor(db, organizationId, domain));
}

/** Throws 409 for a person whom a directory keeps out of the organization. */
export async function assertNotBarred(
  db: TenantReader,
  organizationId: string,
  person: Person,
  field: "userId" | "email",
): Promise<void> {
  if (!(await isBarred(db, organizationId, person))) return;
  throw fieldProblem(
    "conflict",
    {
      field,
      message: "The organization's directory has deactivated or deleted this user",
      code: "deprovisioned_by_directory",
    },
    "The organization's directory has deactivated or deleted this user; activate the user there, or delete the directory",
  );
}

/** Whether a directory of the organization rules out that sign-ins through SSO create members. */
export async function forbidsJit(db: TenantReader, organizationId: string): Promise<boolean> {
  const rows = await db
    .range("directories", "byOrganization", (q) => q.eq("organizationId", organizationId))
    .take(bounds.directories);
  return rows.some(({ allowJit }) => !allowJit);
}

/** The user of the project whom a directory of the organization has sent with this `userName`. */
export async function findDirectoryUserId(
  db: TenantReader,
  organizationId: string,
  userName: string,
): Promise<string | null> {
  const rows = await db
    .range("directoryUsers", "byOrganizationUserName", (q) =>
      q.eq("organizationId", organizationId).eq("userName", userName),
    )
    .take(bounds.directories);
  return rows.find(({ state }) => state === "active")?.userId ?? null;
}

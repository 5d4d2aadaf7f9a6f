/** The directory that a request's bearer token belongs to. */
import type { Doc } from "../../_generated/dataModel";
import { ScimError } from "../../scim/errors";
import type { CallContext } from "../../tenancy/functions";
import { findTokenOwner } from "../tokens";

export const unauthorized = () =>
  new ScimError(401, "Invalid or missing bearer token of this project's directory");

export const tokenHasEnded = () =>
  new ScimError(401, "The bearer token was replaced and has ended; enter the current one");

/** Throws 401, also while the project or the organization is being deleted. */
export async function requireDirectory(
  { db, now, project }: CallContext,
  tokenHash: string,
): Promise<Doc<"directories">> {
  const owner = await findTokenOwner(db, tokenHash, now);
  if (!owner || !(await project())) throw unauthorized();
  const organization = await db.get("organizations", owner.directory.organizationId);
  if (organization?.state !== "active") throw unauthorized();
  if (owner.hasEnded) throw tokenHasEnded();
  return owner.directory;
}

/** The organizations that a user can choose from while signing in. */
import { v } from "convex/values";
import type { Doc } from "../_generated/dataModel";
import { findAccessRefusal, toAuthentication } from "../organizations/policies";
import type { TenantReader } from "../tenancy/database";
import { tenantRead } from "../tenancy/functions";
import { findHostedSession, type HostedSession } from "./hostedSession";

/** Of a member of more, the oldest organizations. Others can be named by `organization_id`. */
const MAXIMUM_CHOICES = 100;

/** The active organizations that the user is a member of, by name. */
export async function loadChoices(
  db: TenantReader,
  { user }: Pick<HostedSession, "user">,
): Promise<Doc<"organizations">[]> {
  const members = await db
    .range("members", "byUser", (q) => q.eq("userId", user.id))
    .take(MAXIMUM_CHOICES);
  const found = await Promise.all(
    members
      .filter(({ suspended }) => suspended !== true)
      .map(async ({ organizationId }) => await db.get("organizations", organizationId)),
  );
  return found
    .filter((row) => row !== null)
    .filter(({ state }) => state === "active")
    .sort((one, other) => one.name.localeCompare(other.name));
}

/** `isOpen`: the session meets the organization's policies. */
export const list = tenantRead(
  { tokenHash: v.string() },
  v.array(v.object({ id: v.string(), name: v.string(), isOpen: v.boolean() })),
  async ({ db, now }, { tokenHash }) => {
    const session = await findHostedSession(db, tokenHash, now);
    if (!session) return [];
    return await Promise.all(
      (await loadChoices(db, session)).map(async ({ id, name }) => ({
        id,
        name,
        isOpen: (await findAccessRefusal(db, id, toAuthentication(session.row))) === null,
      })),
    );
  },
);

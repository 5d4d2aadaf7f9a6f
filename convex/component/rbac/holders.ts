/** Who holds an organization role, in all organizations of the project. */
import type { OperationInput } from "../wire/operation";
import { toIsoDate } from "../wire/fields";
import type { ReadContext } from "../tenancy/functions";
import type { TenantReader } from "../tenancy/database";
import { pageOfLoaded, type Page } from "../tenancy/page";
import { formatRoles } from "./assignments";
import type { rbac, RoleHolder } from "./contract";

interface HolderPage {
  readonly data: RoleHolder[];
  readonly listMetadata: Page<RoleHolder>["listMetadata"];
}

export async function listRoleHolders(
  ctx: ReadContext,
  input: OperationInput<typeof rbac.listRoleHolders>,
): Promise<HolderPage> {
  const equal = [
    ["scope", "organization"],
    ["role", input.role],
  ] as const;
  const { rows, listMetadata } = await pageOfLoaded(
    ctx,
    "roleAssignments",
    {
      segments: [{ index: "byRole", equal, key: "subjectId" }],
      load: async ({ subjectId }) => await loadHolder(ctx.db, subjectId),
    },
    input,
  );
  return { data: rows, listMetadata };
}

/** Null in an organization that is being deleted; its rows go in batches. */
async function loadHolder(db: TenantReader, memberId: string): Promise<RoleHolder | null> {
  const member = await db.get("members", memberId);
  if (!member) return null;
  const organization = await db.get("organizations", member.organizationId);
  if (organization?.state !== "active") return null;
  return {
    memberId,
    userId: member.userId,
    organizationId: organization.id,
    organizationName: organization.name,
    role: formatRoles(member.roles),
    createdAt: toIsoDate(member.createdAt),
  };
}

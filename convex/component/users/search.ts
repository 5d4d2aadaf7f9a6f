import { emailAddress } from "../core/emailAddress";
import { invalidField } from "../core/errors";
import { foldedText } from "../core/foldedText";
import type { OperationInput } from "../wire/operation";
import { DEFAULT_PROJECT_ROLE } from "../rbac/catalogue";
import { getOrganization } from "../organizations/model";
import { page, pageOfLoaded, type Segment } from "../tenancy/page";
import type { ReadContext } from "../tenancy/functions";
import type { users } from "./contract";

type UserFilter = OperationInput<typeof users.listUsers>;

/**
 * A page of users, by at most one filter. With a role or an organization it pages through the
 * assignments or members, and reads each user.
 */
export async function findUsers(ctx: ReadContext, input: UserFilter) {
  assertOneFilter(input);
  const { role, organizationId } = input;
  const filter = { ...input, order: input.order ?? (input.search === undefined ? "desc" : "asc") };
  if (role !== undefined && role !== DEFAULT_PROJECT_ROLE) {
    const equal = [
      ["scope", "project"],
      ["role", role],
    ] as const;
    return await pageOfLoaded(
      ctx,
      "roleAssignments",
      {
        segments: [{ index: "byRole", equal, key: "subjectId" }],
        load: async ({ subjectId }) => await ctx.db.get("users", subjectId),
      },
      filter,
    );
  }
  if (organizationId !== undefined) {
    const { id } = await getOrganization(ctx, organizationId);
    const equal = [["organizationId", id]] as const;
    return await pageOfLoaded(
      ctx,
      "members",
      {
        segments: [{ index: "byOrganization", equal, key: "id" }],
        load: async ({ userId }) => await ctx.db.get("users", userId),
      },
      filter,
    );
  }
  return await page(ctx, "users", segments(filter), filter);
}

function segments({ email, role, search }: UserFilter): Segment<"users">[] {
  if (email !== undefined) return [{ index: "byEmail", equal: [["email", email]], key: "email" }];
  // The default role has no assignments, because nearly every user holds it.
  if (role !== undefined)
    return [
      { index: "byProjectId", key: "id", skip: (row) => !row.roles.includes(role), skipBy: role },
    ];
  if (search === undefined) return [{ index: "byProjectId", key: "id" }];
  const prefix = foldedText(search);
  const address = emailAddress(search) ?? prefix;
  return [
    { index: "byEmail", key: "email", prefix: address },
    // Skip users already found by e-mail address.
    {
      index: "bySearchName",
      key: "searchName",
      prefix,
      skip: (row) => row.email.startsWith(address),
    },
  ];
}

function assertOneFilter({ email, organizationId, role, search }: UserFilter): void {
  const [, second] = Object.entries({ email, organizationId, role, search }).filter(
    ([, value]) => value !== undefined,
  );
  if (!second) return;
  throw invalidField(
    second[0],
    "Use only one of email, organizationId, role and search",
    "exclusive",
  );
}

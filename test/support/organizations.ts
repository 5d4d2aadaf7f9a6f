/** What tests of organizations and roles begin with. */
import { findProblem, type ErrorCode } from "../../convex/component/core/errors";
import {
  ConflictError,
  type OrganizationMember,
  type Organization,
  type User,
} from "../../src/index";
import type { WireClient } from "./wireClient";
import type { Runtime, TestProject } from "./runtime";

let serial = 0;

/** A user with an address of its own. */
export async function newUser(
  client: WireClient,
  fields: { email?: string; emailVerified?: boolean; role?: string } = {},
): Promise<User> {
  return (
    await client.users.createUser({ email: `user${serial++}@example.com`, name: "User", ...fields })
  ).user;
}

export async function newOrganization(
  client: WireClient,
  fields: Partial<Parameters<WireClient["organizations"]["createOrganization"]>[0] & object> = {},
): Promise<Organization> {
  return await client.organizations.createOrganization({
    name: `Organization ${serial++}`,
    ...fields,
  });
}

/** A new user who is a member. */
export async function newMember(
  client: WireClient,
  organization: Pick<Organization, "id">,
  role: string | string[] = "member",
): Promise<OrganizationMember> {
  const { id: userId } = await newUser(client);
  return await client.organizations.addMember({ organizationId: organization.id, userId, role });
}

/** A custom organization role with its permissions, which are created as far as they are new. */
export async function newRole(
  client: WireClient,
  slug: string,
  permissions: string[] = [],
  scope: "project" | "organization" = "organization",
) {
  for (const permission of permissions.filter((each) => !each.endsWith("*"))) {
    await client.rbac
      .createPermission({ name: permission, slug: permission })
      .catch((error: unknown) => {
        if (!(error instanceof ConflictError)) throw error; // it is in the catalogue already
      });
  }
  return (await client.rbac.createRole({ name: slug, slug, permissions, scope })).role;
}

type Answer = { userId: string; invitation: { id: string } | { token: string } };

/**
 * The user's answer to an invitation, which a session will give. Answers null, or the code of the
 * refusal.
 */
export async function respond(
  runtime: Runtime,
  project: TestProject,
  what: "accept" | "reject",
  { userId, invitation }: Answer,
): Promise<ErrorCode | null> {
  const named = "token" in invitation ? { token: invitation.token } : { id: invitation.id };
  try {
    await runtime.run(`organizations/responses:${what}`, {
      projectId: project.id,
      userId,
      invitation: named,
    });
    return null;
  } catch (error) {
    const problem = findProblem(error);
    if (!problem) throw error;
    return problem.code;
  }
}

/** Types of the organization's events, oldest first, without those of its creation. */
export async function eventsOf(
  client: WireClient,
  organization: Pick<Organization, "id">,
): Promise<string[]> {
  const { data } = await client.events.listEvents({ organizationId: organization.id, limit: 200 });
  return data.map(({ type }) => type).filter((type) => type !== "organization.created");
}

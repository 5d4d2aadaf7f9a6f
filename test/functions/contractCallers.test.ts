/**
 * Every operation that sessions may call, as a function of the installing app: by whom it is
 * allowed over HTTP (test/sessions/callers.test.ts), and by no other caller.
 */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  contractStage,
  type Claims,
  type ContractStage,
} from "../guarantees/support/contractStage";
import {
  everyOperation,
  neededPermissions,
  type NamedOperation,
} from "../guarantees/support/operations";
import { inputOf, newFixtures, otherChanges } from "../guarantees/support/stage";
import type { Fixtures } from "../guarantees/support/samples";
import { newProject, type TestProject } from "../support/runtime";
import { newUsedConnection } from "../support/ssoConnections";
import type { WireClient } from "../support/wireClient";

const HOUR_MS = 3_600_000;
/** They decide who signs in as the members, so the caller must hold what the members hold. */
const NEEDING_WHAT_MEMBERS_HOLD = ["sso.createConnection", "sso.updateConnection"];
const callable = everyOperation.filter(
  ({ definition }) => definition.inImpersonation !== undefined,
);
const inOrganizations = callable.flatMap(({ definition, ...operation }) =>
  definition.session === "organization" && definition.permission !== null
    ? [{ ...operation, definition, permission: definition.permission }]
    : [],
);
// An impersonation ends itself: test/users/impersonation.test.ts.
const aboutOneself = callable.filter(
  ({ definition, name }) => definition.session === "self" && name !== "users.stopImpersonating",
);

let stage: ContractStage;
let project: TestProject;
let client: WireClient;
let tests = 0;

/** Another one before this gets slow: the engine walks all rows for each read. */
beforeEach(async () => {
  if (tests++ % 10 > 0) return;
  stage = await contractStage();
  project = await newProject(stage.runtime);
  client = stage.runtime.client(project);
});
afterEach(() => vi.useRealTimers());

let people = 0;

/** Somebody with a session, who holds just those permissions, or a role there is. */
async function person({
  email,
  organizationId,
  role,
  permissions = [],
}: {
  email?: string;
  organizationId?: string;
  role?: string;
  permissions?: string[];
}): Promise<Claims> {
  const slug = `person-${people++}`;
  const { user } = await client.users.createUser({
    email: email ?? `${slug}@example.com`,
    name: slug,
    emailVerified: true,
  });
  const scope = organizationId === undefined ? "project" : "organization";
  const held =
    role ?? (await client.rbac.createRole({ name: slug, slug, permissions, scope })).role.slug;
  if (organizationId === undefined) await client.users.setRole({ userId: user.id, role: held });
  else await client.organizations.addMember({ organizationId, userId: user.id, role: held });
  return await stage.signIn(project, user.id);
}

const fixturesFor = async ({ name }: NamedOperation) =>
  await newFixtures(stage, project, { of: name, and: ["organization"] });

/** About the caller: the input names no other user. */
function ownInput({ name }: NamedOperation, fixtures: Fixtures): object {
  const { userId: _another, ...input } = inputOf(name, fixtures) as Record<string, unknown>;
  return input;
}

test.each(inOrganizations)(
  "a member with the permission may, and no one without it, of another organization, or against a policy: $name",
  async (operation) => {
    const { name, permission } = operation;
    const [here, there] = [await fixturesFor(operation), await fixturesFor(operation)];
    const { organization: organizationId } = here.ids;
    const allowed = await person({ organizationId, permissions: neededPermissions(operation) });
    const without = await person({ organizationId });
    const elsewhere = await person({ organizationId: there.ids.organization, role: "owner" });
    const operator = await person(
      NEEDING_WHAT_MEMBERS_HOLD.includes(name)
        ? { role: "super_admin" }
        : { permissions: neededPermissions(operation) },
    );
    const input = inputOf(name, here);
    const call = async (claims: Claims) => await stage.callWith(claims, { name }, input);

    const before = await stage.rows();
    expect(await call(without)).toMatchObject({
      status: 403,
      body: { code: "forbidden", message: `Missing permission: ${permission}` },
    });
    expect(await call(elsewhere)).toMatchObject({ status: 404, body: { code: "not_found" } });
    expect(otherChanges(before, await stage.rows())).toEqual([]);
    for (const [policy, code] of [
      ["requireMfa", "mfa_required"],
      ["ssoEnforced", "sso_required"],
    ] as const) {
      if (policy === "ssoEnforced")
        await newUsedConnection(stage.runOnRows, client, organizationId);
      await client.organizations.updateOrganization({ organizationId, [policy]: true });
      expect(await call(allowed)).toMatchObject({
        status: 403,
        body: { code: "forbidden", errors: [{ code }] },
      });
      await client.organizations.updateOrganization({ organizationId, [policy]: false });
    }
    expect(await call(allowed)).toMatchObject({ status: 200 });
    expect(
      await stage.callWith(operator, { name }, inputOf(name, there)),
      "by a project role",
    ).toMatchObject({ status: 200 });
  },
);

test.each(aboutOneself)(
  "anybody who is signed in may, about themselves: $name",
  async (operation) => {
    const fixtures = await fixturesFor(operation);
    const isMember = [
      "organizations.setActiveOrganization",
      "organizations.leaveOrganization",
    ].includes(operation.name);
    const member = await person({
      email: `invited.${fixtures.email}`,
      ...(isMember
        ? { organizationId: fixtures.ids.organization, role: "member" }
        : { permissions: [] }),
    });
    expect(
      await stage.callWith(member, { name: operation.name }, ownInput(operation, fixtures)),
    ).toMatchObject({ status: 200 });
  },
);

test.each(callable)(
  "a session that is over, revoked, of a banned user, of another project or of another user is none: $name",
  async (operation) => {
    const input = ownInput(operation, await fixturesFor(operation));
    const [good, revoked, banned] = [
      await person({ role: "super_admin" }),
      await person({ role: "super_admin" }),
      await person({ role: "super_admin" }),
    ];
    await client.users.revokeAllSessions(revoked.subject);
    await client.users.banUser({ userId: banned.subject });
    const other = await newProject(stage.runtime);
    const before = await stage.rows();
    const call = async (claims: Claims | null) =>
      await stage.callWith(claims, { name: operation.name }, input);
    const refused = [
      await call(null),
      await call(revoked),
      await call(banned),
      await call({ ...good, project: other.id }),
      await call({ ...good, subject: banned.subject }),
      await call({ ...good, sid: banned.sid }),
      await call({ ...good, issuer: `${good.issuer}.example` }),
    ];
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + 2 * HOUR_MS);
    refused.push(await call(good));
    for (const answer of refused)
      expect(answer).toMatchObject({ status: 401, body: { code: "authentication_required" } });
    expect(otherChanges(before, await stage.rows())).toEqual([]);
  },
);

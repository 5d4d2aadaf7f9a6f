/**
 * Every operation of the contract by session: as its declaration says, in one organization, and
 * never beyond.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { WireClient } from "../support/wireClient";
import {
  everyOperation,
  httpMethods,
  neededPermissions,
  type NamedOperation,
  type OperationName,
} from "../guarantees/support/operations";
import type { Fixtures } from "../guarantees/support/samples";
import {
  httpStage,
  inputOf,
  newFixtures,
  otherChanges,
  send,
  type HttpStage,
} from "../guarantees/support/stage";
import { beginOwnSession } from "../support/ownSessions";
import { newUsedConnection } from "../support/ssoConnections";
import { newProject, type TestProject } from "../support/runtime";

const HOUR = 3_600_000;
const inOrganizations = everyOperation.flatMap(({ definition, ...operation }) =>
  definition.session === "organization" && definition.permission !== null
    ? [{ ...operation, definition, permission: definition.permission }]
    : [],
);
const aboutOneself = everyOperation.filter(({ definition }) => definition.session === "self");
const notForSessions = everyOperation.filter(
  ({ definition }) => definition.inImpersonation === undefined,
);

let stage: HttpStage;
let project: TestProject;
let client: WireClient;
let tests = 0;

/** Another one before this gets slow: the engine walks all rows for each read. */
beforeEach(async () => {
  if (tests++ % 10 > 0) return;
  stage = await httpStage();
  project = await newProject(stage.runtime);
  client = stage.runtime.client(project);
});
afterEach(() => vi.useRealTimers());

interface Person {
  readonly userId: string;
  readonly token: string;
}
let people = 0;

/**
 * Somebody with a session, and what is asked for: a role in an organization with just those
 * permissions, or a project role.
 */
async function person(
  asked: {
    email?: string;
    organizationId?: string;
    permissions?: string[];
    role?: string;
    scope?: "project" | "organization";
  } = {},
): Promise<Person> {
  const slug = `person-${people++}`;
  const { user } = await client.users.createUser({
    email: asked.email ?? `${slug}@example.com`,
    name: slug,
    emailVerified: true,
  });
  const { permissions = [], organizationId, scope = "organization" } = asked;
  const role =
    asked.role ??
    (await client.rbac.createRole({ name: slug, slug, permissions, scope })).role.slug;
  if (scope === "project") await client.users.setRole({ userId: user.id, role });
  if (organizationId !== undefined)
    await client.organizations.addMember({ organizationId, userId: user.id, role });
  return {
    userId: user.id,
    token: (await beginOwnSession(stage.runOnRows, client, user.id)).token,
  };
}

const as = async (
  { token }: Person,
  operation: NamedOperation,
  input: object,
  { method = httpMethods(operation)[0]!, at = project } = {},
) => await send(stage, operation, input, { key: token, method, prefix: `/p/${at.id}` });

/** What it takes to do it about oneself. */
function ownInput(name: OperationName, fixtures: Fixtures): object {
  const { userId: _another, ...input } = inputOf(name, fixtures) as Record<string, unknown>;
  return input;
}

/** What it works on, in an organization. */
const ofOperation = ({ name }: NamedOperation) => ({ of: name, and: ["organization" as const] });

/** Who finds the fixtures' invitation. */
const invited = async (fixtures: Fixtures, organizationId?: string) =>
  await person({
    email: `invited.${fixtures.email}`,
    ...(organizationId === undefined ? {} : { organizationId, role: "member" }),
  });

describe.each(inOrganizations)("$name", (operation) => {
  test("a member with the permission may do it in the organization, by every method", async () => {
    for (const method of httpMethods(operation)) {
      const fixtures = await newFixtures(stage, project, ofOperation(operation));
      const member = await person({
        organizationId: fixtures.ids.organization,
        permissions: neededPermissions(operation),
      });
      expect(
        await as(member, operation, inputOf(operation.name, fixtures), { method }),
      ).toMatchObject({
        status: 200,
      });
    }
  });

  test("somebody with the permission by a project role may, without being a member", async () => {
    const operator = await person({ scope: "project", permissions: neededPermissions(operation) });
    expect(
      await as(
        operator,
        operation,
        inputOf(operation.name, await newFixtures(stage, project, ofOperation(operation))),
      ),
    ).toMatchObject({ status: 200 });
  });

  test("a member without it is told what is missing, the owner of another organization finds nothing, and nothing changes", async () => {
    const [here, there] = [
      await newFixtures(stage, project, ofOperation(operation)),
      await newFixtures(stage, project, ofOperation(operation)),
    ];
    const member = await person({ organizationId: here.ids.organization });
    const owner = await person({ organizationId: there.ids.organization, role: "owner" });
    const [input, foreign] = [inputOf(operation.name, here), { ...inputOf(operation.name, here) }];
    const before = await stage.rows();
    expect(await as(member, operation, input)).toMatchObject({
      status: 403,
      body: { code: "forbidden", message: `Missing permission: ${operation.permission}` },
    });
    expect(await as(owner, operation, foreign)).toMatchObject({
      status: 404,
      body: { code: "not_found" },
    });
    expect(otherChanges(before, await stage.rows())).toEqual([]);
  });

  test("a policy that the session does not meet keeps a member out, whatever the member may do", async () => {
    for (const [policy, code] of [
      ["requireMfa", "mfa_required"],
      ["ssoEnforced", "sso_required"],
    ] as const) {
      const fixtures = await newFixtures(stage, project, ofOperation(operation));
      if (policy === "ssoEnforced")
        await newUsedConnection(stage.runOnRows, client, fixtures.ids.organization);
      await client.organizations.updateOrganization({
        organizationId: fixtures.ids.organization,
        [policy]: true,
      });
      const owner = await person({ organizationId: fixtures.ids.organization, role: "owner" });
      expect(await as(owner, operation, inputOf(operation.name, fixtures))).toMatchObject({
        status: 403,
        body: { code: "forbidden", errors: [{ code }] },
      });
      await client.organizations.updateOrganization({
        organizationId: fixtures.ids.organization,
        [policy]: false,
      });
      expect((await as(owner, operation, inputOf(operation.name, fixtures))).status).toBe(200);
    }
  });
});

// An impersonation ends itself: test/users/impersonation.test.ts.
test.each(aboutOneself.filter(({ name }) => name !== "users.stopImpersonating"))(
  "anybody who is signed in may ask or act about themselves: $name",
  async (operation) => {
    for (const method of httpMethods(operation)) {
      const fixtures = await newFixtures(stage, project, ofOperation(operation));
      const isMember = [
        "organizations.setActiveOrganization",
        "organizations.leaveOrganization",
      ].includes(operation.name);
      const somebody = await invited(fixtures, isMember ? fixtures.ids.organization : undefined);
      expect(
        await as(somebody, operation, ownInput(operation.name, fixtures), { method }),
      ).toMatchObject({ status: 200 });
    }
  },
);

test.each(notForSessions)(
  "no session is a credential, not even of somebody who may do everything: $name",
  async (operation) => {
    const fixtures = await newFixtures(stage, project, ofOperation(operation));
    const everything = await person({ scope: "project", role: "super_admin" });
    const before = await stage.rows();
    // Without a key, its path is the browsers' sign-in: test/sso.
    const isSignIn = operation.name === "sso.getAuthorizationUrl";
    if (!operation.definition.public && !isSignIn)
      expect(await as(everything, operation, inputOf(operation.name, fixtures))).toMatchObject({
        status: 401,
        body: { code: "authentication_required" },
      });
    expect(otherChanges(before, await stage.rows())).toEqual([]);
  },
);

test.each(everyOperation.filter(({ definition }) => definition.sessionOnly))(
  "a key is refused where only a session can act: $name",
  async (operation) => {
    const answer = await send(
      stage,
      operation,
      inputOf(operation.name, await newFixtures(stage, project, ofOperation(operation))),
      { key: project.key },
    );
    expect(answer).toMatchObject({ status: 403, body: { code: "forbidden" } });
  },
);

test.each([...inOrganizations, ...aboutOneself])(
  "a session that is over, revoked, of a banned user, of another project or named by its id is none: $name",
  async (operation) => {
    const fixtures = await newFixtures(stage, project, ofOperation(operation));
    const input = ownInput(operation.name, fixtures);
    const good = await person({ scope: "project", role: "super_admin" });
    const [revoked, banned] = [
      await person({ scope: "project", role: "super_admin" }),
      await person({ scope: "project", role: "super_admin" }),
    ];
    await client.users.revokeAllSessions(revoked.userId);
    await client.users.banUser({ userId: banned.userId });
    const { data: sessions } = await client.users.listUserSessions(good.userId);
    const other = await newProject(stage.runtime);
    const before = await stage.rows();
    const refused = [
      await as(revoked, operation, input),
      await as(banned, operation, input),
      await as(good, operation, input, { at: other }),
      await as({ ...good, token: sessions[0]!.id }, operation, input),
      await as({ ...good, token: `${good.token.slice(1)}0` }, operation, input),
      await send(stage, operation, input, { key: good.token }), // no project is the default
    ];
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + 2 * HOUR);
    refused.push(await as(good, operation, input));
    for (const answer of refused)
      expect(answer).toMatchObject({ status: 401, body: { code: "authentication_required" } });
    expect(otherChanges(before, await stage.rows())).toEqual([]);
  },
);

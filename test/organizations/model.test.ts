/**
 * Random sequences of operations, on the runtime and on a model of its rules: every operation is
 * refused by both or by neither, with the same status, and in the end both have the same members,
 * roles and answers to every question about permissions. A sequence that fails is shrunk and
 * printed; SEED=<seed> repeats it, RUNTIME=<milliseconds> searches longer.
 */
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { WireClient } from "../support/wireClient";
import { OrganizationModel, Refusal } from "../support/organizationModel";
import { httpRuntime, newProject } from "../support/runtime";

const seed = Number(process.env.SEED ?? 1_492);
const milliseconds = Number(process.env.RUNTIME ?? 20_000);

/** The runtime, spoken to by the model's names. */
class Real {
  private readonly users = new Map<string, string>();
  private readonly organizations = new Map<string, string>();
  private readonly invitations = new Map<string, string>();

  constructor(
    readonly client: WireClient,
    private readonly respond: (userId: string, id: string) => Promise<unknown>,
  ) {}

  /** Ids outlive what they name, so that calls about what is gone are made too. */
  readonly user = (name: string) => this.users.get(name) ?? "usr_none";
  readonly organization = (name: string) => this.organizations.get(name) ?? "org_none";
  readonly invitation = (organization: string, user: string) =>
    this.invitations.get(`${this.organization(organization)} ${user}`) ?? "inv_none";
  readonly email = (user: string) => `${user}@example.com`;

  async createUser(name: string, role: string[]) {
    const { user } = await this.client.users.createUser({
      email: this.email(name),
      name,
      role,
      emailVerified: true,
    });
    this.users.set(name, user.id);
  }
  async createOrganization(name: string) {
    this.organizations.set(
      name,
      (await this.client.organizations.createOrganization({ name, slug: name })).id,
    );
  }
  async invite(organization: string, user: string, role: string[], resend: boolean) {
    const { id } = await this.client.organizations.sendInvitation({
      organizationId: this.organization(organization),
      email: this.email(user),
      role,
      resend,
    });
    this.invitations.set(`${this.organization(organization)} ${user}`, id);
  }
  async accept(organization: string, user: string) {
    await this.respond(this.user(user), this.invitation(organization, user));
  }
  async roleId(scope: string, slug: string) {
    return (
      (await this.client.rbac.listRoles()).roles.find(
        (role) => role.scope === scope && role.slug === slug,
      )?.id ?? "role_none"
    );
  }
  async permissionId(slug: string) {
    return (
      (await this.client.rbac.listPermissions()).permissions.find(
        (permission) => permission.slug === slug,
      )?.id ?? "perm_none"
    );
  }
}

class Command implements fc.AsyncCommand<OrganizationModel, Real> {
  constructor(
    private readonly text: string,
    private readonly onModel: (model: OrganizationModel) => void,
    private readonly onReal: (real: Real) => Promise<unknown>,
    private readonly possible: (model: OrganizationModel) => boolean = () => true,
  ) {}

  check = (model: Readonly<OrganizationModel>) => this.possible(model as OrganizationModel); // only looked at

  async run(model: OrganizationModel, real: Real): Promise<void> {
    vi.setSystemTime(Date.now() + 1);
    const expected = statusOf(() => this.onModel(model));
    const actual = await this.onReal(real).then(
      () => 200,
      (error: { status?: number; data?: { code: string } }) =>
        error.status ?? { conflict: 409, not_found: 404 }[error.data?.code ?? ""] ?? error,
    );
    expect(actual, this.text).toBe(expected);
  }

  toString = () => this.text;
}

function statusOf(act: () => void): number {
  try {
    act();
    return 200;
  } catch (error) {
    if (error instanceof Refusal) return error.status;
    throw error;
  }
}

const users = ["ada", "bob", "cy"];
const organizations = ["acme", "beta"];
const own = ["e.a", "e.b", "f.c"];
const scopes = ["project", "organization"] as const;
const roleSlugs = {
  project: ["super_admin", "user", "p1", "p2"],
  organization: ["owner", "member", "r1", "r2"],
};

const user = fc.constantFrom(...users);
const organization = fc.constantFrom(...organizations);
const permission = fc.constantFrom(...own);
const permissions = fc.uniqueArray(fc.constantFrom(...own, "e.*", "*"), { maxLength: 2 });
const rolesIn = (scope: "project" | "organization") =>
  fc.uniqueArray(fc.constantFrom(...roleSlugs[scope]), { minLength: 1, maxLength: 2 });
const role = fc
  .constantFrom(...scopes)
  .chain((scope) => fc.tuple(fc.constant(scope), fc.constantFrom(...roleSlugs[scope])));
const flag = fc.boolean();

const createUser = (u: string, r: string[]) =>
  new Command(
    `createUser ${u} ${r}`,
    (m) => m.createUser(u, r),
    async (real) => await real.createUser(u, r),
  );
const createOrganization = (o: string) =>
  new Command(
    `createOrganization ${o}`,
    (m) => m.createOrganization(o),
    async (real) => await real.createOrganization(o),
  );
const addMember = (o: string, u: string, r: string[]) =>
  new Command(
    `addMember ${o} ${u} ${r}`,
    (m) => m.addMember(o, u, r),
    async (real) =>
      await real.client.organizations.addMember({
        organizationId: real.organization(o),
        userId: real.user(u),
        role: r,
      }),
  );
const createPermission = (p: string) =>
  new Command(
    `createPermission ${p}`,
    (m) => m.createPermission(p),
    async (real) => await real.client.rbac.createPermission({ name: p, slug: p }),
  );
const createRole = (scope: "project" | "organization", slug: string, p: string[]) =>
  new Command(
    `createRole ${scope} ${slug} ${p}`,
    (m) => m.createRole(scope, slug, p),
    async (real) => await real.client.rbac.createRole({ name: slug, slug, scope, permissions: p }),
  );

/** What every sequence begins with, so that few of its operations find nothing to work on. */
const beginning: readonly Command[] = [
  ...users.map((u) => createUser(u, ["user"])),
  ...organizations.map(createOrganization),
  ...["e.a", "e.b"].map(createPermission),
  createRole("organization", "r1", ["e.a"]),
  createRole("project", "p1", ["e.*"]),
  ...["ada", "bob"].map((u) => addMember("acme", u, ["owner"])),
  addMember("beta", "ada", ["owner", "r1"]),
];

const commands: fc.Arbitrary<Command>[] = [
  fc.tuple(user, rolesIn("project")).map(([u, r]) => createUser(u, r)),
  fc.tuple(user, rolesIn("project")).map(
    ([u, r]) =>
      new Command(
        `setRole ${u} ${r}`,
        (m) => m.setRole(u, r),
        async (real) => await real.client.users.setRole({ userId: real.user(u), role: r }),
      ),
  ),
  fc.tuple(user, flag).map(
    ([u, force]) =>
      new Command(
        `ban ${u} ${force}`,
        (m) => m.ban(u, force),
        async (real) => await real.client.users.banUser({ userId: real.user(u), force }),
      ),
  ),
  user.map(
    (u) =>
      new Command(
        `unban ${u}`,
        (m) => m.unban(u),
        async (real) => await real.client.users.unbanUser(real.user(u)),
      ),
  ),
  fc.tuple(user, flag).map(
    ([u, force]) =>
      new Command(
        `deleteUser ${u} ${force}`,
        (m) => m.deleteUser(u, force),
        async (real) => await real.client.users.deleteUser({ userId: real.user(u), force }),
      ),
  ),
  organization.map(createOrganization),
  organization.map(
    (o) =>
      new Command(
        `deleteOrganization ${o}`,
        (m) => m.deleteOrganization(o),
        async (real) => await real.client.organizations.deleteOrganization(real.organization(o)),
      ),
  ),
  fc.tuple(organization, fc.constantFrom(1, 2, null)).map(
    ([o, maxMembers]) =>
      new Command(
        `maxMembers ${o} ${maxMembers}`,
        (m) => m.setMaxMembers(o, maxMembers),
        async (real) =>
          await real.client.organizations.updateOrganization({
            organizationId: real.organization(o),
            maxMembers,
          }),
      ),
  ),
  fc.tuple(organization, user, rolesIn("organization")).map(([o, u, r]) => addMember(o, u, r)),
  fc.tuple(organization, user, rolesIn("organization"), flag).map(
    ([o, u, r, force]) =>
      new Command(
        `updateMemberRole ${o} ${u} ${r} ${force}`,
        (m) => m.updateMemberRole(o, u, r, force),
        async (real) =>
          await real.client.organizations.updateMemberRole({
            organizationId: real.organization(o),
            memberIdOrUserId: real.user(u),
            role: r,
            force,
          }),
      ),
  ),
  fc.tuple(organization, user, flag).map(
    ([o, u, force]) =>
      new Command(
        `removeMember ${o} ${u} ${force}`,
        (m) => m.removeMember(o, u, force),
        async (real) =>
          await real.client.organizations.removeMember({
            organizationId: real.organization(o),
            memberIdOrUserId: real.user(u),
            force,
          }),
      ),
  ),
  fc.tuple(organization, user, rolesIn("organization"), flag).map(
    ([o, u, r, resend]) =>
      new Command(
        `invite ${o} ${u} ${r} ${resend}`,
        (m) => m.invite(o, u, r, resend),
        async (real) => await real.invite(o, u, r, resend),
      ),
  ),
  // An invitation that never was is another test's.
  fc.tuple(organization, user).map(
    ([o, u]) =>
      new Command(
        `accept ${o} ${u}`,
        (m) => m.accept(o, u),
        async (real) => await real.accept(o, u),
        (m) => m.organizations.get(o)?.invitations.has(u) ?? false,
      ),
  ),
  fc.tuple(organization, user).map(
    ([o, u]) =>
      new Command(
        `revokeInvitation ${o} ${u}`,
        (m) => m.revokeInvitation(o, u),
        async (real) => await real.client.organizations.revokeInvitation(real.invitation(o, u)),
        (m) => m.organizations.get(o)?.invitations.has(u) ?? false,
      ),
  ),
  permission.map(createPermission),
  permission.map(
    (p) =>
      new Command(
        `deletePermission ${p}`,
        (m) => m.deletePermission(p),
        async (real) => await real.client.rbac.deletePermission(await real.permissionId(p)),
      ),
  ),
  fc.tuple(permission, permission).map(
    ([from, to]) =>
      new Command(
        `renamePermission ${from} ${to}`,
        (m) => m.renamePermission(from, to),
        async (real) =>
          await real.client.rbac.updatePermission({ id: await real.permissionId(from), slug: to }),
      ),
  ),
  fc.tuple(role, permissions).map(([[scope, slug], p]) => createRole(scope, slug, p)),
  fc.tuple(role, permissions).map(
    ([[scope, slug], p]) =>
      new Command(
        `updateRole ${scope} ${slug} ${p}`,
        (m) => m.updateRole(scope, slug, p),
        async (real) =>
          await real.client.rbac.updateRole({ id: await real.roleId(scope, slug), permissions: p }),
      ),
  ),
  role.map(
    ([scope, slug]) =>
      new Command(
        `deleteRole ${scope} ${slug}`,
        (m) => m.deleteRole(scope, slug),
        async (real) => await real.client.rbac.deleteRole(await real.roleId(scope, slug)),
      ),
  ),
];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] }); // every operation is of a millisecond of its own
});
afterEach(() => {
  vi.useRealTimers();
});

test("the runtime does what the model does", { timeout: milliseconds + 60_000 }, async () => {
  let runs = 0;
  const property = fc.asyncProperty(
    fc.commands(commands, { maxCommands: 40, size: "+2" }),
    async (sequence) => {
      runs++;
      const runtime = httpRuntime();
      const project = await newProject(runtime);
      const respond = async (userId: string, id: string) =>
        await runtime.run("organizations/responses:accept", {
          projectId: project.id,
          userId,
          invitation: { id },
        });
      const [model, real] = [new OrganizationModel(), new Real(runtime.client(project), respond)];
      for (const command of beginning) await command.run(model, real);
      await fc.asyncModelRun(() => ({ model, real }), sequence);
      expect(await stateOf(real)).toEqual(expectedOf(model));
    },
  );
  await fc.assert(property, {
    seed,
    numRuns: 10_000,
    interruptAfterTimeLimit: milliseconds,
    markInterruptAsFailure: false,
  });
  console.info(`organizations against their model: ${runs} sequences, SEED=${seed}`);
  expect(runs).toBeGreaterThan(10);
});

const questions = users.flatMap((u) =>
  [...organizations, undefined].flatMap((o) =>
    [...own, "e.x", "e.*", "member.read"].map((p) => [u, o, p] as const),
  ),
);

function expectedOf(model: OrganizationModel) {
  return {
    people: Object.fromEntries(
      [...model.people].map(([name, { roles, banned }]) => [
        name,
        { role: roles.join(","), banned },
      ]),
    ),
    members: Object.fromEntries(
      [...model.organizations].map(([name, { members }]) => [
        name,
        Object.fromEntries([...members].map(([u, roles]) => [u, roles.join(",")])),
      ]),
    ),
    roles: Object.fromEntries(
      model.roles.map(({ scope, slug, permissions: granted }) => [`${scope} ${slug}`, granted]),
    ),
    answers: questions
      .filter(([u]) => model.people.has(u))
      .map(([u, o, p]) => [u, o, p, model.holds(u, o, p)]),
  };
}

async function stateOf({ client, user: userId, organization: organizationId }: Real) {
  const found = (await client.users.listUsers()).data;
  const nameOf = (id: string) => found.find((each) => each.id === id)?.name ?? id;
  const listed = (await client.organizations.listOrganizations()).data;
  const members = listed.map(async ({ id, slug }) => [
    slug,
    Object.fromEntries(
      (await client.organizations.listMembers({ organizationId: id })).data.map((each) => [
        nameOf(each.userId),
        each.role,
      ]),
    ),
  ]);
  const answers = questions
    .filter(([u]) => found.some(({ name }) => name === u))
    .map(async ([u, o, p]) => [
      u,
      o,
      p,
      (
        await client.rbac.checkPermission({
          userId: userId(u),
          organizationId: o === undefined ? o : organizationId(o),
          permission: p,
        })
      ).allowed,
    ]);
  return {
    people: Object.fromEntries(
      found.map(({ name, role: held, banned }) => [name, { role: held, banned }]),
    ),
    members: Object.fromEntries((await Promise.all(members)) as [string, object][]), // pairs, as made above
    roles: Object.fromEntries(
      (await client.rbac.listRoles()).roles.map(({ scope, slug, permissions: granted }) => [
        `${scope} ${slug}`,
        granted,
      ]),
    ),
    answers: await Promise.all(answers),
  };
}

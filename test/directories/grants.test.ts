/** Who may decide what the groups of a directory give. */
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { httpTransport } from "../../src/transports/http";
import { newMember, newOrganization, newRole } from "../support/organizations";
import { beginOwnSession } from "../support/ownSessions";
import { httpRuntime, newProject, type RunOnRows, type TestProject } from "../support/runtime";
import { failureOf, keyWith } from "../support/transports";
import { wireClient, type WireClient } from "../support/wireClient";

let runtime: ReturnType<typeof httpRuntime>;
let run: RunOnRows;
let project: TestProject;
let client: WireClient;
let organizationId: string;

beforeAll(() => {
  runtime = httpRuntime();
  run = async (work) => await runtime.engine.run(async (ctx) => await work(ctx));
});
beforeEach(async () => {
  project = await newProject(runtime);
  client = runtime.client(project);
  ({ id: organizationId } = await newOrganization(client));
});

const asMember = async (role: string | string[]) => {
  const { userId } = await newMember(client, { id: organizationId }, role);
  const { token } = await beginOwnSession(run, client, userId);
  const transport = httpTransport({
    ...{ apiKey: token, baseUrl: `${runtime.origin}/p/${project.id}`, retries: 0 },
    fetch: async (input, init) => {
      const { pathname, search } = new URL(input instanceof Request ? input.url : input);
      return await runtime.fetch(pathname + search, init);
    },
  });
  return wireClient({ transport });
};
const ofMember = ["organization.read", "member.read", "team.read"];
const mapped = (role: string) => ({
  ...{ organizationId, name: "Okta", provider: "okta" as const },
  groupRoles: [{ group: "Admins", role }],
});
const forbidden = { status: 403, code: "forbidden" };

describe("a role of a mapping", () => {
  test("must be held by the caller, before and after an update, and for a new token", async () => {
    await newRole(client, "configurator", ["directory.*", ...ofMember]);
    const by = (await asMember("configurator")).directories;
    const { id: providerId } = await by.createDirectory(mapped("member"));
    expect(await failureOf(by.createDirectory(mapped("admin")))).toMatchObject(forbidden);
    const { groupRoles } = mapped("admin");
    expect(await failureOf(by.updateDirectory({ providerId, groupRoles }))).toMatchObject(
      forbidden,
    );
    await client.directories.updateDirectory({ providerId, groupRoles });
    for (const change of [{ name: "B" }, { groupRoles: [] }, { requireGroup: true }])
      expect(
        await failureOf(by.updateDirectory({ providerId, ...change })),
        "of a directory that gives more",
      ).toMatchObject(forbidden);
    expect(await failureOf(by.rotateToken({ providerId }))).toMatchObject(forbidden);
  });

  test("is owner only by an owner, or a key with full access to the project", async () => {
    const owner = await asMember("owner");
    await newRole(client, "everything", ["*"]);
    const scene = { runtime, project, client, sdk: runtime.sdk(project) };
    const bound = await keyWith(scene, ["*"], { organizationId });
    const { id: providerId } = await client.directories.createDirectory(mapped("member"));
    const { groupRoles } = mapped("owner");
    for (const by of [await asMember("everything"), bound.client]) {
      expect(await failureOf(by.directories.createDirectory(mapped("owner")))).toMatchObject(
        forbidden,
      );
      expect(
        await failureOf(by.directories.updateDirectory({ providerId, groupRoles })),
      ).toMatchObject(forbidden);
    }
    for (const by of [owner, client])
      expect((await by.directories.createDirectory(mapped("owner"))).groupRoles).toEqual([
        { group: "admins", role: "owner" },
      ]);
  });

  test("is no project role, and exists; the error names its place", async () => {
    const groupRoles = [
      { group: "A", role: "member" },
      { group: "B", role: "super_admin" },
    ];
    const field = "groupRoles[1].role";
    for (const role of ["super_admin", "user", "unknown"])
      expect(
        await failureOf(
          client.directories.createDirectory({
            ...{ ...mapped("member"), groupRoles: [groupRoles[0]!, { group: "B", role }] },
          }),
        ),
        role,
      ).toMatchObject({ status: 422, errors: [{ field }] });
  });

  test("that is deleted later keeps no directory from being changed", async () => {
    const { id } = await newRole(client, "auditor");
    const { id: providerId } = await client.directories.createDirectory(mapped("auditor"));
    await client.rbac.deleteRole({ id });
    const { directories } = client;
    expect(await directories.updateDirectory({ providerId, name: "B" })).toMatchObject({
      ...{ name: "B", groupRoles: [{ role: "auditor" }] },
    });
    await directories.rotateToken({ providerId });
    const { groupRoles } = mapped("auditor");
    const again = [...groupRoles, { group: "Others", role: "unknown" }];
    expect(
      await failureOf(directories.updateDirectory({ providerId, groupRoles: again })),
    ).toMatchObject({ status: 422, errors: [{ field: "groupRoles[1].role" }] });
    expect(await directories.updateDirectory({ providerId, groupRoles: [] })).toMatchObject({
      groupRoles: [],
    });
  });

  test("cannot be added while roleAssignment is off, and stays as it is", async () => {
    const { directories, configuration } = client;
    const { id: providerId } = await directories.createDirectory(mapped("admin"));
    await configuration.saveAuthConfiguration({ roleAssignment: false });
    expect(await failureOf(directories.createDirectory(mapped("admin")))).toMatchObject({
      ...{ code: "not_available", errors: [{ field: "groupRoles[0].role" }] },
    });
    await directories.updateDirectory({ providerId, name: "B" });
    await directories.rotateToken({ providerId, gracePeriodSeconds: 0 });
    await directories.updateDirectory({ providerId, groupRoles: [] });
    expect(
      await failureOf(
        directories.updateDirectory({ providerId, groupRoles: mapped("admin").groupRoles }),
      ),
    ).toMatchObject({ code: "not_available" });
  });
});

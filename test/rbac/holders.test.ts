/** Who holds an organization role, in all organizations of a project. */
import { describe, expect, test } from "vitest";
import { newMember, newOrganization, newRole } from "../support/organizations";
import { newProject } from "../support/runtime";
import { failureOf, scene, transports } from "../support/transports";

describe.each(transports)("holders %s", (_name, start) => {
  test("the members of every organization who hold the role are listed, page by page", async () => {
    const { client, runtime } = await scene(start);
    await newRole(client, "clerk");
    const [acme, globex] = [await newOrganization(client), await newOrganization(client)];
    const both = await newMember(client, acme, ["member", "clerk"]);
    const one = await newMember(client, globex, "clerk");
    await newMember(client, globex, "admin");
    const shown = [[one, globex, "clerk"] as const, [both, acme, both.role] as const].map(
      ([{ id, userId, createdAt }, { id: organizationId, name }, role]) => ({
        ...{ memberId: id, userId, organizationId, organizationName: name, role, createdAt },
      }),
    );

    const all = await client.rbac.listRoleHolders({ role: "clerk" });
    expect(all).toEqual({ data: shown, listMetadata: { before: null, after: null } });
    const first = await client.rbac.listRoleHolders({ role: "clerk", limit: 1 });
    const { after } = first.listMetadata;
    const next = await client.rbac.listRoleHolders({ role: "clerk", limit: 1, after: after! });
    expect([...first.data, ...next.data]).toEqual(shown);
    expect(next.listMetadata.after).toBeNull();

    await client.organizations.removeMember({
      organizationId: globex.id,
      memberIdOrUserId: one.id,
    });
    expect((await client.rbac.listRoleHolders({ role: "clerk" })).data).toEqual([shown[1]]);
    const other = runtime.client(await newProject(runtime));
    expect((await other.rbac.listRoleHolders({ role: "clerk" })).data).toEqual([]);
  });

  test("a project role of the same slug has no holders here, a cursor is of one role only", async () => {
    const { client } = await scene(start);
    await newRole(client, "clerk", [], "project");
    const organization = await newOrganization(client);
    for (const role of ["member", "member", "admin"]) await newMember(client, organization, role);
    expect((await client.rbac.listRoleHolders({ role: "clerk" })).data).toEqual([]);
    const { listMetadata } = await client.rbac.listRoleHolders({ role: "member", limit: 1 });
    const { after } = listMetadata;
    expect(
      await failureOf(client.rbac.listRoleHolders({ role: "admin", after: after! })),
    ).toMatchObject({ status: 422, errors: [{ field: "after" }] });
  });
});

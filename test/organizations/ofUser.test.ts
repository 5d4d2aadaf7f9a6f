/** The organizations of one user, as an administrator lists them. */
import { expect, test } from "vitest";
import { httpRuntime, newProject } from "../support/runtime";
import { failureOf } from "../support/transports";

test("lists those of the user, and within the organization of a bound key", async () => {
  const runtime = httpRuntime();
  const project = await newProject(runtime);
  const { users, organizations, apiKeys } = runtime.client(project);
  const { user } = await users.createUser({ email: "ada@example.com", name: "Ada" });
  const userId = user.id;
  const made = await Promise.all(
    ["One", "Two", "Three"].map(async (name) => await organizations.createOrganization({ name })),
  );
  for (const { id: organizationId } of made.slice(0, 2))
    await organizations.addMember({ organizationId, userId, role: "member" });
  const namesOf = async (client: Pick<ReturnType<typeof runtime.client>, "organizations">) =>
    (await client.organizations.listOrganizations({ userId })).data.map(({ name }) => name);
  expect((await namesOf(runtime.client(project))).toSorted()).toEqual(["One", "Two"]);
  const first = await organizations.listOrganizations({ userId, limit: 1 });
  const next = await organizations.listOrganizations({
    ...{ userId, limit: 1, after: first.listMetadata.after! },
  });
  expect([...first.data, ...next.data].map(({ name }) => name).toSorted()).toEqual(["One", "Two"]);
  const boundTo = async (organizationId: string) => {
    const { key } = await apiKeys.createKey({
      ...{ name: "bound", organizationId, permissions: ["organization.read"] },
    });
    return runtime.client({ id: project.id, key });
  };
  expect(await namesOf(await boundTo(made[0]!.id))).toEqual(["One"]);
  expect(await namesOf(await boundTo(made[2]!.id))).toEqual([]);
});

test("a user of another project is not found, and a session sees its own alone", async () => {
  const runtime = httpRuntime();
  const [project, other] = [await newProject(runtime), await newProject(runtime)];
  const { users, organizations } = runtime.client(project);
  const { user: foreign } = await runtime
    .client(other)
    .users.createUser({ email: "eve@example.com", name: "Eve" });
  expect(await failureOf(organizations.listOrganizations({ userId: foreign.id }))).toMatchObject({
    status: 404,
    message: "User not found",
  });
  const [ada, bob] = await Promise.all(
    ["ada", "bob"].map(
      async (name) => (await users.createUser({ email: `${name}@example.com`, name })).user,
    ),
  );
  const { session } = await users.impersonateUser({ userId: ada!.id });
  const bySession = async (userId: string) =>
    (
      await runtime.fetch(`/p/${project.id}/api/auth/organization/list`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${session.token}`,
        },
        body: JSON.stringify({ userId }),
      })
    ).status;
  expect([await bySession(ada!.id), await bySession(bob!.id)]).toEqual([200, 404]);
});

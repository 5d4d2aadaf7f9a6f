import { describe, expect, test } from "vitest";
import { deployedRuntime, httpRuntime, inProcessRuntime, newProject } from "./support/runtime";

describe.each([["http", httpRuntime], ["in process", inProcessRuntime], ["deployed", deployedRuntime]] as const)("%s", (_name, start) => {
  test("thread", async () => {
    const runtime = start();
    const project = await newProject(runtime);
    const client = runtime.client(project);
    const { user } = await client.users.createUser({ email: "A@b.de", name: "Ann", password: "hunter2hunter2" });
    expect(user.createdAt).toBeInstanceOf(Date);
    expect(await client.users.getUser(user.id)).toEqual(user);
    await expect(client.users.getUser("usr_x")).rejects.toMatchObject({ status: 404, code: "not_found" });
  });
});

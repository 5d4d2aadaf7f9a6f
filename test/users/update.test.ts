import { describe, expect, test } from "vitest";
import { newRole } from "../support/organizations";
import { define, failureOf, keyWith, scene, transports, wires } from "../support/transports";
import { newVisitor } from "../support/visitor";

describe.each(transports)("updateUser %s", (_name, start) => {
  test("takes the same `data` as createUser; a field beside it wins", async () => {
    const { client } = await scene(start);
    const { user } = await client.users.createUser({ email: "ada@example.com", name: "Ada" });
    const updated = await client.users.updateUser({
      userId: user.id,
      username: "ada",
      data: { username: "not-ada", image: "https://img.example/a.png", phoneNumber: "+15550100" },
    });
    expect(updated).toMatchObject({
      username: "ada",
      image: "https://img.example/a.png",
      phoneNumber: "+15550100",
    });
    const cleared = await client.users.updateUser({ userId: user.id, data: { image: null } });
    expect(cleared).toMatchObject({ username: "ada", image: null, phoneNumber: "+15550100" });
  });

  test("refuses a password that the project's policy refuses, and changes nothing", async () => {
    const { client } = await scene(start);
    const { user } = await client.users.createUser({ email: "ada@example.com", name: "Ada" });
    for (const password of ["short", "ada@example.com", "password1"]) {
      const refused = await failureOf(
        client.users.updateUser({ userId: user.id, name: "Eve", password }),
      );
      expect(refused, password).toMatchObject({ status: 422, errors: [{ field: "password" }] });
    }
    expect((await client.users.getUser(user.id)).name).toBe("Ada");
  });
});

describe.each(wires)("updateUser's password %s", (_name, start) => {
  test("signs the user in, ends the sessions, and is recorded like setUserPassword's", async () => {
    const { client, runtime, project } = await scene(start);
    const { user } = await client.users.createUser({
      email: "ada@example.com",
      name: "Ada",
      emailVerified: true,
      password: "correct horse battery",
    });
    const signIn = async (password: string) =>
      await newVisitor(runtime, project.id).post("/sign-in/email", { email: user.email, password });
    expect((await signIn("correct horse battery")).status).toBe(200);
    expect((await client.users.listUserSessions(user.id)).data).toHaveLength(1);

    const password = "another horse battery";
    const updated = await client.users.updateUser({ userId: user.id, name: "Ada L.", password });
    expect(updated).toMatchObject({ name: "Ada L." });
    expect(JSON.stringify(updated)).not.toContain("horse");
    expect((await client.users.listUserSessions(user.id)).data).toEqual([]);
    expect((await signIn("correct horse battery")).status).toBe(401);
    expect((await signIn(password)).status).toBe(200);
    const { data } = await client.auditLogs.listEvents({ targetId: user.id });
    expect(data.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["password.set", "user.updated", "session.revoked"]),
    );
    expect(JSON.stringify(data)).not.toContain("horse");
  });

  test("requires everything that the user may do", async () => {
    const stage = await scene(start);
    const { client } = stage;
    await define(client, "employee.read");
    await newRole(client, "hr", ["employee.read"], "project");
    const { user } = await client.users.createUser({
      email: "ada@example.com",
      name: "Ada",
      role: "hr",
    });
    const weak = (await keyWith(stage, ["user.update"])).client;
    const taken = await failureOf(
      weak.users.updateUser({ userId: user.id, password: "another horse battery" }),
    );
    expect(taken).toMatchObject({ status: 403 });
    expect(taken.message).toContain("employee.read");
    const strong = (await keyWith(stage, ["user.update", "employee.read"])).client;
    await strong.users.updateUser({ userId: user.id, password: "another horse battery" });
  });
});

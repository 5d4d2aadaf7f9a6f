import { decodeJwt } from "jose";
import { describe, expect, test } from "vitest";
import { deployedRuntime, httpRuntime, newProject } from "../support/runtime";
import { MINUTE_TRIES_TIMEOUT_MS, withinOneMinute } from "../support/signIn";
import { newVisitor } from "../support/visitor";

const ada = { email: "ada@example.com", name: "Ada", password: "correct horse battery" };

describe.each([
  ["on the test engine", httpRuntime],
  ["on the local deployment", deployedRuntime],
] as const)("sign-in with e-mail and password, %s", (_name, start) => {
  async function begin() {
    const runtime = start();
    const project = await newProject(runtime);
    return { runtime, project, admin: runtime.client(project), ...newVisitor(runtime, project.id) };
  }

  test("whoever signs up is signed in, until signing out, and can sign in again", async () => {
    const { client } = await begin();
    const signedUp = await client.signUp.email({ ...ada, email: "Ada@Example.com" });
    expect(signedUp.data?.user).toMatchObject({
      email: ada.email,
      name: "Ada",
      emailVerified: false,
    });
    expect((await client.getSession()).data?.user.id).toBe(signedUp.data?.user.id);
    expect((await client.signOut()).error).toBeNull();
    expect((await client.getSession()).data).toBeNull();
    expect(
      (await client.signIn.email({ email: ada.email, password: ada.password })).error,
    ).toBeNull();
    expect((await client.getSession()).data?.user.email).toBe(ada.email);
  });

  test("a wrong password and an unknown address are answered alike", async () => {
    const { client } = await begin();
    await client.signUp.email(ada);
    const wrong = await client.signIn.email({ email: ada.email, password: "not her password" });
    const unknown = await client.signIn.email({
      email: "nobody@example.com",
      password: "not her password",
    });
    expect(wrong.error).toMatchObject({ status: 401, code: "INVALID_EMAIL_OR_PASSWORD" });
    expect(unknown.error).toEqual(wrong.error);
  });

  test("the same address in two projects is two users with passwords of their own", async () => {
    const [here, there] = [await begin(), await begin()];
    await here.client.signUp.email(ada);
    await there.client.signUp.email({ ...ada, password: "another password" });
    const elsewhere = await newVisitor(here.runtime, here.project.id).client.signIn.email({
      email: ada.email,
      password: "another password",
    });
    expect(elsewhere.error?.status).toBe(401);
    expect((await here.client.getSession()).data?.user.id).not.toBe(
      (await there.client.getSession()).data?.user.id,
    );
  });

  test("a cookie or bearer token of one project is worthless in another", async () => {
    const { runtime, client, cookies, project } = await begin();
    const other = await newProject(runtime);
    const { data } = await client.signUp.email(ada);
    const renamed = new Map(
      [...cookies].map(([name, value]) => [name.replace(project.id, other.id), value]),
    );
    expect(renamed.size).toBeGreaterThan(0);
    expect((await newVisitor(runtime, other.id, renamed).client.getSession()).data).toBeNull();
    const bearer = { headers: { authorization: `Bearer ${data?.token ?? ""}` } };
    expect(
      (await newVisitor(runtime, project.id).client.getSession({ fetchOptions: bearer })).data,
    ).not.toBeNull();
    expect(
      (await newVisitor(runtime, other.id).client.getSession({ fetchOptions: bearer })).data,
    ).toBeNull();
  });

  test("a session's id names it and opens nothing", async () => {
    const { runtime, project, client } = await begin();
    await client.signUp.email(ada);
    const [session] = (await client.listSessions()).data ?? [];
    expect(session?.token).toBe(session?.id);
    const bearer = { headers: { authorization: `Bearer ${session?.id ?? ""}` } };
    const { data, error } = await newVisitor(runtime, project.id).client.getSession({
      fetchOptions: bearer,
    });
    expect({ data, status: error?.status }).toEqual({ data: null, status: 401 });
    expect((await client.revokeSession({ token: session?.id ?? "" })).error).toBeNull();
    expect((await client.getSession()).data).toBeNull();
  });

  test("white space of any kind before it does not make a session's id a token", async () => {
    const { runtime, project, client } = await begin();
    await client.signUp.email(ada);
    const [session] = (await client.listSessions()).data ?? [];
    for (const space of [" ", "  ", " \t", " \u00a0"]) {
      const headers = {
        authorization: `Bearer${space}${session?.id ?? ""}`,
        "content-type": "application/json",
        origin: "http://localhost",
      };
      const response = await runtime.fetch(`/p/${project.id}/api/auth/revoke-other-sessions`, {
        method: "POST",
        headers,
        body: "{}",
      });
      expect(response.status).toBe(401);
    }
    expect((await client.listSessions()).data).toHaveLength(1);
  });

  test("ending the other sessions leaves the one that asks", async () => {
    const { runtime, project, client } = await begin();
    await client.signUp.email(ada);
    const other = newVisitor(runtime, project.id).client;
    await other.signIn.email(ada);
    expect((await other.revokeOtherSessions()).error).toBeNull();
    expect([(await client.getSession()).data, (await other.getSession()).data?.user.email]).toEqual(
      [null, ada.email],
    );
  });

  test("a session that the management API revokes is over at once", async () => {
    const { client, admin } = await begin();
    const { data } = await client.signUp.email(ada);
    const { data: sessions } = await admin.users.listUserSessions(data?.user.id ?? "");
    expect(sessions).toHaveLength(1);
    await admin.users.revokeSession(sessions[0]!.id);
    expect((await client.getSession()).data).toBeNull();
  });

  test("a ban ends the sessions and refuses sign-in until it is lifted", async () => {
    const { client, admin } = await begin();
    const { data } = await client.signUp.email(ada);
    await admin.users.banUser({ userId: data?.user.id ?? "" });
    expect((await client.getSession()).data).toBeNull();
    expect(
      (await client.signIn.email({ email: ada.email, password: ada.password })).error,
    ).toMatchObject({ status: 403, code: "BANNED_USER" });
    await admin.users.unbanUser(data?.user.id ?? "");
    expect(
      (await client.signIn.email({ email: ada.email, password: ada.password })).error,
    ).toBeNull();
  });

  test("a user made by the management API signs in with the password it was given, and with a new one after it was set", async () => {
    const { client, admin } = await begin();
    const { user } = await admin.users.createUser(ada);
    expect(
      (await client.signIn.email({ email: ada.email, password: ada.password })).error,
    ).toBeNull();
    await admin.users.setUserPassword({ userId: user.id, newPassword: "a newer password" });
    expect((await client.getSession()).data).toBeNull();
    expect(
      (await client.signIn.email({ email: ada.email, password: ada.password })).error?.status,
    ).toBe(401);
    expect(
      (await client.signIn.email({ email: ada.email, password: "a newer password" })).error,
    ).toBeNull();
  });

  test("changing the password needs the old one", async () => {
    const { client } = await begin();
    await client.signUp.email(ada);
    expect(
      (
        await client.changePassword({
          currentPassword: "not her password",
          newPassword: "a newer password",
        })
      ).error?.status,
    ).toBe(400);
    expect(
      (
        await client.changePassword({
          currentPassword: ada.password,
          newPassword: "a newer password",
        })
      ).error,
    ).toBeNull();
    expect(
      (await client.signIn.email({ email: ada.email, password: "a newer password" })).error,
    ).toBeNull();
  });

  test("twenty sign-ups with one address at once make one user", async () => {
    const { runtime, project, admin } = await begin();
    await Promise.all(
      Array.from(
        { length: 8 },
        async () => await newVisitor(runtime, project.id).client.signUp.email(ada),
      ),
    );
    expect((await admin.users.listUsers()).data).toHaveLength(1);
  });

  test(
    "parallel guesses do not pass the limit of thirty a minute",
    async () => {
      const { runtime, project, client } = await begin();
      await client.signUp.email(ada);
      const guess = async (_: unknown, i: number) =>
        (
          await newVisitor(runtime, project.id).client.signIn.email({
            email: ada.email,
            password: `guess number ${i}`,
          })
        ).error?.status;
      const answers = await withinOneMinute(
        async () => await Promise.all(Array.from({ length: 40 }, guess)),
      );
      expect(answers.filter((status) => status === 401).length).toBeLessThanOrEqual(30);
      expect(answers.filter((status) => status === 429).length).toBeGreaterThanOrEqual(10);
    },
    MINUTE_TRIES_TIMEOUT_MS,
  );

  test("a page of an origin that nobody registered is refused", async () => {
    const { runtime, project } = await begin();
    const response = await runtime.fetch(`/p/${project.id}/api/auth/sign-up/email`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: "https://evil.example",
        cookie: "a=b",
      },
      body: JSON.stringify(ada),
    });
    expect(response.status).toBe(403);
  });

  test("a program without an origin may sign up and in, a browser that hides its own may not", async () => {
    const { runtime, project } = await begin();
    const send = async (path: string, headers: Record<string, string>) =>
      await runtime.fetch(`/p/${project.id}/api/auth${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(ada),
      });
    expect((await send("/sign-up/email", { "sec-fetch-mode": "cors" })).status).toBe(200); // as Node's fetch
    expect(
      (
        await send("/sign-in/email", {
          "sec-fetch-mode": "cors",
          "sec-fetch-site": "cross-site",
          "sec-fetch-dest": "empty",
        })
      ).status,
    ).toBe(403);
    expect(
      (
        await send("/sign-in/email", {
          "sec-fetch-mode": "cors",
          "sec-fetch-site": "cross-site",
          origin: "null",
        })
      ).status,
    ).toBe(403);
    expect((await send("/sign-in/email", {})).status).toBe(200);
  });

  test("the token for Convex names user, session and project, and nothing else of them", async () => {
    const { client, project } = await begin();
    const { data } = await client.signUp.email(ada);
    const { data: answer } = await client.$fetch<{ token: string }>("/convex/token", {
      method: "GET",
    });
    const [session] = (await client.listSessions()).data ?? [];
    const { iat, exp, iss, jti, ...claims } = decodeJwt(answer?.token ?? "");
    expect(claims).toEqual({
      aud: "convex",
      sub: data?.user.id,
      sid: session?.id,
      project: project.id,
      role: "user",
    });
    expect(jti).toMatch(/^[0-9a-f-]{36}$/);
    expect(iss).toMatch(/^https?:/);
    expect(exp! - iat!).toBe(900);
  });

  test("sign-up, session and sign-out leave their events", async () => {
    const { client, admin } = await begin();
    await client.signUp.email(ada);
    await client.signOut();
    const { data } = await admin.events.listEvents({ eventTypes: ["user.*", "session.*"] });
    expect(data.map(({ type }) => type)).toEqual([
      "user.created",
      "session.created",
      "session.revoked",
    ]);
    expect(JSON.stringify(data)).not.toContain(ada.password);
  });
});

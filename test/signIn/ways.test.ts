/** Usernames, people who do not say who they are, hand-overs from one device to another. */
import { describe, expect, test } from "vitest";
import { begin, engines, eventsOf, times } from "../support/signIn";
import { setUp } from "../support/secondFactor";

describe.each(engines)("usernames, %s", (_name, start) => {
  test("a user signs up with one and signs in by it, however it is written", async () => {
    const { client, ada } = await begin(start, { authMethods: { username: true } });
    expect((await client.signUp.email({ ...ada, username: "Ada_L" })).error).toBeNull();
    await client.signOut();
    expect(
      (await client.signIn.username({ username: "ADA_l", password: ada.password })).error,
    ).toBeNull();
    expect((await client.getSession()).data?.user).toMatchObject({
      username: "ada_l",
      displayUsername: "Ada_L",
    });
  });

  test("one username is one user's, in its project", async () => {
    const scene = await begin(start, { authMethods: { username: true } });
    const { client, ada, visit, runtime } = scene;
    await client.signUp.email({ ...ada, username: "ada" });
    const other = visit().client;
    expect((await other.isUsernameAvailable({ username: "Ada" })).data).toEqual({
      available: false,
    });
    expect(
      (await other.signUp.email({ ...ada, email: `b-${ada.email}`, username: "Ada" })).error?.code,
    ).toBe("USERNAME_IS_ALREADY_TAKEN");
    await other.signUp.email({ ...ada, email: `b-${ada.email}`, username: "bea" });
    expect((await other.updateUser({ username: "ada" })).error?.code).toBe(
      "USERNAME_IS_ALREADY_TAKEN",
    );
    const elsewhere = await begin(() => runtime, { authMethods: { username: true } });
    expect(
      (await elsewhere.client.signUp.email({ ...elsewhere.ada, username: "ada" })).error,
    ).toBeNull();
  });

  test("a wrong password and an unknown username are answered alike", async () => {
    const { client, ada } = await begin(start, { authMethods: { username: true } });
    await client.signUp.email({ ...ada, username: "ada" });
    const wrong = await client.signIn.username({ username: "ada", password: "not her password" });
    expect(wrong.error?.status).toBe(401);
    expect(
      (await client.signIn.username({ username: "nobody", password: "not her password" })).error,
    ).toEqual(wrong.error);
  });
});

describe.each(engines)("anonymous users, %s", (_name, start) => {
  const settings = { authMethods: { anonymous: true, twoFactor: true } };

  test("whoever signs up out of an anonymous session moves on, and the app is told whose data is whose", async () => {
    const scene = await begin(start, settings);
    const { client, ada, admin } = scene;
    const before = (await client.signIn.anonymous()).data?.user;
    expect((await client.getSession()).data?.user).toMatchObject({
      id: before?.id,
      isAnonymous: true,
    });
    const after = (await client.signUp.email(ada)).data?.user;
    expect((await client.getSession()).data?.user).toMatchObject({
      id: after?.id,
      isAnonymous: false,
    });
    expect((await admin.users.listUsers()).data.map(({ id }) => id)).toEqual([after?.id]);
    const { data } = await admin.events.listEvents({
      eventTypes: ["user.anonymous_linked", "user.deleted"],
    });
    expect(data.map((event) => [event.type, event.data])).toEqual([
      ["user.anonymous_linked", { anonymousUserId: before?.id, userId: after?.id }],
      ["user.deleted", expect.objectContaining({ id: before?.id })],
    ]);
  });

  test("so does who signs in, after the second factor if there is one", async () => {
    const scene = await begin(start, settings);
    const { client, ada, admin, visit } = scene;
    await client.signUp.email(ada);
    const factor = await setUp(scene, ada.password);
    const other = visit().client;
    const anonymous = (await other.signIn.anonymous()).data?.user;
    expect((await other.signIn.email(ada)).data).toMatchObject({ twoFactorRedirect: true });
    expect(await admin.users.getUser(anonymous?.id ?? "")).toMatchObject({ id: anonymous?.id });
    expect(await eventsOf(scene, "user.anonymous_linked")).toEqual([]);
    await other.twoFactor.verifyTotp({ code: await factor.code() });
    expect((await other.getSession()).data?.user.email).toBe(ada.email);
  });

  test("an anonymous user deletes itself, and nobody else does so that way", async () => {
    const { client, ada, admin, visit, post } = await begin(start, settings);
    await client.signIn.anonymous();
    expect((await post("/delete-anonymous-user")).status).toBe(200);
    expect((await admin.users.listUsers()).data).toEqual([]);
    const other = visit();
    await other.client.signUp.email(ada);
    expect((await other.post("/delete-anonymous-user")).status).toBe(403);
  });
});

describe.each(engines)("one-time tokens, %s", (_name, start) => {
  test("one hands a session to another device, once", async () => {
    const { client, ada, visit } = await begin(start);
    await client.signUp.email(ada);
    const token = (await client.oneTimeToken.generate()).data?.token ?? "";
    const devices = await times(20, async () => visit().client);
    const answers = await Promise.all(
      devices.map(async (device) => (await device.oneTimeToken.verify({ token })).error),
    );
    expect(answers.filter((error) => error === null)).toHaveLength(1);
    const lucky = devices[answers.indexOf(null)]!;
    expect((await lucky.getSession()).data?.user.email).toBe(ada.email);
    expect((await visit().client.oneTimeToken.verify({ token })).error?.status).toBe(400);
  });

  test("what was handed over ends with the session that it is of", async () => {
    const { client, ada, visit } = await begin(start);
    await client.signUp.email(ada);
    const token = (await client.oneTimeToken.generate()).data?.token ?? "";
    await client.signOut();
    expect((await visit().client.oneTimeToken.verify({ token })).error?.status).toBe(400);
  });
});

/** Passwords that are forgotten, changed, and deleted with their owner. */
import { describe, expect, test } from "vitest";
import { begin, engines, eventsOf, linkIn, times } from "../support/signIn";

const newPassword = "an entirely new password";
const tokenIn = (link: string) => new URL(link).pathname.split("/").at(-1)!;

describe.each(engines)("forgotten passwords, %s", (_name, start) => {
  test("the link of the mail leads to a new password; the old one and all sessions are over", async () => {
    const scene = await begin(start);
    const { client, ada, inbox, visit, open } = scene;
    await client.signUp.email(ada);
    const other = visit();
    await other.client.signIn.email(ada);
    expect(
      (await visit().client.requestPasswordReset({ email: ada.email, redirectTo: "/new-password" }))
        .error,
    ).toBeNull();
    const link = linkIn(await inbox.next(ada.email));
    const page = await visit().open(link);
    expect(page.status).toBe(302);
    expect(page.headers.get("location")).toContain(`/new-password?token=${tokenIn(link)}`);
    expect(
      (await visit().client.resetPassword({ newPassword, token: tokenIn(link) })).error,
    ).toBeNull();
    expect([(await client.getSession()).data, (await other.client.getSession()).data]).toEqual([
      null,
      null,
    ]);
    expect((await client.signIn.email(ada)).error?.status).toBe(401);
    expect(
      (await client.signIn.email({ email: ada.email, password: newPassword })).error,
    ).toBeNull();
    expect(await eventsOf(scene, "password.*")).toEqual(["password.reset"]);
    expect((await open(link)).headers.get("location")).toContain("error=INVALID_TOKEN");
  });

  test("an unknown address is answered as a known one, and gets no mail", async () => {
    const { client, ada, inbox, visit } = await begin(start);
    await visit().client.signUp.email(ada);
    const unknown = await client.requestPasswordReset({
      email: `no-${ada.email}`,
      redirectTo: "/x",
    });
    const known = await client.requestPasswordReset({ email: ada.email, redirectTo: "/x" });
    await inbox.next(ada.email);
    expect(unknown).toEqual(known);
    expect(await inbox.messages(`no-${ada.email}`)).toEqual([]);
  });

  test("of twenty uses of one token at once one sets the password", async () => {
    const scene = await begin(start);
    const { client, ada, inbox, visit } = scene;
    await client.signUp.email(ada);
    await client.requestPasswordReset({ email: ada.email });
    const token = tokenIn(linkIn(await inbox.next(ada.email)));
    // Ten a minute and address are let through.
    const answers = await times(
      20,
      async (i) =>
        (await visit().client.resetPassword({ newPassword: `${newPassword} ${i}`, token })).error,
    );
    expect(answers.filter((error) => error === null)).toHaveLength(1);
    expect(answers.every((error) => error === null || [400, 429].includes(error.status))).toBe(
      true,
    );
    expect(await eventsOf(scene, "password.reset")).toHaveLength(1);
  });

  test("a new password obeys the policy", async () => {
    const { client, ada, inbox, visit } = await begin(start);
    await client.signUp.email(ada);
    await client.requestPasswordReset({ email: ada.email });
    const token = tokenIn(linkIn(await inbox.next(ada.email)));
    expect(
      (await visit().client.resetPassword({ newPassword: "short", token })).error?.status,
    ).toBe(400);
    expect(
      (await visit().client.resetPassword({ newPassword: "password123", token })).error?.status,
    ).toBe(422);
    expect((await visit().client.resetPassword({ newPassword, token })).error).toBeNull();
  });

  test("changing it ends the other sessions on request, and leaves its event", async () => {
    const scene = await begin(start);
    const { client, ada, visit } = scene;
    await client.signUp.email(ada);
    const other = visit().client;
    await other.signIn.email(ada);
    expect(
      (
        await client.changePassword({
          currentPassword: ada.password,
          newPassword,
          revokeOtherSessions: true,
        })
      ).error,
    ).toBeNull();
    expect([(await other.getSession()).data, (await client.getSession()).data?.user.email]).toEqual(
      [null, ada.email],
    );
    expect(await eventsOf(scene, "password.*")).toEqual(["password.changed"]);
  });
});

describe.each(engines)("what is one's own, %s", (_name, start) => {
  test("name and picture are changed by their owner", async () => {
    const { client, ada, admin } = await begin(start);
    const { data } = await client.signUp.email(ada);
    expect(
      (await client.updateUser({ name: "Ada Lovelace", image: "https://example.com/ada.png" }))
        .error,
    ).toBeNull();
    expect((await client.getSession()).data?.user).toMatchObject({
      name: "Ada Lovelace",
      image: "https://example.com/ada.png",
    });
    const found = await admin.users.listUsers({ search: "ada love" });
    expect(found.data.map(({ id }) => id)).toEqual([data?.user.id]);
  });

  test("nobody makes themselves more than they are", async () => {
    const { client, ada, admin, post } = await begin(start);
    const { data } = await client.signUp.email(ada);
    for (const field of [
      { role: "super_admin" },
      { roles: ["super_admin"] },
      { banned: false, emailVerified: true },
      { metadata: "{}" },
      { twoFactorEnabled: true },
      { isAnonymous: true },
    ])
      await post("/update-user", field);
    for (const field of [
      { impersonatedBy: "usr_1" },
      { userId: "usr_1" },
      { expiresAt: Date.now() * 2 },
    ])
      await post("/update-session", field);
    expect(await admin.users.getUser(data?.user.id ?? "")).toMatchObject({
      role: "user",
      emailVerified: false,
      twoFactorEnabled: false,
    });
    expect((await client.getSession()).data?.session).toMatchObject({
      userId: data?.user.id,
      impersonatedBy: null,
    });
  });

  test("an account is deleted with its password, with all that is its own", async () => {
    const scene = await begin(start);
    const { client, ada, admin } = scene;
    await client.signUp.email(ada);
    expect((await client.deleteUser({ password: "not her password" })).error).toMatchObject({
      status: 400,
      code: "INVALID_PASSWORD",
    });
    expect((await client.deleteUser({ password: ada.password })).error).toBeNull();
    expect((await client.getSession()).data).toBeNull();
    expect((await client.signIn.email(ada)).error?.status).toBe(401);
    expect((await admin.users.listUsers()).data).toEqual([]);
    expect(await eventsOf(scene, "user.deleted")).toEqual(["user.deleted"]);
  });

  test("the last owner of an organization is told why not, and stays whole", async () => {
    const { client, ada, admin } = await begin(start);
    const { data } = await client.signUp.email(ada);
    const organization = await admin.organizations.createOrganization({ name: "Acme" });
    await admin.organizations.addMember({
      organizationId: organization.id,
      userId: data?.user.id ?? "",
      role: "owner",
    });
    expect((await client.deleteUser({ password: ada.password })).error?.status).toBe(409);
    expect((await client.getSession()).data?.user.email).toBe(ada.email);
    expect((await client.signIn.email(ada)).error).toBeNull();
  });

  test("its accounts are listed without a secret", async () => {
    const { client, ada } = await begin(start);
    await client.signUp.email(ada);
    const { data } = await client.listAccounts();
    expect(data?.map(({ providerId }) => providerId)).toEqual(["credential"]);
    expect(JSON.stringify(data)).not.toMatch(/argon2|scrypt|password/i);
  });
});

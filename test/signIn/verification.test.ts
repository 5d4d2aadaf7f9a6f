/** E-mail addresses: confirming one, and changing to another. */
import { describe, expect, test } from "vitest";
import { begin, engines, eventsOf, linkIn, times } from "../support/signIn";

describe.each(engines)("e-mail verification, %s", (_name, start) => {
  const strict = async () =>
    await begin(start, { emailPassword: { requireEmailVerification: true } });

  test("where the address must be confirmed, sign-in is refused until the link of the mail was opened", async () => {
    const scene = await strict();
    const { client, ada, inbox, open } = scene;
    expect((await client.signUp.email(ada)).data?.token ?? null).toBeNull();
    expect((await client.signIn.email(ada)).error).toMatchObject({
      status: 403,
      code: "EMAIL_NOT_VERIFIED",
    });
    const link = linkIn(await inbox.next(ada.email));
    expect((await open(link)).status).toBeLessThan(400);
    expect((await client.signIn.email(ada)).error).toBeNull();
    expect((await client.getSession()).data?.user.emailVerified).toBe(true);
    expect(await eventsOf(scene, "email.verified")).toEqual(["email.verified"]);
  });

  test("the mail is sent again on request, for an address that has no account as little as for one that is confirmed, with the same answer", async () => {
    const { client, ada, inbox, open } = await strict();
    await client.signUp.email(ada);
    await inbox.next(ada.email);
    const again = await client.sendVerificationEmail({ email: ada.email });
    const nobody = await client.sendVerificationEmail({ email: `no-${ada.email}` });
    expect([again.data, nobody.data]).toEqual([{ status: true }, { status: true }]);
    expect((await open(linkIn(await inbox.next(ada.email, 2)))).status).toBeLessThan(400);
    expect((await client.sendVerificationEmail({ email: ada.email })).data).toEqual({
      status: true,
    });
    expect([
      (await inbox.messages(ada.email)).length,
      (await inbox.messages(`no-${ada.email}`)).length,
    ]).toEqual([2, 0]);
  });

  test("somebody who is signed in asks for no other's address, and not for one that is confirmed", async () => {
    const { client, ada, inbox, open } = await begin(start);
    await client.signUp.email(ada);
    expect((await client.sendVerificationEmail({ email: `no-${ada.email}` })).error?.code).toBe(
      "EMAIL_MISMATCH",
    );
    expect((await client.sendVerificationEmail({ email: ada.email })).error).toBeNull();
    await open(linkIn(await inbox.next(ada.email)));
    expect((await client.sendVerificationEmail({ email: ada.email })).error?.code).toBe(
      "EMAIL_ALREADY_VERIFIED",
    );
  });

  test("a forged or changed token confirms nothing", async () => {
    const { client, ada, inbox, get } = await strict();
    await client.signUp.email(ada);
    const token = new URL(linkIn(await inbox.next(ada.email))).searchParams.get("token")!;
    for (const wrong of ["", "nonsense", `${token}x`, token.slice(0, -2)])
      expect((await get(`/verify-email?token=${wrong}`)).status, wrong).toBeGreaterThanOrEqual(400);
    expect((await client.signIn.email(ada)).error?.code).toBe("EMAIL_NOT_VERIFIED");
  });

  test("twenty openings of one link at once confirm once", async () => {
    const scene = await strict();
    const { client, ada, inbox, visit } = scene;
    await client.signUp.email(ada);
    const link = linkIn(await inbox.next(ada.email));
    await times(20, async () => await visit().open(link));
    expect(await eventsOf(scene, "email.verified")).toHaveLength(1);
  });

  test("an address is changed by the link that the new one was sent, and not before", async () => {
    const { client, ada, inbox, visit } = await begin(start);
    await client.signUp.email(ada);
    const next = `new-${ada.email}`;
    expect((await client.changeEmail({ newEmail: next })).error).toBeNull();
    expect((await client.getSession()).data?.user.email).toBe(ada.email);
    const link = linkIn(await inbox.next(next));
    expect((await visit().open(link)).status).toBeLessThan(400);
    expect((await client.getSession()).data?.user).toMatchObject({
      email: next,
      emailVerified: true,
    });
    expect((await client.signIn.email({ email: next, password: ada.password })).error).toBeNull();
    expect((await client.signIn.email(ada)).error?.status).toBe(401);
  });

  test("a link that changes an address works once, also for whoever has the old address next", async () => {
    const { client, ada, inbox, visit, admin } = await begin(start);
    await client.signUp.email(ada);
    await client.changeEmail({ newEmail: `new-${ada.email}` });
    const link = linkIn(await inbox.next(`new-${ada.email}`));
    const pages = await times(20, async () => (await visit().open(link)).headers.get("location"));
    expect(pages.filter((page) => page === "/")).toHaveLength(1);
    expect(pages.filter((page) => page === "/?error=INVALID_TOKEN").length).toBeGreaterThan(0);
    const successor = visit();
    await successor.client.signUp.email(ada);
    const thief = visit();
    expect((await thief.open(link)).headers.get("location")).toBe("/?error=INVALID_TOKEN");
    expect((await thief.client.getSession()).data).toBeNull();
    expect((await admin.users.listUsers({ email: ada.email })).data).toHaveLength(1);
  });

  test("changing to an address that is taken says nothing, and changes nothing", async () => {
    const { client, ada, inbox, visit } = await begin(start);
    const taken = `taken-${ada.email}`;
    await visit().client.signUp.email({ ...ada, email: taken });
    await client.signUp.email(ada);
    const free = await client.changeEmail({ newEmail: `free-${ada.email}` });
    expect((await client.changeEmail({ newEmail: taken })).data).toEqual(free.data);
    await inbox.next(`free-${ada.email}`);
    expect(await inbox.messages(taken)).toEqual([]);
  });
});

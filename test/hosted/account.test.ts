/** The account pages, without scripts. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { begin, engines, eventsOf, linkIn, neighbour, type Scene } from "../support/signIn";
import { registerPasskey } from "../support/passkeys";
import { codesOf, setUp } from "../support/secondFactor";
import { pathIn } from "../support/visitor";
import { formIn, hiddenIn, openPage, signInOn, submit, visitNext } from "../support/hosted";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  return () => {
    vi.unstubAllEnvs();
    vi.useRealTimers();
  };
});

const [[, start]] = engines;
type Settings = Parameters<typeof begin>[1];

const own = ({ project }: Pick<Scene, "project">, path = "") => `/p/${project.id}/account${path}`;

/** Ada, signed in on the account pages. */
async function signedIn(more: Settings = {}): Promise<Scene> {
  const scene = await begin(start, { ...more, features: { hostedUi: true, ...more.features } });
  await scene.client.signUp.email(scene.ada);
  return scene;
}

/** Opens a page and submits its form. */
async function act(
  scene: Scene,
  page: string,
  part: string,
  fields: Readonly<Record<string, string>> = {},
) {
  return await submit(scene, await openPage(scene, own(scene, page)), fields, { part });
}

/** As after sixteen minutes: the session is no longer a recent one. */
async function grownOld<T>(work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 16 * 60_000 });
  return await work();
}

describe("who is signed out", () => {
  test("signs in first, and comes back", async () => {
    const scene = await begin(start, { features: { hostedUi: true } });
    await scene.visit().client.signUp.email(scene.ada);
    const away = await openPage(scene, own(scene, "/sessions"));
    expect([away.status, away.next?.pathname.endsWith("/authorize")]).toEqual([303, true]);
    const done = await signInOn(scene, await visitNext(scene, away));
    expect(done.next?.pathname).toBe(own(scene, "/sessions"));
    expect((await visitNext(scene, done)).text).toContain("This browser");
  });

  test.each([
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/..//evil.example",
    "/account/../../evil",
    "/account?x=//evil.example",
    "/account%0d%0aSet-Cookie:x=1",
    "javascript:alert(1)",
    "/hosted/continue",
    "/logout",
    "",
  ])("a sign-in never leads to %s", async (path) => {
    const scene = await signedIn();
    const query = new URLSearchParams({ return_path: path });
    const shown = await openPage(scene, `/p/${scene.project.id}/authorize?${query}`);
    expect([shown.status, shown.next]).toEqual([400, null]);
    const confirm = await act(scene, `/confirm?${query}`, "confirm", {
      password: scene.ada.password,
    });
    expect(confirm.next?.pathname).toBe(own(scene));
  });

  test("sees no account page where the project has turned them off", async () => {
    const scene = await signedIn();
    await scene.admin.configuration.saveDashboardConfig({ features: { hostedUi: false } });
    for (const path of ["", "/security", "/sessions", "/deletion", "/confirm"])
      expect((await openPage(scene, own(scene, path))).status, path).toBe(404);
  });
});

describe("the profile", () => {
  test("the name is saved", async () => {
    const scene = await signedIn();
    const saved = await act(scene, "", "/name", { name: "Ada Lovelace" });
    expect(saved.status).toBe(303);
    const shown = await visitNext(scene, saved);
    expect(shown.text).toMatch(/Your change is saved[^]*value="Ada Lovelace"/);
    expect((await act(scene, "", "/name", { name: " " })).text).toContain("Enter your name");
  });

  test("the address changes by the mailed link, and the old one hears of it", async () => {
    const scene = await signedIn();
    const newEmail = `new.${scene.ada.email}`;
    await act(scene, "", "/verification");
    await scene.click(linkIn(await scene.inbox.next(scene.ada.email)));
    expect((await act(scene, "", "/email", { newEmail: "x" })).status).toBe(422);
    const same = await act(scene, "", "/email", { newEmail: scene.ada.email });
    expect(same.text).toContain("This is your address already");
    const sent = await act(scene, "", "/email", { newEmail });
    expect(sent.text).toContain(newEmail);
    expect((await openPage(scene, own(scene))).text).not.toContain(`value="${newEmail}"`);
    const clicked = await scene.click(linkIn(await scene.inbox.next(newEmail)));
    expect(clicked.headers.get("refresh")).toContain(own(scene));
    const back = await openPage(scene, own(scene));
    const signed = back.next
      ? await visitNext(
          scene,
          await signInOn(
            { ...scene, ada: { ...scene.ada, email: newEmail } },
            await visitNext(scene, back),
          ),
        )
      : back;
    expect(signed.text).toContain(newEmail);
    expect((await scene.inbox.next(scene.ada.email, 2)).text).toMatch(/undo-email-change/);
  });

  test("a taken address looks like a free one, and its owner keeps it", async () => {
    const scene = await signedIn();
    const bob = { ...scene.ada, name: "Bob", email: `bob.${scene.ada.email}` };
    await scene.visit().client.signUp.email(bob);
    const plain = (text: string, email: string) =>
      text.replaceAll(email, "X").replace(/(nonce|value)="[^"]*"/g, "");
    const taken = await act(scene, "", "/email", { newEmail: bob.email });
    const free = await act(scene, "", "/email", { newEmail: `free.${bob.email}` });
    expect(plain(taken.text, bob.email)).toBe(plain(free.text, `free.${bob.email}`));
  });

  test("the address of an old session changes only after the password", async () => {
    const scene = await signedIn();
    const newEmail = `new.${scene.ada.email}`;
    await grownOld(async () => {
      const refused = await act(scene, "", "/email", { newEmail });
      expect(refused.next?.pathname).toBe(own(scene, "/confirm"));
      const asked = await visitNext(scene, refused);
      const wrong = await submit(scene, asked, { password: "not the password" });
      expect(wrong.text).toContain("The password is wrong");
      const confirmed = await submit(scene, asked, { password: scene.ada.password });
      expect(confirmed.next?.pathname).toBe(own(scene));
      expect((await act(scene, "", "/email", { newEmail })).text).toContain(newEmail);
    });
  });

  test("the password changes with the present one, and other devices are signed out", async () => {
    const scene = await signedIn();
    const other = scene.visit();
    await other.client.signIn.email(scene.ada);
    const change = { currentPassword: "wrong", password: "a new battery staple", endOthers: "1" };
    const wrong = await act(scene, "", "/account/password", change);
    expect([wrong.status, wrong.text.includes("The password is wrong")]).toEqual([400, true]);
    const { password: currentPassword } = scene.ada;
    const short = await act(scene, "", "/account/password", {
      ...change,
      ...{ currentPassword, password: "x" },
    });
    expect(short.text).toContain("Choose a longer password");
    const saved = await act(scene, "", "/account/password", { ...change, currentPassword });
    expect((await visitNext(scene, saved)).text).toContain("Your change is saved");
    expect((await other.client.getSession()).data).toBeNull();
  });

  test("who has no password gets a link, and chooses one", async () => {
    const scene = await begin(start, {
      authMethods: { magicLink: true },
      features: { hostedUi: true },
    });
    await scene.client.signIn.magicLink({ email: scene.ada.email, name: "Ada" });
    await scene.open(linkIn(await scene.inbox.next(scene.ada.email)));
    const shown = await openPage(scene, own(scene));
    expect(shown.text).not.toContain("Current password");
    const sent = await submit(scene, shown, {}, { part: "password-link" });
    expect(sent.text).toContain("Check your mail");
    const link = linkIn(await scene.inbox.next(scene.ada.email, 2));
    const opened = await openPage(scene, pathIn(link));
    const chosen = await submit(scene, await visitNext(scene, opened), {
      password: "a new battery staple",
    });
    expect(chosen.text).toContain("Your password is changed");
  });

  test("an unconfirmed address gets its mail again", async () => {
    const scene = await signedIn();
    const sent = await act(scene, "", "/verification");
    expect(sent.text).toContain("We have sent a link");
    await scene.click(linkIn(await scene.inbox.next(scene.ada.email)));
    expect((await openPage(scene, own(scene))).text).not.toContain("not confirmed");
  });
});

describe("security", () => {
  const withFactor: Settings = { authMethods: { twoFactor: true, passkey: true } };

  test("sets an app up, makes new backup codes, and turns it off", async () => {
    const scene = await signedIn(withFactor);
    const { password } = scene.ada;
    const wrong = await act(scene, "/security", "/account/factor", { password: "wrong" });
    expect(wrong.text).toContain("The password is wrong");
    const setup = await act(scene, "/security", "/account/factor", { password });
    const fields = hiddenIn(setup);
    const code = codesOf(fields.uri!);
    const saved = await submit(scene, setup, { ...fields, code: await code() });
    const [first = ""] = fields.backupCodes!.split(" ");
    expect(saved.text).toContain(first);
    expect((await openPage(scene, own(scene, "/security"))).text).not.toContain(first);
    const renewed = await act(scene, "/security", "backup-codes", { password });
    expect(renewed.text).toMatch(/<li><code>/);
    expect(renewed.text).not.toContain(first);
    const off = await act(scene, "/security", "disable", { password });
    expect((await visitNext(scene, off)).text).toContain("needs no code");
  });

  test("backup codes and turning off need the password, and a session with the factor", async () => {
    const scene = await signedIn(withFactor);
    const { password } = scene.ada;
    await setUp(scene, password);
    for (const part of ["backup-codes", "disable"]) {
      const refused = await act(scene, "/security", part, { password: "wrong" });
      expect(refused.text, part).toContain("The password is wrong");
      expect(refused.text, part).not.toContain("<li>");
    }
    expect(await eventsOf(scene, "two_factor.disabled")).toEqual([]);
  });

  test("a wrong first code, and a form without a setup, set no app up", async () => {
    const scene = await signedIn(withFactor);
    const { password } = scene.ada;
    const setup = await act(scene, "/security", "/account/factor", { password });
    const { uri = "", backupCodes = "" } = hiddenIn(setup);
    const wrong = await submit(scene, setup, { uri, backupCodes, code: "x" });
    expect([wrong.status, wrong.text]).toEqual([401, expect.stringContaining("The code is wrong")]);
    expect(hiddenIn(wrong)).toMatchObject({ uri, backupCodes });
    for (const odd of [{ uri: "javascript:alert(1)" }, { backupCodes: "<b>" }, { uri: "" }]) {
      const code = await codesOf(uri)();
      const refused = await submit(scene, setup, { uri, backupCodes, code, ...odd });
      expect([refused.status, refused.text]).toEqual([200, expect.stringContaining("no code")]);
    }
    const { data } = await scene.client.getSession();
    expect(data?.user.twoFactorEnabled).toBe(false);
  });

  test("with a factor, confirming takes its code and not the password", async () => {
    const scene = await signedIn(withFactor);
    const { code } = await setUp(scene, scene.ada.password);
    const shown = await openPage(scene, own(scene, "/confirm?return_path=/account/security"));
    expect(shown.text).not.toContain('name="password"');
    expect((await submit(scene, shown, { code: "x" })).text).toContain("The code is wrong");
    const done = await submit(scene, shown, { code: await code() });
    expect(done.next?.pathname).toBe(own(scene, "/security"));
  });

  test("what needs the factor leads a session without it to the code, and then succeeds", async () => {
    const scene = await signedIn(withFactor);
    const other = scene.visit();
    const elsewhere = { ...scene, ...other };
    await other.client.signIn.email(scene.ada);
    const { code } = await setUp(scene, scene.ada.password);
    const { password } = scene.ada;
    const before = await act(elsewhere, "/security", "disable", { password });
    expect([before.status, before.next?.pathname]).toEqual([303, own(scene, "/confirm")]);
    expect(await eventsOf(scene, "two_factor.disabled")).toEqual([]);
    const asked = await visitNext(elsewhere, before);
    const done = await submit(elsewhere, asked, { code: await code() });
    expect(done.next?.pathname).toBe(own(scene, "/security"));
    const off = await act(elsewhere, "/security", "disable", { password });
    expect((await visitNext(elsewhere, off)).text).toContain("needs no code");
  });

  test("removes a passkey, of an old session after the password only", async () => {
    const scene = await signedIn(withFactor);
    await registerPasskey(scene);
    const shown = await openPage(scene, own(scene, "/security"));
    const { passkey = "" } = hiddenIn({ text: shown.text.split("Passkeys")[1]! });
    const part = "passkey/remove";
    await grownOld(async () => {
      const refused = await submit(scene, shown, { passkey }, { part });
      expect(refused.next?.pathname).toBe(own(scene, "/confirm"));
    });
    vi.useRealTimers();
    const removed = await submit(scene, shown, { passkey }, { part });
    expect((await visitNext(scene, removed)).text).toContain("has no passkeys");
  });

  test("removes nothing of another user", async () => {
    const scene = await signedIn(withFactor);
    const other = scene.visit();
    await other.client.signIn.email(scene.ada);
    const sessions = await openPage(scene, own(scene, "/sessions"));
    const bob = { ...scene, ...scene.visit() };
    await bob.client.signUp.email({ ...scene.ada, email: `bob.${scene.ada.email}` });
    const { id: passkey } = await registerPasskey(bob);
    const session = (await bob.client.getSession()).data!.session.id;
    await submit(scene, sessions, { session }, { part: "/sessions/end" });
    expect((await bob.client.getSession()).data).not.toBeNull();
    await registerPasskey(scene);
    const security = await openPage(scene, own(scene, "/security"));
    const refused = await submit(scene, security, { passkey }, { part: "passkey/remove" });
    expect([refused.status >= 400, refused.next]).toEqual([true, null]);
    expect((await openPage(bob, own(bob, "/security"))).text).toContain(passkey);
  });
});

describe("devices", () => {
  test("lists the sessions, ends one, then all others", async () => {
    const scene = await signedIn();
    const others = [scene.visit(), scene.visit(), scene.visit()];
    for (const other of others) await other.client.signIn.email(scene.ada);
    const shown = await openPage(scene, own(scene, "/sessions"));
    expect(shown.text.split("<li>").length).toBe(5);
    const id = (await others[0]!.client.getSession()).data!.session.id;
    const ended = await submit(scene, shown, { session: id }, { part: "/sessions/end" });
    expect(ended.status).toBe(303);
    expect((await others[0]!.client.getSession()).data).toBeNull();
    expect((await others[1]!.client.getSession()).data).not.toBeNull();
    await submit(scene, shown, {}, { part: "end-others" });
    for (const other of others) expect((await other.client.getSession()).data).toBeNull();
    expect((await openPage(scene, own(scene, "/sessions"))).text.split("<li>").length).toBe(2);
  });

  test("names browsers by what they say", async () => {
    const scene = await signedIn();
    const agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0<script>";
    await scene.visit().client.signIn.email(scene.ada, { headers: { "user-agent": agent } });
    const { text } = await openPage(scene, own(scene, "/sessions"));
    expect(text).toContain("Firefox on Linux");
    expect(text).not.toContain("<script");
  });
});

describe("deletion", () => {
  test("takes the typed address and the password, and ends every session", async () => {
    const scene = await signedIn();
    const { email, password } = scene.ada;
    for (const fields of [
      { confirmation: "x", password },
      { confirmation: email, password: "wrong" },
    ]) {
      const refused = await act(scene, "/deletion", "deletion", fields);
      expect(refused.status).toBeGreaterThanOrEqual(400);
      expect((await scene.client.getSession()).data).not.toBeNull();
    }
    const done = await act(scene, "/deletion", "deletion", { confirmation: email, password });
    expect(done.text).toContain("Your account is deleted");
    expect((await openPage(scene, own(scene))).next?.pathname).toContain("/authorize");
    expect(await eventsOf(scene, "user.deleted")).toHaveLength(1);
  });

  test("of an old session without a password sent along takes another proof", async () => {
    const scene = await signedIn();
    await grownOld(async () => {
      const refused = await act(scene, "/deletion", "deletion", { confirmation: scene.ada.email });
      expect(refused.next?.pathname).toBe(own(scene, "/confirm"));
    });
    expect(await eventsOf(scene, "user.deleted")).toEqual([]);
  });

  test("the only owner of an organization is told why not", async () => {
    const scene = await signedIn();
    const { id: organizationId } = await scene.admin.organizations.createOrganization({
      name: "Acme",
    });
    const userId = (await scene.client.getSession()).data!.user.id;
    await scene.admin.organizations.addMember({ organizationId, userId, role: "owner" });
    const { email, password } = scene.ada;
    const refused = await act(scene, "/deletion", "deletion", { confirmation: email, password });
    expect([refused.status, refused.text.includes("the only owner")]).toEqual([409, true]);
  });

  test("a form of another user's page deletes nobody", async () => {
    const scene = await signedIn();
    const page = await openPage(scene, own(scene, "/deletion"));
    const bob = { ...scene.ada, email: `bob.${scene.ada.email}` };
    await scene.client.signOut();
    await scene.client.signUp.email(bob);
    const stale = await submit(scene, page, { confirmation: bob.email, password: bob.password });
    expect([stale.status, stale.text.includes("out of date")]).toEqual([403, true]);
    expect(await eventsOf(scene, "user.deleted")).toEqual([]);
  });
});

test("every form of the account pages refuses another site, another browser and another project", async () => {
  const scene = await signedIn({ authMethods: { twoFactor: true } });
  const foreign = await neighbour(scene, { features: { hostedUi: true } });
  const before = await eventsOf(scene);
  for (const page of ["", "/security", "/sessions", "/deletion", "/confirm"]) {
    const shown = await openPage(scene, own(scene, page));
    const parts = [...shown.text.matchAll(/<form method="post" action="([^"?]*)/g)];
    expect(parts.length, page).toBeGreaterThan(0);
    for (const [, part = ""] of parts) {
      const { action } = formIn(shown, part);
      const refusals = [
        await submit(scene, shown, {}, { part, headers: { "sec-fetch-site": "cross-site" } }),
        await submit(scene, shown, {}, { part, token: "0".repeat(64) }),
        await submit({ ...scene.visit(), runtime: scene.runtime }, shown, {}, { part }),
        await submit(
          scene,
          shown,
          {},
          { part, action: action.replace(scene.project.id, foreign.project.id) },
        ),
      ];
      expect(
        refusals.map(({ status }) => status),
        part,
      ).toEqual([403, 403, 403, 403]);
    }
  }
  expect(await eventsOf(scene)).toEqual(before);
});

test("a user who must set up a second factor is led to it from every account page", async () => {
  const scene = await signedIn();
  const required = { authMethods: { twoFactor: true }, features: { mfa: true } };
  await scene.admin.configuration.saveDashboardConfig(required);
  for (const path of ["", "/security", "/sessions", "/deletion"])
    expect((await openPage(scene, own(scene, path))).next?.pathname, path).toContain(
      "/hosted/enrolment",
    );
  const asked = await visitNext(scene, await openPage(scene, own(scene, "/sessions")));
  const setup = await submit(scene, asked, { password: scene.ada.password });
  const fields = hiddenIn(setup);
  const saved = await submit(scene, setup, { ...fields, code: await codesOf(fields.uri!)() });
  expect((await submit(scene, saved)).next?.pathname).toBe(own(scene, "/sessions"));
});

test("the pages are in German where the project and the browser say so", async () => {
  const scene = await signedIn({ features: { hostedUi: true, localization: true } });
  for (const path of ["", "/security", "/sessions", "/deletion", "/confirm"]) {
    const response = await scene.browse(own(scene, path), { headers: { "accept-language": "de" } });
    expect(await response.text(), path).toMatch(/<html lang="de">/);
  }
});

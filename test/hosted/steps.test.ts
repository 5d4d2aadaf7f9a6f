/** The pages between a sign-in and the app: a second factor to set up, an organization to choose. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { begin, engines, eventsOf, neighbour, type Scene } from "../support/signIn";
import { codesOf } from "../support/secondFactor";
import {
  beginFlow,
  exchange,
  hiddenIn,
  newApp,
  openPage,
  REDIRECT,
  signInOn,
  submit,
  visitNext,
  type Begun,
  type Shown,
} from "../support/hosted";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  return () => vi.unstubAllEnvs();
});

const [[, start]] = engines;
const required = { authMethods: { twoFactor: true }, features: { mfa: true } };
type Settings = Parameters<typeof begin>[1];

async function signedUp(more: Settings = {}): Promise<Scene & { clientId: string }> {
  const scene = await begin(start, { ...more, features: { hostedUi: true, ...more.features } });
  await scene.visit().client.signUp.email(scene.ada);
  const { clientId } = await newApp(scene);
  return { ...scene, clientId };
}

/** The session of the app. */
async function exchanged(scene: Scene & { clientId: string }, begun: Begun, { next }: Shown) {
  const response = await exchange(scene, {
    code: next?.searchParams.get("code") ?? "",
    client_id: scene.clientId,
    redirect_uri: REDIRECT,
    code_verifier: begun.verifier,
  });
  return (await response.json()) as {
    access_token: string;
    session?: { activeOrganizationId: string | null };
  };
}

describe("a user who must set up a second factor", () => {
  /** Up to the page with the QR code. */
  async function scanned(changes: Record<string, string> = {}) {
    const scene = await signedUp(required);
    const begun = beginFlow(scene, scene.clientId, changes);
    const signedIn = await signInOn(scene, await openPage(scene, begun.path));
    expect(signedIn.next?.pathname).toContain("/hosted/enrolment");
    const asked = await visitNext(scene, signedIn);
    const setup = await submit(scene, asked, { password: scene.ada.password });
    return { scene, begun, asked, setup };
  }

  test.each([{}, { prompt: "login" }, { max_age: "0" }] as Record<string, string>[])(
    "sets it up on the way to the app: %o",
    async (changes) => {
      const { scene, begun, setup } = await scanned(changes);
      expect(setup.text).toMatch(/<svg\s[^>]*role="img"/);
      const { uri = "", backupCodes = "" } = hiddenIn(setup);
      const secret = new URL(uri).searchParams.get("secret")!;
      expect(setup.text).toContain(secret.match(/.{1,4}/g)!.join(" "));
      const wrong = await submit(scene, setup, { uri, backupCodes, code: "x" });
      expect(wrong.text).toContain("The code is wrong");
      expect(hiddenIn(wrong)).toEqual(hiddenIn(setup));
      const code = await codesOf(uri)();
      const saved = await submit(scene, wrong, { uri, backupCodes, code });
      expect(saved.text).toContain("Save your backup codes");
      for (const each of backupCodes.split(" ")) expect(saved.text).toContain(each);
      const done = await submit(scene, saved);
      const { access_token } = await exchanged(scene, begun, done);
      expect(access_token).toBeTruthy();
      const later = { ...scene, ...scene.visit() };
      const factor = await signInOn(later, await openPage(later, begun.path));
      const [backupCode = ""] = backupCodes.split(" ");
      expect((await submit(later, factor, { backupCode })).next?.searchParams.has("code")).toBe(
        true,
      );
    },
  );

  test("enters the password, and a wrong one sets nothing up", async () => {
    const { scene, asked } = await scanned();
    const wrong = await submit(scene, asked, { password: "not the password" });
    expect([wrong.status, wrong.text.includes("<svg")]).toEqual([400, false]);
    expect(wrong.text).toContain("password is wrong");
  });

  test("gets no code before: not by continuing, and not in silence", async () => {
    const { scene } = await scanned();
    const again = await openPage(scene, beginFlow(scene, scene.clientId).path);
    const continued = await submit(scene, again);
    expect(continued.next?.pathname).toContain("/hosted/enrolment");
    const silent = await openPage(scene, beginFlow(scene, scene.clientId, { prompt: "none" }).path);
    expect(silent.next?.searchParams.get("error")).toBe("interaction_required");
  });

  test("is told so where one is set up already, and backup codes are not shown again", async () => {
    const { scene, setup } = await scanned();
    const fields = hiddenIn(setup);
    const saved = await submit(scene, setup, { ...fields, code: await codesOf(fields.uri!)() });
    expect(saved.status).toBe(200);
    const reopened = await openPage(scene, setupPath(setup));
    expect(reopened.text).not.toContain(fields.backupCodes!.split(" ")[0]);
    const repeated = await submit(scene, setup, { ...fields, code: "x" });
    expect([repeated.status, repeated.text.includes("<li>")]).toEqual([403, false]);
  });

  test("a form with another key or other codes shows nothing of them", async () => {
    const { scene, setup } = await scanned();
    const forged = await submit(scene, setup, {
      uri: "javascript:alert(1)",
      backupCodes: "<img src=x>",
      code: "123456",
    });
    expect(forged.text).not.toMatch(/javascript:|<img/);
    expect(forged.text).toContain("Set up a second factor");
  });

  test("the page needs a session", async () => {
    const scene = await signedUp(required);
    const { path } = beginFlow(scene, scene.clientId);
    const shown = await openPage(scene, path.replace("/authorize", "/hosted/enrolment"));
    expect([shown.status, shown.next?.pathname.endsWith("/authorize")]).toEqual([303, true]);
  });

  const setupPath = ({ text }: Shown): string => {
    const [, action = ""] = /action="([^"]*)"/.exec(text) ?? [];
    return action
      .slice(action.indexOf("/p/"))
      .replaceAll("&amp;", "&")
      .replace("/enrolment/code", "/enrolment");
  };
});

test("an app that the user opened before is still signed out after the enrolment", async () => {
  const scene = await signedUp();
  const begun = beginFlow(scene, scene.clientId);
  const { access_token } = await exchanged(
    scene,
    begun,
    await signInOn(scene, await openPage(scene, begun.path)),
  );
  await scene.admin.configuration.saveDashboardConfig(required);
  const again = await submit(scene, await openPage(scene, beginFlow(scene, scene.clientId).path));
  const asked = await visitNext(scene, again);
  const setup = await submit(scene, asked, { password: scene.ada.password });
  const fields = hiddenIn(setup);
  await submit(scene, setup, { ...fields, code: await codesOf(fields.uri!)() });
  await submit(scene, await openPage(scene, `/p/${scene.project.id}/logout`));
  const response = await scene.runtime.fetch(`/p/${scene.project.id}/api/auth/get-session`, {
    headers: { authorization: `Bearer ${access_token}` },
  });
  expect(await response.json()).toBeNull();
});

describe("prompt=select_organization", () => {
  async function member(names: readonly string[], fields: object = {}) {
    const scene = await signedUp();
    const { admin } = scene;
    const { data } = await admin.users.listUsers({ limit: 1 });
    const organizations = [];
    for (const name of names) {
      const organization = await admin.organizations.createOrganization({ name, ...fields });
      await admin.organizations.addMember({
        ...{ organizationId: organization.id, userId: data[0]!.id, role: "member" },
      });
      organizations.push(organization);
    }
    const begun = beginFlow(scene, scene.clientId, { prompt: "select_organization" });
    return { scene, organizations, begun };
  }

  test("shows the organizations of a member of several, and makes the chosen one active", async () => {
    const { scene, organizations, begun } = await member(["Acme", "Birch"]);
    const signedIn = await signInOn(scene, await openPage(scene, begun.path));
    expect(signedIn.next?.pathname).toContain("/hosted/organization");
    const choice = await visitNext(scene, signedIn);
    expect(choice.text).toMatch(/Acme[^]*Birch/);
    const organization = organizations[1]!.id;
    const done = await submit(scene, choice, { organization });
    const { session } = await exchanged(scene, begun, done);
    expect(session?.activeOrganizationId).toBe(organization);
    const again = await openPage(
      scene,
      beginFlow(scene, scene.clientId, { prompt: "select_organization" }).path,
    );
    expect((await submit(scene, again)).next?.pathname).toContain("/hosted/organization");
  });

  test("takes the only one without asking, and none of a user without any", async () => {
    for (const names of [["Acme"], []]) {
      const { scene, organizations, begun } = await member(names);
      const done = await signInOn(scene, await openPage(scene, begun.path));
      const { session } = await exchanged(scene, begun, done);
      expect(session?.activeOrganizationId).toBe(organizations[0]?.id ?? null);
    }
  });

  test("is left out for a request that names one, and refused together with none", async () => {
    const { scene, organizations } = await member(["Acme", "Birch"]);
    const changes = { prompt: "select_organization", organization_id: organizations[0]!.id };
    const begun = beginFlow(scene, scene.clientId, changes);
    const done = await signInOn(scene, await openPage(scene, begun.path));
    expect(done.next?.searchParams.has("code")).toBe(true);
    const wrong = beginFlow(scene, scene.clientId, { prompt: "none select_organization" });
    expect((await openPage(scene, wrong.path)).next?.searchParams.get("error")).toBe(
      "invalid_request",
    );
  });

  test("may be joined with login, and survives a password reset", async () => {
    const { scene } = await member(["Acme", "Birch"]);
    const both = beginFlow(scene, scene.clientId, { prompt: "login select_organization" });
    const signedIn = await signInOn(scene, await openPage(scene, both.path));
    expect(signedIn.next?.pathname).toContain("/hosted/organization");
    const choice = await visitNext(scene, signedIn);
    const organization = /name="organization" value="([^"]*)"/.exec(choice.text)![1]!;
    expect((await submit(scene, choice, { organization })).next?.searchParams.has("code")).toBe(
      true,
    );
  });

  test("gives no code for an organization of someone else, of another project, or with a policy", async () => {
    const { scene, organizations, begun } = await member(["Acme", "Birch"]);
    const other = await scene.admin.organizations.createOrganization({ name: "Other" });
    const foreign = await (
      await neighbour(scene)
    ).admin.organizations.createOrganization({ name: "Foreign" });
    await scene.admin.organizations.updateOrganization({
      organizationId: organizations[0]!.id,
      requireMfa: true,
    });
    const signedIn = await signInOn(scene, await openPage(scene, begun.path));
    const choice = await visitNext(scene, signedIn);
    expect(choice.text).not.toContain(organizations[0]!.id);
    expect(choice.text).toContain("Acme: it requires");
    for (const organization of [organizations[0]!.id, other.id, foreign.id, "x"]) {
      const { next } = await submit(scene, choice, { organization });
      expect(next?.searchParams.get("error"), organization).toBe("access_denied");
    }
    expect(await eventsOf(scene, "session.created")).toHaveLength(2); // of the sign-up and the sign-in
  });
});

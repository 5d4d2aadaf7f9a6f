/** Accepting an invitation where the project has hosted pages. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { begin, engines, linkIn, type Scene } from "../support/signIn";
import { pathIn } from "../support/visitor";
import { openPage, signInOn, submit, visitNext, type Shown } from "../support/hosted";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  return () => vi.unstubAllEnvs();
});

const [[, start]] = engines;
type Settings = Parameters<typeof begin>[1];

async function invited(more: Settings = {}) {
  const scene = await begin(start, { ...more, features: { hostedUi: true, ...more.features } });
  const { admin, inbox, ada } = scene;
  const { id: organizationId } = await admin.organizations.createOrganization({ name: "Acme" });
  const sent = { organizationId, email: ada.email, role: "member" };
  const invitation = await admin.organizations.sendInvitation(sent);
  const path = pathIn(linkIn(await inbox.next(ada.email)));
  const members = async () => (await admin.organizations.listMembers({ organizationId })).data;
  return { ...scene, organizationId, invitation, path, members };
}

const decode = (text: string) => text.replaceAll("&amp;", "&");
/** Follows the page's link to the sign-in pages whose address contains `part`. */
async function follow(scene: Scene, { text }: Shown, part: string): Promise<Shown> {
  const links = [...text.matchAll(/href="([^"]*\/authorize[^"]*)"/g)].map(([, url]) =>
    decode(url!),
  );
  const url = links.find((each) => each.includes(part));
  expect(url, text).toBeDefined();
  return await openPage(scene, url!.slice(url!.indexOf("/p/")));
}

const press = async ({ browse, runtime }: Scene, path: string) =>
  await browse(path, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", origin: runtime.origin },
  });

describe("a mailed invitation", () => {
  test("leads through the sign-up back to itself, and is accepted by its button", async () => {
    const scene = await invited();
    const shown = await openPage(scene, scene.path);
    const form = await follow(scene, shown, "sign-up");
    expect(form.text).toContain(`value="${scene.ada.email}"`);
    const done = await submit(scene, form, { ...scene.ada }, { part: "/hosted/sign-up" });
    expect(done.next?.pathname).toContain("/invitation");
    const back = await visitNext(scene, done);
    expect(back.text).toContain("Accept invitation");
    expect(await scene.members()).toEqual([]);
    const accepted = await (await press(scene, scene.path)).text();
    expect(accepted).toContain("You joined Acme");
    expect(await scene.members()).toHaveLength(1);
    expect((await openPage(scene, scene.path)).text).toContain("You joined Acme"); // reloaded
    const stranger = { ...scene, ...scene.visit() };
    expect((await openPage(stranger, scene.path)).text).toContain("no longer valid");
  });

  test("leads through the sign-in of the invited address", async () => {
    const scene = await invited();
    await scene.visit().client.signUp.email(scene.ada);
    const form = await follow(scene, await openPage(scene, scene.path), "return_path");
    expect(form.text).toContain(`value="${scene.ada.email}"`);
    const back = await visitNext(scene, await signInOn(scene, form));
    expect(back.text).toContain("Accept invitation");
  });

  test("for another address names both, offers a way out, and is accepted by nobody else", async () => {
    const scene = await invited();
    await scene.visit().client.signUp.email(scene.ada);
    const bob = { ...scene.ada, name: "Bob", email: `bob.${scene.ada.email}` };
    await scene.client.signUp.email(bob);
    const shown = await openPage(scene, scene.path);
    expect(shown.text).toContain(`You are signed in as ${bob.email}`);
    expect(shown.text).not.toContain("<form");
    const refused = await press(scene, scene.path);
    expect([refused.status, await scene.members()]).toEqual([404, []]);
    const form = await follow(scene, shown, "prompt=login");
    const back = await visitNext(scene, await signInOn(scene, form));
    expect(back.text).toContain("Accept invitation");
    expect((await press(scene, scene.path)).status).toBe(200);
  });

  test.each(["revoked", "expired"] as const)(
    "that is %s says so, and leads to no sign-in",
    async (state) => {
      const scene = await invited();
      if (state === "revoked")
        await scene.admin.organizations.revokeInvitation(scene.invitation.id);
      else vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 8 * 24 * 3_600_000 });
      const shown = await openPage(scene, scene.path);
      vi.useRealTimers();
      expect(shown.text).toContain("no longer valid");
      expect(shown.text).not.toMatch(/<form|\/authorize/);
    },
  );

  test("offers no sign-up where the project has none, and no sign-in without hosted pages", async () => {
    const scene = await invited({ features: { hostedUi: true, signUp: false } });
    expect((await openPage(scene, scene.path)).text).not.toContain("sign-up");
    await scene.admin.configuration.saveDashboardConfig({ features: { hostedUi: false } });
    expect((await openPage(scene, scene.path)).text).not.toContain("/authorize");
    await scene.admin.configuration.saveDashboardConfig({ features: { hostedUi: true } });
    vi.stubEnv("BANATA_AUTH_PAGES", "console");
    expect((await openPage(scene, scene.path)).text).not.toContain("/authorize");
  });

  test("is in German where the project and the browser say so", async () => {
    const scene = await invited({ features: { hostedUi: true, localization: true } });
    const response = await scene.browse(scene.path, { headers: { "accept-language": "de" } });
    expect(await response.text()).toMatch(/<html lang="de">[^]*Acme beitreten/);
  });
});

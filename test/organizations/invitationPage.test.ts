/** The runtime's own page behind an invitation's mail, and the frame that such pages have. */
import { describe, expect, test } from "vitest";
import { defaultSettings } from "../../convex/component/configuration/defaults";
import { toAppearance } from "../../convex/component/emails/rendering";
import { html, pageHeaders, pageText, webAddress } from "../../convex/component/api/pageFrame";
import { begin, engines, linkIn, type Scene } from "../support/signIn";

async function invited(start: (typeof engines)[number][1], organization = "Analytical Engines") {
  const scene = await begin(start);
  const { admin, inbox, ada } = scene;
  const { id: organizationId } = await admin.organizations.createOrganization({
    name: organization,
  });
  const { email } = ada;
  const invitation = await admin.organizations.sendInvitation({
    organizationId,
    email,
    role: "member",
  });
  const link = linkIn(await inbox.next(email));
  const members = async () => (await admin.organizations.listMembers({ organizationId })).data;
  return { ...scene, organizationId, invitation, link, members };
}

/** As a browser does that follows a link in a webmail, and then presses the page's button. */
const pathOf = (link: string) => {
  const { pathname, search } = new URL(link);
  return pathname.slice(pathname.indexOf("/p/")) + search;
};
const open = async ({ browse }: Pick<Scene, "browse">, link: string) =>
  await browse(pathOf(link), {
    headers: { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" },
  });
const press = async (
  { browse, runtime }: Pick<Scene, "browse" | "runtime">,
  link: string,
  origin: string | null = runtime.origin,
) =>
  await browse(pathOf(link), {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      ...(origin === null ? { "sec-fetch-site": "cross-site" } : { origin }),
    },
  });

describe.each(engines)("%s", (_name, start) => {
  test("opened without a session it says who invites where, and spends nothing", async () => {
    const scene = await invited(start);
    for (let i = 0; i < 3; i++) {
      const response = await open(scene, scene.link);
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "referrer-policy": "same-origin",
        "x-content-type-options": "nosniff",
        "content-security-policy":
          "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
      });
      const page = await response.text();
      expect(page).toContain("Join Analytical Engines");
      expect(page).toContain(scene.ada.email);
      expect(page).not.toMatch(/<form|<script/);
    }
    expect((await press(scene, scene.link)).status).toBe(409);
    expect(await scene.members()).toEqual([]);
    expect(
      (await scene.admin.organizations.listInvitations({ organizationId: scene.organizationId }))
        .data,
    ).toMatchObject([{ status: "pending" }]);
  });

  test("its button accepts with the session of the invited address, and verifies that address", async () => {
    const scene = await invited(start);
    const { client, ada, members } = scene;
    const { data } = await client.signUp.email(ada);
    expect(data?.user.emailVerified).toBe(false);
    expect(await (await open(scene, scene.link)).text()).toContain('<form method="post">');
    expect(await members()).toEqual([]);
    const response = await press(scene, scene.link);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("You joined Analytical Engines");
    expect(await members()).toMatchObject([{ userId: data?.user.id, source: "invitation" }]);
    expect((await client.getSession()).data?.user.emailVerified).toBe(true);
    expect((await press(scene, scene.link)).status).toBe(409);
    expect(await (await open(scene, scene.link)).text()).toContain("You joined");
    const stranger = scene.visit();
    expect(await (await open(stranger, scene.link)).text()).toContain("no longer valid");
  });

  test("accepts for nobody else, and not for a page of another site", async () => {
    const scene = await invited(start);
    const { ada, runtime, visit, members } = scene;
    const other = { ...visit(), runtime };
    await other.client.signUp.email({ ...ada, email: `other.${ada.email}` });
    const response = await press(other, scene.link);
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("a different address");
    await scene.client.signUp.email(ada);
    for (const origin of ["https://evil.example", "null", null])
      expect((await press(scene, scene.link, origin)).status).toBe(403);
    expect(await members()).toEqual([]);
  });
});

describe("the page", () => {
  const [[, start]] = engines;

  test("leads to the app, where one of the project's clients says that it is", async () => {
    const scene = await invited(start);
    await scene.admin.authClients.createClient({
      name: "App",
      type: "web",
      redirectUris: ["https://app.example.com/callback"],
    });
    const page = await (await open(scene, scene.link)).text();
    expect(page).toContain('href="https://app.example.com"');
    expect(page).not.toContain(new URL(scene.link).searchParams.get("token"));
  });

  test("looks alike for every token that is not good, and is not there for another project", async () => {
    const scene = await invited(start);
    const { admin, link, invitation, browse, project } = scene;
    const texts = new Set<string>();
    await admin.organizations.revokeInvitation(invitation.id);
    for (const token of [new URL(link).searchParams.get("token"), "0".repeat(64), "", "%00"]) {
      const response = await browse(`/p/${project.id}/invitation?token=${token}`);
      expect(response.status).toBe(200);
      texts.add(await response.text());
    }
    expect([...texts]).toHaveLength(1);
    expect((await browse(`/p/proj_none/invitation?token=x`)).status).toBe(404);
    expect((await browse(`/p/${project.id}/invitation`, { method: "PUT" })).status).toBe(405);
  });

  test("escapes what it shows, as names without links", async () => {
    const scene = await invited(start, `<img src=x onerror="alert(1)"> https://evil.example`);
    const page = await (await open(scene, scene.link)).text();
    expect(page).not.toContain("<img");
    expect(page).not.toContain("evil.example");
  });
});

describe("the frame", () => {
  const appearance = toAppearance(
    { name: `A & <b>`, logoUrl: null },
    {
      ...defaultSettings.branding,
      primaryColor: "#0a0",
      font: "Inter",
      customCss: "</style><script>",
    },
  );

  test("escapes all values but HTML made in the same way", () => {
    const evil = `"><script>alert('1')</script>&`;
    const inner = html`<i title="${evil}">${evil}${[html`<b>${1}</b>`, html`${null}`]}</i>`;
    const page = pageText(appearance, { title: evil, body: html`<p>${inner}</p>` });
    expect(page).not.toContain("<script");
    expect(page).toContain("A &amp; &lt;b&gt;");
    expect(page).toContain("<b>1</b>");
    expect(page).toContain("--accent:#0a0");
    expect(page).toMatch(/prefers-color-scheme/);
  });

  test.each([
    ["https://app.example.com/x", "https://app.example.com/x"],
    ["javascript:alert(1)", null],
    ["data:text/html,x", null],
    ["app.example.com", null],
    [null, null],
  ])("an address is http(s): %s", (address, expected) => {
    expect(webAddress(address)).toBe(expected);
  });

  test("a form may lead to origins that are named, and they add no directive", () => {
    const policy = pageHeaders({
      formOrigins: ["https://app.example.com/a; script-src *", "javascript:x", "x y"],
    })["content-security-policy"];
    expect(policy).toContain("form-action 'self' https://app.example.com;");
    expect(policy).not.toContain("script-src");
  });
});

/** The intent `audit_logs`: the organization's entries, with filters, and no others. */
import { beforeEach, expect, test, vi } from "vitest";
import { newPortalVisitor } from "../support/portal";
import { httpRuntime } from "../support/runtime";
import { keyWith, scene, twoOrganizations } from "../support/transports";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "portal");
  return () => vi.unstubAllEnvs();
});

async function start() {
  const begun = await scene(httpRuntime);
  const { client, sdk, runtime, project } = begun;
  const [here, there] = await twoOrganizations(client);
  const maker = await keyWith(begun, ["portal.create", "audit.read"]);
  await sdk.organizations.updateOrganization({ organizationId: here, name: "Renamed <b>" });
  await sdk.organizations.updateOrganization({ organizationId: there, name: "Elsewhere" });
  const { link } = await maker.sdk.portal.generateLink({
    ...{ organizationId: here, intent: "audit_logs" },
  });
  const visitor = newPortalVisitor(runtime, project.id);
  const shown = await visitor.follow(await visitor.spend(link));
  return { sdk, here, there, visitor, shown };
}

test("a visitor reads the entries of the organization, and no others", async () => {
  const { shown, there } = await start();
  expect(shown.status).toBe(200);
  for (const action of ["organization.updated", "portal.link_created", "portal.session_started"])
    expect(shown.text).toContain(`<strong>${action}</strong`);
  expect(shown.text).not.toContain(there);
  expect(shown.text).not.toContain("Elsewhere");
});

test("filters are applied, kept in the form, and never fail the page", async () => {
  const { visitor } = await start();
  const found = async (query: string) => {
    const { status, text } = await visitor.open(`/portal/audit-logs?${query}`);
    return { status, text, count: text.split("<time ").length - 1 };
  };
  const one = await found("action=organization.updated&outcome=success");
  expect([one.status, one.count]).toEqual([200, 1]);
  expect(one.text).toMatch(/value="organization\.updated"/);
  expect(one.text).toMatch(/<option value="success"\s+selected>/);
  expect((await found("outcome=denied")).count).toBe(0);
  expect((await found("from=2001-01-01&to=2001-01-02")).count).toBe(0);
  const today = new Date().toISOString().slice(0, 10);
  expect((await found(`from=${today}&to=9999-12-31`)).count).toBeGreaterThan(1);
  for (const query of [
    "from=nonsense&to=0000-00-00&outcome=x",
    `action=${"x".repeat(200)}`,
    "after=x",
  ])
    expect((await found(query)).status, query).toBeLessThan(500);
});

test("entries beyond a page are behind a link, with the same filters", async () => {
  const { sdk, here, visitor } = await start();
  for (let i = 0; i < 51; i++)
    await sdk.organizations.updateOrganization({ organizationId: here, name: `Name ${i}` });
  const first = await visitor.open("/portal/audit-logs?action=organization.updated");
  const href = /class="button" href="([^"]*after=[^"]*)"/.exec(first.text)![1]!;
  expect(href).toContain("action=organization.updated");
  const path = href.replaceAll("&amp;", "&").replace(/^\/p\/[^/]+/, "");
  const second = await visitor.open(path);
  expect(second.text.split("<time ").length - 1).toBe(2);
});

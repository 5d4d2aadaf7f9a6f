/** SCIM at a project's own domain: locations are where the request arrived. */
import { beforeEach, expect, test, vi } from "vitest";
import { newDirectory, person } from "../support/scim";
import { ssoStage } from "../support/ssoStage";

const stage = ssoStage();

/** The host of every request on the test engine. */
const HERE = "https://some.convex.site";
const SITE = "https://happy-otter-123.convex.example.com";

beforeEach(() => {
  vi.stubEnv("CONVEX_SITE_URL", SITE);
  return () => vi.unstubAllEnvs();
});

/** Requests arrive at the domain of this project. */
const setDomain = async ({ id: projectId }: { readonly id: string }) =>
  await stage.engine.run(async ({ db }) => {
    for (const row of await db.query("authDomains").collect()) await db.delete(row._id);
    const row = { projectId, domain: new URL(HERE).host, confirmedAt: Date.now() };
    await db.insert("authDomains", row);
  });

async function newScene() {
  const tenant = await stage.newTenant();
  return { tenant, scim: await newDirectory(stage, tenant) };
}

/** The origins of all locations in an answer. */
const originsIn = (answer: object): string[] => {
  const found = JSON.stringify(answer).matchAll(/"(https:\/\/[^/"]+)\/p\/[^"]*"/g);
  return [...new Set([...found].map(([, origin]) => origin!))];
};

test("each answer names the domain, and the site URL when the request arrived there", async () => {
  const { tenant, scim } = await newScene();
  const base = `/p/${tenant.project.id}/api/auth/scim/v2`;
  expect(scim.directory.scimConfig.baseUrl).toBe(SITE + base);
  const id = await scim.create(person(`ada@${tenant.domain}`));
  const operation = { method: "POST", path: "/Groups", bulkId: "g" };
  const asked = async () => {
    const member = { displayName: crypto.randomUUID(), members: [{ value: id }] };
    const created = await scim.send("POST", "/Groups", member);
    const bulk = {
      schemas: ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],
      Operations: [{ ...operation, data: { displayName: crypto.randomUUID() } }],
    };
    const answers = [
      created,
      await scim.send("GET", `/Groups/${String(created.body.id)}`),
      await scim.send("GET", "/Groups"),
      await scim.send("GET", "/Users"),
      await scim.send("GET", `/Users/${id}`),
      await scim.send("GET", `/Users?filter=${encodeURIComponent(`id eq "${id}"`)}`),
      await scim.patch(id, { op: "replace", path: "title", value: crypto.randomUUID() }),
      await scim.send("POST", "/Bulk", bulk),
      await scim.send("GET", "/ServiceProviderConfig"),
      await scim.send("GET", "/ResourceTypes/User"),
      await scim.send("GET", "/Schemas"),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, ...answers.slice(1).map(() => 200)]);
    expect(created.headers.get("location")).toMatch(originsIn(created.body)[0]!);
    return answers.map(({ body }) => originsIn(body));
  };
  for (const origins of await asked()) expect(origins).toEqual([SITE]);
  await setDomain(tenant.project);
  for (const origins of await asked()) expect(origins).toEqual([HERE]);
});

test("the directories of other projects are refused there, whatever the token", async () => {
  const { tenant, scim } = await newScene();
  const other = await newScene();
  await setDomain(tenant.project);
  expect((await scim.send("GET", "/Users")).status).toBe(200);
  const refused = await other.scim.send("POST", "/Users", person(`eve@${other.tenant.domain}`));
  expect([refused.status, refused.body]).toMatchObject([403, { status: "403" }]);
  await setDomain(other.tenant.project);
  expect((await other.scim.send("GET", "/Users")).body).toMatchObject({ totalResults: 0 });
  expect((await scim.send("GET", "/Users")).status).toBe(403);
});

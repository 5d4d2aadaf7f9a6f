/** The intent `dsync`: a directory is set up through the portal alone, and by nothing else. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { Provisioning, ScimRefusal } from "../../src/cli/demoScim/provisioning";
import { newPortalVisitor } from "../support/portal";
import { allRows, textOf } from "../support/rows";
import { ssoStage } from "../support/ssoStage";
import { keyWith } from "../support/transports";
import type { Shown } from "../support/hosted";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "portal");
  return () => {
    vi.unstubAllEnvs();
    vi.unstubAllGlobals();
  };
});

const USED = ["directory.create", "directory.read", "directory.update"];
/** What the role `member` grants. */
const MEMBER = ["organization.read", "member.read", "team.read"];
const { runtime, newTenant } = ssoStage();

async function start(permissions: string[] = ["portal.create", ...USED, ...MEMBER]) {
  const tenant = await newTenant();
  const { project, admin, organizationId } = tenant;
  const scene = { runtime, project, client: admin, sdk: runtime.sdk(project) };
  const maker = await keyWith(scene, permissions);
  const begin = async (intent: "dsync" | "users" = "dsync") => {
    const { link } = await maker.sdk.portal.generateLink({ organizationId, intent });
    const visitor = newPortalVisitor(runtime, project.id);
    return { visitor, shown: await visitor.follow(await visitor.spend(link)) };
  };
  const directories = async () =>
    (await admin.directories.listDirectories({ organizationId })).data;
  return { ...tenant, ...scene, maker, begin, directories, ...(await begin()) };
}

const tokenIn = ({ text }: Shown): string => /scim_[0-9a-f]+/.exec(text)![0];
const idIn = ({ text }: Shown): string => /directory\?id=(dir_\w+)/.exec(text)![1]!;
const onceIn = ({ text }: Shown): string => /name="once" value="([^"]*)"/.exec(text)![1]!;

/** The start of a token; a provider's name ends in `scim_v2`. */
const TOKEN = /scim_[0-9a-f]{8}/;

/** Sends the page's form once, as a browser does. */
const create = async (
  { visitor, shown }: Pick<Awaited<ReturnType<typeof start>>, "visitor" | "shown">,
  fields: Readonly<Record<string, string>> = {},
) =>
  await visitor.submit(shown, "/directories/create", {
    ...{ once: onceIn(shown), name: "Acme <b>", provider: "okta", role: "member" },
    ...fields,
  });

test("a directory is set up through the portal alone, and its page shows how it goes", async () => {
  const stage = await start(["*"]);
  const { visitor, domain, directories } = stage;
  const made = await create(stage);
  expect([made.status, made.text]).toEqual([200, expect.stringContaining("shown this once")]);
  expect(made.response.headers.get("cache-control")).toContain("no-store");
  const [id, bearerToken] = [idIn(made), tokenIn(made)];
  const page = `/portal/directories/directory?id=${id}`;
  const before = await visitor.open(page);
  expect(before.text).toContain("Your identity provider has sent no request yet.");
  expect(before.text).not.toMatch(TOKEN);
  const mapped = await visitor.submit(before, "/map", { id, group: "Leads", role: "admin" });
  expect(mapped.text).toContain("leads gives admin");

  // The client of `banata-auth demo-scim`, with what the page has shown.
  vi.stubGlobal("fetch", async (input: string, init: RequestInit) => {
    const { pathname, search } = new URL(input);
    return await runtime.fetch(pathname + search, init);
  });
  const baseUrl = /<code>([^<]*scim[^<]*)<\/code>/.exec(made.text)![1]!;
  const provisioning = new Provisioning({ baseUrl, bearerToken, log: () => undefined });
  expect(await provisioning.assign({ email: `ada@${domain}`, name: "Ada Lovelace" })).toBe(true);
  await provisioning.assign({ email: "eve@elsewhere.example", name: "Eve" });
  expect(await provisioning.join(`ada@${domain}`, "Leads")).toBe(true);
  await expect(
    new Provisioning({ baseUrl, bearerToken: `${bearerToken}0`, log: () => undefined }).list(),
  ).rejects.toBeInstanceOf(ScimRefusal);
  const failed = await runtime.fetch(`${new URL(baseUrl).pathname}/Users?filter=nonsense`, {
    headers: { authorization: `Bearer ${bearerToken}` },
  });
  expect(failed.status).toBe(400);

  const after = await visitor.open(page);
  expect(after.text).toContain("Last request that succeeded");
  expect(after.text).toMatch(/<li>[\d-]+ [\d:]+ UTC, status 400: \w.* \(request \w+/);
  expect(after.text).toContain(`ada@${domain}`);
  expect(after.text).toContain("the address is in no verified domain");
  expect(after.text).toMatch(/Leads:\s+1 members/);
  const [member] = (
    await stage.admin.organizations.listMembers({ organizationId: stage.organizationId })
  ).data;
  expect(member?.role.split(",").sort()).toEqual(["admin", "member"]);

  // With another link the progress is there.
  const later = await stage.begin();
  expect(later.shown.text).toContain("Acme &lt;b&gt;");
  expect((await later.visitor.open(page)).text).toContain("leads gives admin");
  const unmapped = await later.visitor.submit(await later.visitor.open(page), "/unmap", {
    ...{ id, group: "leads", role: "admin" },
  });
  expect(unmapped.text).toContain("No group gives a role.");
  expect(await directories()).toEqual([expect.objectContaining({ id, groupRoles: [] })]);
});

test("the endpoint for Entra ID has its flag, and Google is no choice", async () => {
  const stage = await start();
  expect(stage.shown.text).toContain("Google has no SCIM for apps");
  expect(stage.shown.text).not.toContain('value="google_workspace"');
  expect((await create(stage)).text).not.toContain("aadOptscim062020");
  const shown = await stage.visitor.open("/portal/directories");
  const made = await create({ ...stage, shown }, { provider: "azure_scim_v2" });
  expect(made.text).toMatch(/<code>[^<]*\?aadOptscim062020<\/code>/);
});

describe("a token", () => {
  test("is shown once, and is stored nowhere", async () => {
    const stage = await start();
    const made = await create(stage);
    const token = tokenIn(made);
    expect(textOf(await allRows(runtime.engine))).not.toContain(token);
    for (const path of ["/portal/directories", `/portal/directories/directory?id=${idIn(made)}`])
      expect((await stage.visitor.open(path)).text).not.toMatch(TOKEN);
    expect((await stage.visitor.open("/portal/directories/create")).status).toBe(303);
  });

  test("is not made again by a reload of its page", async () => {
    const stage = await start();
    const made = await create(stage);
    const reloaded = await create(stage);
    expect([reloaded.status, reloaded.text]).toEqual([
      409,
      expect.stringContaining("The token was shown already"),
    ]);
    expect(reloaded.text).not.toMatch(TOKEN);
    expect(await stage.directories()).toHaveLength(1);

    const id = idIn(made);
    const page = await stage.visitor.open(`/portal/directories/directory?id=${id}`);
    const rotate = async () =>
      await stage.visitor.submit(page, "/rotate", { id, once: onceIn(page) });
    const rotated = await rotate();
    expect(tokenIn(rotated)).not.toBe(tokenIn(made));
    expect(rotated.text).toContain("The former token is valid until");
    expect((await rotate()).status).toBe(409);
    const rows = await allRows(runtime.engine);
    expect(rows.directoryTokens?.filter((row) => row.directoryId === id)).toHaveLength(2);
  });
});

describe("roles", () => {
  test("that the maker of the link does not hold are neither offered nor given", async () => {
    const stage = await start();
    const { visitor, shown, directories } = stage;
    expect(shown.text).not.toContain('<option value="admin"');
    expect((await create(stage, { role: "admin" })).status).toBe(403);
    const made = await create(stage, { once: "f".repeat(64) });
    const id = idIn(made);
    const page = await visitor.open(`/portal/directories/directory?id=${id}`);
    for (const [form, fields] of [
      ["/map", { group: "Leads", role: "admin" }],
      ["/default-role", { role: "admin" }],
    ] as const)
      expect((await visitor.submit(page, form, { id, ...fields })).status, form).toBe(403);
    expect(await directories()).toEqual([
      expect.objectContaining({ defaultRole: "member", groupRoles: [] }),
    ]);
  });

  test("never include owner, whoever made the link", async () => {
    const stage = await start(["*"]);
    const { admin, visitor, organizationId, directories } = stage;
    expect((await create(stage, { role: "owner" })).status).toBe(403);
    const { id } = await admin.directories.createDirectory({
      ...{ organizationId, name: "Owners", provider: "okta" },
      groupRoles: [{ group: "owners", role: "owner" }],
    });
    const page = await visitor.open(`/portal/directories/directory?id=${id}`);
    expect(page.text).toContain("owners gives owner");
    expect(page.text).not.toContain('<option value="owner"');
    for (const [form, fields] of [
      ["/map", { group: "Leads", role: "owner" }],
      ["/map", { group: "Leads", role: "member" }],
      ["/unmap", { group: "owners", role: "owner" }],
      ["/default-role", { role: "owner" }],
      ["/rotate", { once: onceIn(page) }],
    ] as const)
      expect((await visitor.submit(page, form, { id, ...fields })).status, form).toBe(403);
    expect(await directories()).toEqual([
      expect.objectContaining({ groupRoles: [{ group: "owners", role: "owner" }] }),
    ]);
  });

  test("follow the maker of the link at the time of the call", async () => {
    const { sdk, maker, visitor, shown, directories, ...stage } = await start(["*"]);
    await sdk.apiKeys.updateKey({ keyId: maker.id, permissions: ["portal.create", ...USED] });
    expect((await create({ visitor, shown }, { role: "admin" })).status).toBe(403);
    await sdk.apiKeys.deleteKey({ keyId: maker.id });
    expect((await create({ visitor, shown })).status).toBe(401);
    expect(stage.project.id).toMatch(/^\w+$/);
    expect(await directories()).toEqual([]);
  });
});

test("directories of others are not found", async () => {
  const stage = await start(["*"]);
  const { admin, visitor } = stage;
  const { id: there } = await admin.organizations.createOrganization({ name: "There" });
  const other = await admin.directories.createDirectory({
    ...{ organizationId: there, name: "Secret name", provider: "okta" },
  });
  const stranger = await start(["*"]);
  const foreign = idIn(await create(stranger));
  const made = await create(stage);
  const own = await visitor.open(`/portal/directories/directory?id=${idIn(made)}`);
  const page = await visitor.submit(own, "/map", {
    ...{ id: idIn(made), group: "Leads", role: "member" },
  });
  for (const id of [other.id, foreign, "", "x".repeat(3_000)]) {
    const opened = await visitor.open(
      `/portal/directories/directory?${new URLSearchParams({ id })}`,
    );
    expect([404, 422]).toContain(opened.status);
    expect(opened.text).not.toContain("Secret name");
    for (const form of ["/map", "/unmap", "/default-role", "/rotate"]) {
      const fields = { id, group: "Leads", role: "member", once: "e".repeat(64) };
      expect([404, 422], form).toContain((await visitor.submit(page, form, fields)).status);
    }
  }
});

test("a link for something else leads to none of these pages", async () => {
  const stage = await start(["*"]);
  const { visitor } = await stage.begin("users");
  expect((await visitor.open("/portal/directories")).next?.pathname).toMatch(/\/portal$/);
  expect((await create({ visitor, shown: stage.shown })).status).toBe(403);
  expect(await stage.directories()).toEqual([]);
});

test("bad input is refused on the page", async () => {
  const stage = await start(["*"]);
  for (const [name, role] of [
    ["", "member"],
    ["x".repeat(500), "member"],
    ["Acme", "unknown"],
    ["Acme", ""],
  ] as const)
    expect((await create(stage, { name, role })).status, `${name} ${role}`).toBe(422);
  const id = idIn(await create(stage));
  const page = await stage.visitor.open(`/portal/directories/directory?id=${id}`);
  for (const [group, role] of [
    ["", "member"],
    ["x".repeat(500), "member"],
    ["Leads", "super_admin"],
  ] as const)
    expect((await stage.visitor.submit(page, "/map", { id, group, role })).status).toBe(422);
});

test("the last ten requests that failed are listed, the newest first", async () => {
  const stage = await start();
  const made = await create(stage);
  const bearerToken = tokenIn(made);
  const { admin } = stage;
  const baseUrl = new URL(/<code>(http[^<]*)<\/code>/.exec(made.text)![1]!).pathname;
  const { id } = (await stage.directories())[0]!;
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    for (let i = 0; i < 12; i++) {
      vi.setSystemTime(Date.now() + 2_000);
      await runtime.fetch(`${baseUrl}/Users?filter=wrong${i}`, {
        headers: { authorization: `Bearer ${bearerToken}`, "x-request-id": `attempt-${i}.` },
      });
    }
    const { recentFailures, lastFailure } = await admin.directories.getDirectory({
      providerId: id,
    });
    expect(recentFailures.map(({ requestId }) => requestId)).toEqual(
      Array.from({ length: 10 }, (_, i) => `attempt-${11 - i}.`),
    );
    expect(lastFailure).toEqual(recentFailures[0]);
    const page = await stage.visitor.open(`/portal/directories/directory?id=${id}`);
    const shown = [...page.text.matchAll(/\(request (attempt-\d+\.)\)/g)].map(([, name]) => name);
    expect(shown).toEqual(recentFailures.map(({ requestId }) => requestId));
  } finally {
    vi.useRealTimers();
  }
});

test("of the requests that fail within a second the first is listed, as text", async () => {
  const stage = await start();
  const made = await create(stage);
  const authorization = `Bearer ${tokenIn(made)}`;
  const baseUrl = new URL(/<code>(http[^<]*)<\/code>/.exec(made.text)![1]!).pathname;
  const address = `/portal/directories/directory?id=${(await stage.directories())[0]!.id}`;
  expect((await stage.visitor.open(address)).text).not.toContain("Last requests that failed");
  const now = Date.now();
  vi.useFakeTimers({ toFake: ["Date"] });
  try {
    for (const [i, time] of [0, 999, 1_000, 1_500].entries()) {
      vi.setSystemTime(now + time);
      const headers = { authorization, "x-request-id": `attempt-${i}.` };
      await runtime.fetch(`${baseUrl}/Users?filter=<b>wrong`, { headers });
    }
    const { text } = await stage.visitor.open(address);
    const shown = [...text.matchAll(/\(request (attempt-\d+\.)\)/g)].map(([, name]) => name);
    expect(shown).toEqual(["attempt-2.", "attempt-0."]);
    expect(text).not.toContain("<b>");
  } finally {
    vi.useRealTimers();
  }
});

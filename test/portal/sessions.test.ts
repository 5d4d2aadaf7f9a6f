/** Links to the admin portal: who can make one, how it is used, and what ends its session. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { beginOperator, setRole, trustSession } from "../support/operators";
import { formIn } from "../support/hosted";
import { newPortalVisitor } from "../support/portal";
import { httpRuntime, newProject, type RunOnRows } from "../support/runtime";
import { allRows, textOf } from "../support/rows";
import { failureOf, keyWith, scene } from "../support/transports";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "portal");
  return () => {
    vi.unstubAllEnvs();
    vi.useRealTimers();
  };
});

const USED = ["domain.create", "domain.delete", "domain.read", "domain.verify"];
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

async function start() {
  const begun = await scene(httpRuntime);
  const { sdk, runtime, project } = begun;
  const { id: organizationId } = await sdk.organizations.createOrganization({ name: "Acme" });
  const input = { organizationId, intent: "domain_verification" } as const;
  const visit = () => newPortalVisitor(runtime, project.id);
  return { ...begun, organizationId, input, visitor: visit(), visit };
}
type Stage = Awaited<ReturnType<typeof start>>;

/** A key that may make links for the intent, and the visitor with a session of its link. */
async function begin(stage: Stage, permissions = ["portal.create", ...USED]) {
  const maker = await keyWith(stage, permissions);
  const made = await maker.sdk.portal.generateLink(stage.input);
  const shown = await stage.visitor.follow(await stage.visitor.spend(made.link));
  expect(shown.text).toContain("Claim a domain");
  return { ...made, maker, shown };
}

function passTime(milliseconds: number): void {
  const now = Date.now();
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(now + milliseconds);
}

describe("a link", () => {
  test("names its session, intent and end, and its token is stored nowhere", async () => {
    const { sdk, input, organizationId, runtime, project } = await start();
    const { link, ...rest } = await sdk.portal.generateLink({ ...input, expiresIn: 600 });
    expect(rest).toEqual({
      sessionId: expect.stringMatching(/^pses_/),
      ...input,
      expiresAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    const url = new URL(link);
    expect([url.pathname, url.search]).toEqual([`/p/${project.id}/portal/open`, ""]);
    expect(url.hash).toMatch(/^#[0-9a-f]{64}$/);
    const { engine } = runtime;
    expect(textOf(await allRows(engine))).not.toContain(url.hash.slice(1));
    expect((await sdk.portal.listSessions({ organizationId })).data).toEqual([
      expect.objectContaining({ id: rest.sessionId, status: "pending", startedAt: null }),
    ]);
  });

  test("is made at the path of the hosted product as well", async () => {
    const { runtime, project, input } = await start();
    const response = await runtime.fetch("/banata/portal/generate-link", {
      method: "POST",
      headers: { authorization: `Bearer ${project.key}`, "content-type": "application/json" },
      body: JSON.stringify(input),
    });
    expect([response.status, await response.json()]).toEqual([
      200,
      expect.objectContaining({ ...input, link: expect.stringContaining("/portal/open#") }),
    ]);
  });

  test("is not used up by opening it, works once, and its second use is recorded", async () => {
    const stage = await start();
    const { sdk, visitor, visit, input } = stage;
    const { link, sessionId } = await sdk.portal.generateLink(input);
    expect((await visitor.open("/portal/open")).status).toBe(200);
    expect((await visitor.spend(link)).status).toBe(303);
    const thief = visit();
    expect((await thief.spend(link)).status).toBe(410);
    expect(thief.cookies.size).toBe(0);
    // In the browser that has its session it leads there.
    expect((await visitor.spend(link)).next?.pathname).toMatch(/\/portal$/);
    const { data } = await sdk.auditLogs.listEvents({ targetId: sessionId });
    const refusals = data.filter(({ action }) => action === "portal.link_refused");
    expect(refusals[0]).toMatchObject({ outcome: "denied", metadata: { reason: "used" } });
    const started = data.find(({ action }) => action === "portal.session_started");
    expect(started?.actor).toMatchObject({ type: "portal", id: sessionId });
    expect(started?.actor.name).toMatch(/^Admin portal, link by full access, ak_/);
  });

  test.each([
    ["after its end", {}, 301_000],
    ["of another site", { "sec-fetch-site": "cross-site" }, 0],
  ])("is refused %s", async (_what, headers, wait) => {
    const { sdk, visitor, input } = await start();
    const { link } = await sdk.portal.generateLink(input);
    passTime(wait);
    expect([403, 410]).toContain((await visitor.spend(link, headers)).status);
    expect(visitor.cookies.size).toBe(0);
  });

  test("of another project, or none, is refused", async () => {
    const { sdk, runtime, input, visitor } = await start();
    const { link } = await sdk.portal.generateLink(input);
    const other = await newProject(runtime);
    const { hash } = new URL(link);
    const there = newPortalVisitor(runtime, other.id);
    expect((await there.post(`/p/${other.id}/portal/open`, { link: hash })).status).toBe(410);
    for (const none of ["", "#", "nonsense", "x".repeat(5_000)])
      expect((await visitor.post(new URL(link).pathname, { link: none })).status).toBe(410);
  });
});

describe("a link can be made", () => {
  test.each(USED)("only with %s, which its session uses", async (missing) => {
    const stage = await start();
    const rest = USED.filter((each) => each !== missing);
    const { sdk } = await keyWith(stage, ["portal.create", ...rest]);
    expect(await failureOf(sdk.portal.generateLink(stage.input))).toMatchObject({
      status: 403,
      message: expect.stringContaining(missing),
    });
  });

  test("for the organization of the key alone", async () => {
    const stage = await start();
    const there = await stage.sdk.organizations.createOrganization({ name: "There" });
    const permissions = ["portal.create", ...USED];
    const { sdk } = await keyWith(stage, permissions, { organizationId: stage.organizationId });
    await sdk.portal.generateLink(stage.input);
    const elsewhere = sdk.portal.generateLink({ ...stage.input, organizationId: there.id });
    expect(await failureOf(elsewhere)).toMatchObject({ status: 404 });
    const { sessionId } = await stage.sdk.portal.generateLink({
      ...{ organizationId: there.id, intent: "domain_verification" },
    });
    expect(await failureOf(sdk.portal.revokeSession(sessionId))).toMatchObject({ status: 404 });
    expect((await sdk.portal.listSessions()).data).toHaveLength(1);
  });

  test.each(["log_streams"] as const)("not for %s, which has no pages yet", async (intent) => {
    const { sdk, organizationId } = await start();
    expect(await failureOf(sdk.portal.generateLink({ organizationId, intent }))).toMatchObject({
      status: 409,
      code: "not_available",
    });
  });

  test("not where the deployment serves no portal", async () => {
    const { sdk, input, visitor } = await start();
    vi.stubEnv("BANATA_AUTH_PAGES", "console");
    expect(await failureOf(sdk.portal.generateLink(input))).toMatchObject({
      status: 409,
      code: "not_available",
    });
    expect((await visitor.open("/portal/open")).status).toBe(404);
  });

  test("with a return URL of the project's apps alone", async () => {
    const { sdk, input, visitor } = await start();
    await sdk.authClients.createClient({
      ...{ name: "Shop", type: "web", redirectUris: ["https://app.example.com/callback"] },
    });
    for (const returnUrl of ["https://evil.example/", "javascript:alert(1)", "nonsense"])
      expect(await failureOf(sdk.portal.generateLink({ ...input, returnUrl }))).toMatchObject({
        status: 422,
        errors: [expect.objectContaining({ field: "returnUrl" })],
      });
    const returnUrl = "https://app.example.com/callback";
    const { link } = await sdk.portal.generateLink({ ...input, returnUrl });
    const shown = await visitor.follow(await visitor.spend(link));
    const done = await visitor.submit(shown, "/portal/end");
    expect(done.text).toContain(`href="${returnUrl}"`);
  });

  test("at most a hundred times for an organization", async () => {
    const { sdk, input, organizationId } = await start();
    for (let i = 0; i < 100; i++) await sdk.portal.generateLink(input);
    expect(await failureOf(sdk.portal.generateLink(input))).toMatchObject({ code: "conflict" });
    const { data } = await sdk.portal.listSessions({ organizationId, limit: 1 });
    await sdk.portal.revokeSession(data[0]!.id);
    await sdk.portal.generateLink(input);
  });
});

describe("a session ends", () => {
  const ends: readonly [
    string,
    (stage: Stage & Awaited<ReturnType<typeof begin>>) => Promise<unknown>,
  ][] = [
    [
      "with the key that made its link",
      async ({ sdk, maker }) => await sdk.apiKeys.deleteKey({ keyId: maker.id }),
    ],
    [
      "when that key is disabled",
      async ({ sdk, maker }) => await sdk.apiKeys.updateKey({ keyId: maker.id, enabled: false }),
    ],
    [
      "with its organization",
      async ({ sdk, organizationId }) => await sdk.organizations.deleteOrganization(organizationId),
    ],
    ["when it is revoked", async ({ sdk, sessionId }) => await sdk.portal.revokeSession(sessionId)],
    ["after an hour without use", async () => passTime(HOUR)],
    ["by its own button", async ({ visitor, shown }) => await visitor.submit(shown, "/end")],
  ];
  test.each(ends)("%s", async (_what, end) => {
    const stage = await start();
    const begun = await begin(stage);
    await end({ ...stage, ...begun });
    const { visitor } = stage;
    expect((await visitor.open("/portal/domains")).text).not.toContain("Claim a domain");
    const late = await visitor.submit(begun.shown, "/create", { domain: "late.example" });
    expect([401, 403]).toContain(late.status);
    vi.useRealTimers();
    const rows = await allRows(stage.runtime.engine);
    expect(rows.domains).toEqual([]);
  });

  test("after eight hours, however it is used", async () => {
    const stage = await start();
    await begin(stage);
    const { visitor } = stage;
    for (let minutes = 0; minutes < 8 * 60 - 50; minutes += 50) {
      passTime(50 * MINUTE);
      expect((await visitor.open("/portal/domains")).text).toContain("Claim a domain");
    }
    passTime(50 * MINUTE);
    expect((await visitor.open("/portal/domains")).text).not.toContain("Claim a domain");
  });
});

test("a session does no more than the maker of its link may do at that time", async () => {
  const stage = await start();
  const { maker, shown, sessionId } = await begin(stage);
  const left = ["portal.create", "domain.read"];
  await stage.sdk.apiKeys.updateKey({ keyId: maker.id, permissions: left });
  const refused = await stage.visitor.submit(shown, "/create", { domain: "acme.example" });
  expect([refused.status, refused.text]).toEqual([
    403,
    expect.stringContaining("This link does not allow that"),
  ]);
  const { data } = await stage.sdk.auditLogs.listEvents({ action: "access.denied" });
  expect(data[0]).toMatchObject({
    actor: { type: "portal", id: sessionId },
    targets: [{ type: "operation", id: "domains.createVerification" }],
  });
});

test("the writes of a session are limited to 120 a minute", async () => {
  const stage = await start();
  const { sdk, organizationId } = stage;
  const { shown } = await begin(stage);
  passTime(0); // the clock stands still
  const { action, token } = formIn(shown, "/create");
  const create = async (i: number) =>
    (await stage.visitor.post(action, { form: token, domain: `d${i}.example` })).status;
  for (let i = 0; i < 120; i++) {
    expect(await create(i)).toBe(303);
    if (i % 60 === 59)
      for (const { id } of (await sdk.domains.list({ organizationId, limit: 100 })).data)
        await sdk.domains.delete(id);
  }
  expect(await create(120)).toBe(429);
  passTime(MINUTE);
  expect(await create(121)).toBe(303);
});

test("what a session does is recorded with it and the maker of its link", async () => {
  const stage = await start();
  const { maker, shown, sessionId } = await begin(stage);
  await stage.visitor.submit(shown, "/create", { domain: "acme.example" });
  const { data } = await stage.sdk.auditLogs.listEvents({ action: "domain.created" });
  const name = expect.stringContaining(maker.id) as string;
  expect(data[0]?.actor).toEqual({ type: "portal", id: sessionId, name });
});

test("an operator's link ends with the operator's membership, and follows the role", async () => {
  const stage = await start();
  const { runtime, project, visitor, input } = stage;
  const runOnRows: RunOnRows = async (work) =>
    await runtime.engine.run(async (ctx) => await work(ctx));
  const operator = await beginOperator(runtime, { projectId: project.id });
  await trustSession(runOnRows, operator);
  const made = await operator.call("portal.generateLink", { ...input, projectId: project.id });
  const shown = await visitor.follow(await visitor.spend(String(made.body.link)));
  expect(shown.text).toContain("Claim a domain");
  await setRole(runOnRows, operator, project.id, "viewer");
  expect((await visitor.submit(shown, "/create", { domain: "a.example" })).status).toBe(403);
  const [member] = await stage.sdk.projects.listMembers();
  await stage.sdk.projects.removeMember({ memberId: member!.id });
  expect((await visitor.open("/portal/domains")).text).not.toContain("Claim a domain");
});

test("no form acts for another session, another site or another path", async () => {
  const stage = await start();
  const { shown } = await begin(stage);
  const other = stage.visit();
  const { link } = await stage.sdk.portal.generateLink(stage.input);
  await other.spend(link);
  const attempts = [
    await other.submit(shown, "/create", { domain: "a.example" }),
    await stage.visitor.submit(
      shown,
      "/create",
      { domain: "a.example" },
      { headers: { "sec-fetch-site": "cross-site" } },
    ),
    await stage.visit().submit(shown, "/create", { domain: "a.example" }),
  ];
  expect(attempts.map(({ status }) => status)).toEqual([403, 403, 401]);
  const token = /name="form" value="([^"]*)"/.exec(shown.text)![1]!;
  const elsewhere = await stage.visitor.post(`/p/${stage.project.id}/portal/domains/verify`, {
    ...{ form: token, id: "dv_1" },
  });
  expect(elsewhere.status).toBe(403);
  expect((await stage.sdk.domains.list({ organizationId: stage.organizationId })).data).toEqual([]);
});

test("the cookie is for the portal's paths of its own site alone", async () => {
  const { sdk, visitor, input, project } = await start();
  const { link } = await sdk.portal.generateLink(input);
  const [cookie] = (await visitor.spend(link)).response.headers.getSetCookie();
  expect(cookie).toMatch(
    new RegExp(
      `^__Secure-banata\\.${project.id}\\.portal=[0-9a-f]{64}; Path=/p/${project.id}/portal; HttpOnly; Secure; SameSite=Strict$`,
    ),
  );
});

test("pages are in the visitor's language", async () => {
  const { runtime, project } = await start();
  const response = await runtime.fetch(`/p/${project.id}/portal/open`, {
    headers: { "accept-language": "de-AT,de;q=0.9" },
  });
  const text = await response.text();
  expect(text).toContain('<html lang="de">');
  expect(text).toContain("Administrationsportal");
});

describe("Done", () => {
  test("ends the session, whose cookie is worth nothing then, and leads to returnUrl", async () => {
    const stage = await start();
    const { sdk, visitor, runtime, project } = stage;
    const returnUrl = "https://app.example.com/settings?a=1&b=2";
    await sdk.authClients.createClient({ name: "Shop", type: "web", redirectUris: [returnUrl] });
    const { link } = await sdk.portal.generateLink({ ...stage.input, returnUrl });
    const shown = await visitor.follow(await visitor.spend(link));
    expect(shown.text).not.toContain("app.example.com");
    const cookies = new Map(visitor.cookies);

    const done = await visitor.submit(shown, "/portal/end");
    expect(done.response.headers.get("refresh")).toBe(`0; url=${returnUrl}`);
    expect(done.text).toContain(`href="${returnUrl.replace("&", "&amp;")}"`);
    expect([...visitor.cookies.values()].join("")).toBe("");

    // A copy of the cookie, such as a thief's.
    const copy = newPortalVisitor(runtime, project.id);
    for (const [name, value] of cookies) copy.cookies.set(name, value);
    expect((await copy.open("/portal/domains")).text).toContain("Your session has ended");
    const { status } = await copy.submit(shown, "/create", { domain: "a.example" });
    expect(status).toBe(401);
    expect((await copy.spend(link)).status).toBe(410);
    expect((await sdk.portal.listSessions()).data).toEqual([]);
  });

  test("without returnUrl is the end of the session alone", async () => {
    const stage = await start();
    const { shown } = await begin(stage);
    expect(shown.text).not.toContain(">Done<");
    const ended = await stage.visitor.submit(shown, "/portal/end");
    expect([ended.status, ended.response.headers.get("refresh")]).toEqual([200, null]);
  });
});

describe("attacks", () => {
  test("of a link's two uses at the same time one begins a session", async () => {
    const stage = await start();
    const { link } = await stage.sdk.portal.generateLink(stage.input);
    const visitors = [stage.visit(), stage.visit(), stage.visit()];
    const spent = await Promise.all(visitors.map(async (each) => await each.spend(link)));
    expect(spent.filter(({ status }) => status === 303)).toHaveLength(1);
    expect(spent.filter(({ status }) => status === 410)).toHaveLength(2);
    expect(visitors.filter(({ cookies }) => cookies.size > 0)).toHaveLength(1);
  });

  test("a session ends with its organization", async () => {
    const stage = await start();
    const { shown } = await begin(stage);
    await stage.sdk.organizations.deleteOrganization(stage.organizationId);
    expect((await stage.visitor.open("/portal/domains")).text).toContain("Your session has ended");
    const { status } = await stage.visitor.submit(shown, "/create", { domain: "a.example" });
    expect(status).toBe(401);
  });

  test("another project's cookie, under this project's name, is none", async () => {
    const [stage, other] = [await start(), await start()];
    const { shown } = await begin(stage);
    await begin(other);
    const [token] = other.visitor.cookies.values();
    const [name] = stage.visitor.cookies.keys();
    const thief = stage.visit();
    thief.cookies.set(name!, token!);
    expect((await thief.open("/portal/domains")).text).toContain("Your session has ended");
    const { status } = await thief.submit(shown, "/create", { domain: "a.example" });
    expect(status).toBe(401);
  });
});

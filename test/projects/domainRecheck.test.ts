/** The daily check of confirmed domains, which lose their confirmation after several misses. */
import { beforeEach, expect, test, vi } from "vitest";
import { internal } from "../../convex/component/_generated/api";
import { httpRuntime } from "../support/runtime";
import { begin, neighbour, type Scene } from "../support/signIn";

const DOMAIN = "some.convex.site";
const SITE = "https://happy-otter-123.convex.example.com";
const DAY_MS = 24 * 3_600_000;

let engine: ReturnType<typeof httpRuntime>["engine"];
let scene: Scene;
let isReachable: boolean;
let isResolverUp: boolean;
let records: string[];
let asked: number;

beforeEach(async () => {
  const runtime = httpRuntime();
  ({ engine } = runtime);
  vi.stubEnv("CONVEX_SITE_URL", SITE);
  const reach = fetch;
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.hostname === "127.0.0.1") return await reach(input, init);
    if (url.pathname === "/dns-query")
      return isResolverUp
        ? Response.json(answerDns(url.searchParams))
        : new Response(null, { status: 503 });
    if (url.host !== DOMAIN) throw new Error("no such host");
    asked++;
    if (!isReachable) throw new Error("unreachable");
    return await runtime.fetch(url.pathname + url.search);
  });
  scene = await begin(() => runtime, {});
  isReachable = true;
  isResolverUp = true;
  asked = 0;
  records = [scene.project.id];
  await scene.admin.projects.updateProject({ id: scene.project.id, authDomains: [DOMAIN] });
  await expect.poll(async () => (await row()).confirmedAt).not.toBeNull();
  return () => {
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
  };
});

const answerDns = (query: URLSearchParams) =>
  query.get("type") === "TXT"
    ? { Status: 0, Answer: records.map((data) => ({ type: 16, data })) }
    : { Status: 0, Answer: [{ type: 1, data: "93.184.215.14" }] };

const row = async () => {
  const found = await engine.run(async ({ db }) => await db.query("authDomains").first());
  return found!; // the project names it
};

/** Lets a day pass for the domain, and waits for the answer of the sweep's question. */
async function nextDay(): Promise<void> {
  await engine.run(async ({ db }) => {
    const found = await db.query("authDomains").first();
    if (found!.nextCheckAt !== undefined) await db.patch(found!._id, { nextCheckAt: 1 });
  });
  await engine.mutation(internal.projects.domainRecheck.sweep, {});
  await expect
    .poll(
      async () =>
        await engine.run(async ({ db }) =>
          (await db.system.query("_scheduled_functions").collect()).filter(
            ({ name, state }) =>
              name.includes("domainRecheck") && ["pending", "inProgress"].includes(state.kind),
          ),
        ),
    )
    .toEqual([]);
}

const actions = async () =>
  (await scene.admin.auditLogs.listEvents({})).data
    .filter(({ action }) => action.startsWith("project.auth_domain"))
    .map(({ action, actor, metadata }) => ({ action, actorType: actor.type, metadata }));

const readiness = async () =>
  (await scene.admin.projects.getReadiness({})).checks.find(({ id }) => id === "auth_domain");

const entry = (action: string) => ({
  ...{ action, actorType: "system", metadata: { domain: DOMAIN } },
});

test("the confirmation has an audit entry, and the next check is a day later", async () => {
  expect(await actions()).toEqual([entry("project.auth_domain_confirmed")]);
  const { nextCheckAt, confirmedAt } = await row();
  expect(nextCheckAt).toBe(confirmedAt! + DAY_MS);
  asked = 0;
  await engine.mutation(internal.projects.domainRecheck.sweep, {});
  expect((await row()).nextCheckAt).toBe(nextCheckAt);
  await nextDay();
  expect(asked).toBe(1);
  expect((await row()).nextCheckAt).toBeGreaterThan(Date.now() + DAY_MS / 2);
  expect(await readiness()).toMatchObject({ status: "ok" });
});

test("misses that are not in a row cut nothing off", async () => {
  for (let i = 0; i < 3; i++) {
    isReachable = false;
    for (let day = 0; day < 4; day++) await nextDay();
    expect(await row()).toMatchObject({ misses: 4, confirmedAt: expect.any(Number) });
    expect(await readiness()).toMatchObject({
      status: "warning",
      message: expect.stringContaining(`Did not answer when asked again: ${DOMAIN}`),
    });
    isReachable = true;
    await nextDay();
    expect(await row()).toMatchObject({ misses: 0, confirmedAt: expect.any(Number) });
  }
  expect(await actions()).toHaveLength(1);
});

test("a resolver that does not answer says nothing about the domain", async () => {
  const warn = vi.spyOn(console, "warn").mockReturnValue();
  isResolverUp = false;
  for (let day = 0; day < 6; day++) await nextDay();
  expect(await row()).toMatchObject({ misses: 0, confirmedAt: expect.any(Number) });
  expect(warn).toHaveBeenCalledWith(expect.stringContaining(`${DOMAIN} was not asked`));
  warn.mockRestore();
});

test.each<[string, () => void]>([
  ["does not lead here any more", () => void (isReachable = false)],
  ["is given to another project by its owner", () => void (records = ["proj_other"])],
])("a domain that %s loses its confirmation on the fifth day", async (_what, change) => {
  change();
  for (let day = 0; day < 4; day++) await nextDay();
  expect((await row()).confirmedAt).not.toBeNull();
  await nextDay();
  expect(await row()).toMatchObject({ confirmedAt: null });
  expect(await actions()).toEqual([
    entry("project.auth_domain_lost"),
    entry("project.auth_domain_confirmed"),
  ]);
  expect(await readiness()).toMatchObject({
    status: "warning",
    message: expect.stringContaining(`Not confirmed: ${DOMAIN}`),
  });
  asked = 0;
  await nextDay();
  expect(asked).toBe(0); // only confirmed domains are checked again
});

test("after a loss another project can be confirmed, and its domain is not the first one's", async () => {
  const other = await neighbour(scene);
  records = [other.project.id];
  for (let day = 0; day < 5; day++) await nextDay();
  await other.admin.projects.updateProject({ id: other.project.id, authDomains: [DOMAIN] });
  const confirmed = async () =>
    await engine.run(async ({ db }) =>
      (await db.query("authDomains").collect()).flatMap(({ confirmedAt, projectId }) =>
        confirmedAt === null ? [] : projectId,
      ),
    );
  await expect.poll(confirmed).toEqual([other.project.id]);
});

/** How many requests a directory can send, and that it slows only itself. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { bounds } from "../../convex/component/directories/fields";
import { ERROR_SCHEMA, newDirectory, person, scimClient } from "../support/scim";
import { deployedRuntime, newProject } from "../support/runtime";
import { ssoStage } from "../support/ssoStage";

const stage = ssoStage();
const LOOKUP = '/Users?filter=userName%20eq%20"nobody@x.example"&count=1';
/** The middle of a window. */
const NOW = Date.UTC(2026, 5, 1, 12, 0, 30);

describe("the limit of a directory", () => {
  beforeAll(() => void vi.useFakeTimers({ toFake: ["Date"], now: NOW }));
  afterAll(() => void vi.useRealTimers());

  test("is at least 50 requests a second, for a minute long", () => {
    expect(bounds.requests / (bounds.requestsWindowMs / 1_000)).toBeGreaterThanOrEqual(50);
  });

  test("lets 50 requests at once pass, and refuses those beyond it with Retry-After", async () => {
    const tenant = await stage.newTenant();
    const scim = await newDirectory(stage, tenant);
    const burst = async (count: number) =>
      await Promise.all(Array.from({ length: count }, async () => await scim.send("GET", LOOKUP)));
    expect(new Set((await burst(50)).map(({ status }) => status))).toEqual(new Set([200]));

    await useUp(scim.directory.id, 2);
    const answers = await burst(50);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(48);
    for (const { headers, body } of refused) {
      expect(headers.get("retry-after")).toBe("30");
      expect(headers.get("content-type")).toContain("application/scim+json");
      expect(body).toMatchObject({ schemas: [ERROR_SCHEMA], status: "429" });
    }
    // A change is refused, too, and nothing is done.
    const email = `ada@${tenant.domain}`;
    expect((await scim.send("POST", "/Users", person(email))).status).toBe(429);

    // Another directory of the organization, and another tenant, have limits of their own.
    const sibling = await newDirectory(stage, tenant, { name: "Sibling" });
    const stranger = await newDirectory(stage, await stage.newTenant());
    for (const other of [sibling, stranger])
      expect((await other.send("GET", LOOKUP)).status).toBe(200);

    vi.setSystemTime(NOW + 30_000);
    expect((await scim.send("GET", "/Users")).body).toMatchObject({ totalResults: 0 });
    expect((await scim.send("POST", "/Users", person(email))).status).toBe(201);
  });

  test("is not used up by wrong tokens, which lock nothing", async () => {
    const scim = await newDirectory(stage, await stage.newTenant());
    await useUp(scim.directory.id, 1);
    const wrong = scimClient(stage, scim.directory, "scim_wrong");
    for (let i = 0; i < 100; i++) expect((await wrong.send("GET", LOOKUP)).status).toBe(401);
    expect((await scim.send("GET", LOOKUP)).status).toBe(200);
    expect((await scim.send("GET", LOOKUP)).status).toBe(429);
  });
});

test("50 requests a second for three seconds pass over HTTP, and another tenant's with them", async () => {
  const runtime = deployedRuntime();
  const newClient = async () => {
    const project = await newProject(runtime);
    const admin = runtime.client(project);
    const { id: organizationId } = await admin.organizations.createOrganization({ name: "Acme" });
    // The base URL of a directory has the mount already.
    const wire = {
      fetch: async (path: string, init?: RequestInit) => await fetch(runtime.origin + path, init),
    };
    return await newDirectory(
      { runtime: wire },
      { project, admin, organizationId, domain: "acme.example" },
    );
  };
  const [busy, other] = [await newClient(), await newClient()];
  const send = async (
    scim: Pick<typeof busy, "send">,
    { count, perSecond }: { readonly count: number; readonly perSecond: number },
  ) =>
    await Promise.all(
      Array.from({ length: count }, async (_, i) => {
        await sleep((i * 1_000) / perSecond);
        const begun = performance.now();
        const { status } = await scim.send("GET", LOOKUP);
        return { status, milliseconds: performance.now() - begun };
      }),
    );
  type Answers = Awaited<ReturnType<typeof send>>;
  const median = (answers: Answers): number =>
    answers.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b)[
      Math.floor(answers.length / 2)
    ]!; // there are some
  const alone = await send(other, { count: 15, perSecond: 5 });
  const [burst, beside] = await Promise.all([
    send(busy, { count: 150, perSecond: 50 }),
    send(other, { count: 15, perSecond: 5 }),
  ]);
  console.log(
    `a burst of one directory: ${median(burst).toFixed(0)} ms; another tenant: ${median(alone).toFixed(0)} ms alone, ${median(beside).toFixed(0)} ms beside it`,
  );
  for (const answers of [alone, burst, beside])
    expect(answers.every(({ status }) => status === 200)).toBe(true);
  // They share the processor, but not a queue.
  expect(median(beside)).toBeLessThan(3 * median(burst) + 100);
});

/** As if the directory had sent all requests of this window but so many. */
async function useUp(directoryId: string, left: number): Promise<void> {
  const subject = `directory:${directoryId}`;
  await stage.engine.run(async ({ db }) => {
    const rows = [];
    for await (const row of db.query("apiKeyCounters")) if (row.subject === subject) rows.push(row);
    for (const row of rows) await db.delete("apiKeyCounters", row._id);
    const [directory] = (await db.query("directories").collect()).filter(
      ({ id }) => id === directoryId,
    );
    const { projectId } = directory!; // the test has created it
    const shards = 32;
    for (let shard = 0; shard < shards; shard++) {
      const share =
        Math.floor(bounds.requests / shards) + (shard < bounds.requests % shards ? 1 : 0);
      const count = shard === 0 ? share - left : share;
      const windowStart =
        Math.floor(Date.now() / bounds.requestsWindowMs) * bounds.requestsWindowMs;
      await db.insert("apiKeyCounters", {
        projectId,
        subject,
        limit: "rateLimit",
        shard,
        windowStart,
        count,
      });
    }
  });
}

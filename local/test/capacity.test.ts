import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { createCapacity, Slots, WriteRate, type Capacity } from "../src/runtime/capacity";
import { cloudHandler } from "../src/server/cloudServer";
import { siteHandler } from "../src/server/siteServer";
import { startApp } from "./runtimeApp";

const app = `import { queryGeneric as query, mutationGeneric as mutation, actionGeneric as action, httpActionGeneric as httpAction, anyApi as api, httpRouter } from "convex/server";
const work = async () => { for (let i = 0; i < 20; i++) await crypto.subtle.digest("SHA-256", new Uint8Array(8_000_000)); };
export const slow = query({ args: {}, handler: async () => { await work(); return "done"; } });
export const write = mutation({ args: {}, handler: async (ctx) => { await ctx.db.insert("notes", { text: "x".repeat(1000) }); } });
export const writing = action({ args: {}, handler: async (ctx) => ctx.runMutation(api.app.write, {}).catch((e) => e.message) });
`;
const http = `import { httpActionGeneric as httpAction, httpRouter } from "convex/server";
const http = httpRouter();
http.route({ path: "/slow", method: "GET", handler: httpAction(async () => { await new Promise((resolve) => setTimeout(resolve, 300)); return new Response("done"); }) });
export default http;
`;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(capacity: Partial<Capacity>) {
  const started = await startApp(
    { "": { modules: { app, http } } },
    { capacity: { ...createCapacity("s16"), ...capacity } },
  );
  closing.push(() => started.close());
  return started;
}

async function serve(handler: RequestListener): Promise<string> {
  const server: Server = createServer(handler).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // of a TCP server
}

const TOO_MANY = (type: string, limit: number) =>
  `Too many concurrent requests. Your backend is limited to ${limit} concurrent ${type}s. ` +
  "To get more resources, upgrade to Convex Pro. If you are already on Convex Pro, please contact support.";

describe("slots", () => {
  test("a call waits for a slot and is refused when none is free in time", async () => {
    const slots = new Slots("mutation", 1, 30);
    const held = slots.run(() => new Promise((resolve) => setTimeout(resolve, 80)));
    await expect(slots.run(async () => "late")).rejects.toMatchObject({
      status: 429,
      code: "TooManyConcurrentRequests",
      message: TOO_MANY("mutation", 1),
    });
    await held;
    expect(await slots.run(async () => "free")).toBe("free");
  });

  test("the function API answers a refusal as Convex does", async () => {
    const { runner, database } = await start({ queries: new Slots("query", 1, 20) });
    const url = await serve(
      cloudHandler({
        runner,
        database,
        app: {
          current: () => ({ version: "1", components: new Map(), authProviders: [] }),
          onChange: () => () => undefined,
        },
        isAdminKey: () => false,
        verifyToken: () => Promise.reject(new Error("no tokens")),
        endpoints: {},
        log: () => undefined,
      }),
    );
    const call = () =>
      fetch(`${url}/api/query`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ path: "app:slow", args: {}, format: "json" }),
      });
    const [first, second] = await Promise.all([call(), call()]);
    expect(await first.json()).toMatchObject({ status: "success", value: "done" });
    expect(second.status).toBe(429);
    expect(await second.json()).toEqual({
      code: "TooManyConcurrentRequests",
      message: TOO_MANY("query", 1),
    });
  });

  test("so does the port of HTTP actions", async () => {
    const { runner } = await start({ actions: new Slots("action", 1, 20) });
    const siteUrl = await serve(
      siteHandler({ runner, siteUrl: "http://127.0.0.1:1", log: () => undefined }),
    );
    const [first, second] = await Promise.all([fetch(`${siteUrl}/slow`), fetch(`${siteUrl}/slow`)]);
    expect([first.status, await first.text(), second.status]).toEqual([200, "done", 429]);
    expect(await second.json()).toEqual({
      code: "TooManyConcurrentRequests",
      message: TOO_MANY("action", 1),
    });
  });
});

describe("the write rate", () => {
  test("refuses when the last second's writes are beyond the limit", () => {
    const writes = new WriteRate(4 * 1024 * 1024);
    writes.record(4 * 1024 * 1024);
    writes.check();
    writes.record(1);
    expect(() => writes.check()).toThrow(
      "Too many writes per second. Your deployment is limited to 4 MiB bytes written per 1 second. " +
        "Reduce your write rate or upgrade to a larger deployment.",
    );
  });

  test("refuses a mutation after its retries, which an action can catch", async () => {
    const writes = new WriteRate(1_000);
    const { action, mutation } = await start({ writes });
    writes.record(2_000);
    const busy = setInterval(() => writes.record(2_000), 20);
    const caught = await action("app:writing").finally(() => clearInterval(busy));
    expect(caught).toMatchObject({
      status: "success",
      value: expect.stringContaining("Too many writes per second."),
    });
    // A second later there is room again.
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect(await mutation("app:write")).toMatchObject({ status: "success" });
  });
});

test("without a profile, calls wait as long as it takes", async () => {
  const { queries, writes, scheduledFunctions } = createCapacity();
  writes.record(1e12);
  writes.check();
  expect(scheduledFunctions).toBe(8);
  let running = 0;
  let most = 0;
  const task = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running--;
  };
  await Promise.all(Array.from({ length: 40 }, () => queries.run(task)));
  expect(most).toBe(16);
});

/**
 * A thousand events, endpoints that do all that endpoints do, and a deployment that is killed
 * halfway: nothing is lost, and nothing is told that did not happen.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Event } from "../../src/index";
import type { WireClient } from "../support/wireClient";
import { KillableDeployment } from "../support/killable";
import { deployedRuntime, newProject } from "../support/runtime";
import { patient } from "../support/testMode";
import { WebhookReceiver } from "../support/webhookReceiver";

const EVENTS = 1_000;
const PARALLEL = 16;
const JUMP_MS = 3_600_000;
/** Ten days: deliveries are tried for fewer. */
const MOST_JUMPS = 240;

const receiver = new WebhookReceiver();
let deployment: KillableDeployment;

beforeAll(async () => {
  await receiver.start();
  deployment = await KillableDeployment.create("webhooks", "clockedDeployment");
}, 120_000);
afterAll(async () => {
  receiver.close();
  await deployment?.remove();
});

const pause = async (milliseconds: number) =>
  await new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Runs `work` for each number, so many at a time; what fails is left: the process may be dead. */
async function each(
  from: number,
  to: number,
  work: (i: number) => Promise<unknown>,
): Promise<void> {
  let next = from;
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      while (next < to) await work(next++).catch(() => undefined);
    }),
  );
}

async function eventsOf({ events }: WireClient, eventTypes: string[]): Promise<Event[]> {
  const found: Event[] = [];
  for (let after: string | undefined; ;) {
    const page = await events.listEvents({ eventTypes, limit: 200, after });
    found.push(...page.data);
    if (!page.hasMore) return found;
    after = page.cursor;
  }
}

/** The n-th request for the event at the path. */
const counts = new Map<string, number>();
const times = (path: string, id: string): number => {
  const count = (counts.get(path + id) ?? 0) + 1;
  counts.set(path + id, count);
  return count;
};

test(
  `${EVENTS} events reach an endpoint that fails 30 % of the time, and others that hang, cut the connection, ask to wait or are gone, each at least once, though the deployment is killed halfway`,
  async () => {
    let [requests, failures, busy] = [0, 0, 0];
    receiver.answer = (path, id) => {
      const time = times(path, id);
      if (path === "/hang") return time === 1 ? "hang" : 200;
      if (path === "/reset") return time <= 2 ? "reset" : 200;
      if (path === "/busy")
        return busy++ < 5 ? { status: 429, headers: { "retry-after": "30" } } : 200;
      if (path === "/gone") return 410;
      requests++;
      const fails = failures < requests * 0.3 && time < 7;
      if (fails) failures++;
      return fails ? 500 : 200;
    };

    let runtime = deployedRuntime(await deployment.serve());
    const project = await newProject(runtime);
    let client = runtime.client(project);
    const paths = {
      "/flaky": ["session.*"],
      "/hang": ["organization.created"],
      "/reset": ["organization.created"],
      "/busy": ["organization.created"],
      "/gone": ["organization.created"],
    };
    const ids = new Map<string, string>();
    for (const [path, eventTypes] of Object.entries(paths))
      ids.set(
        path,
        (await client.webhooks.createEndpoint({ url: receiver.url + path, eventTypes })).id,
      );

    const users = await Promise.all(
      Array.from(
        { length: 20 },
        async (_, i) =>
          (await client.users.createUser({ email: `user${i}@example.com`, name: "User" })).user,
      ),
    );
    /** Two events, and now and then none: a change that is undone. */
    const change = async (i: number) => {
      await client.users.impersonateUser({ userId: users[i % users.length]!.id }); // one of the twenty
      if (i % 10 === 0)
        await client.users
          .createUser({ email: "user0@example.com", name: "Taken" })
          .catch(() => undefined);
    };
    const half = each(
      0,
      EVENTS / 4,
      async (i) =>
        await Promise.all([
          change(i),
          i % 12 === 0
            ? client.organizations.createOrganization({ name: `Organization ${i}` })
            : null,
        ]),
    );
    while (receiver.at("/flaky").length < EVENTS / 4 && deployment.isRunning) await pause(5);
    await deployment.kill();
    await half;
    const beforeTheKill = receiver.received.length;

    runtime = deployedRuntime(await deployment.serve());
    client = runtime.client(project);
    const made = (await eventsOf(client, ["session.*"])).length;
    await each(0, Math.ceil((EVENTS - made) / 2), change);
    const [sessions, organizations] = [
      await eventsOf(client, ["session.*"]),
      await eventsOf(client, ["organization.created"]),
    ];
    expect(sessions.length).toBeGreaterThanOrEqual(EVENTS);
    expect(organizations.length).toBeGreaterThan(5);

    const pending = async () => {
      let count = 0;
      for (const id of ids.values())
        count += (await client.webhooks.listDeliveries({ id, status: "pending", limit: 1 })).data
          .length;
      return count;
    };
    // While requests arrive, time stands still: a jump would end those that are on their way. A
    // machine that takes long to answer takes long to send, too.
    for (let jumps = 0; jumps < MOST_JUMPS;) {
      const asked = performance.now();
      if ((await pending()) === 0) break;
      const before = receiver.received.length;
      await pause(Math.max(300, 2 * (performance.now() - asked)));
      if (receiver.received.length > before) continue;
      deployment.elapse(JUMP_MS);
      jumps++;
    }
    expect(await pending()).toBe(0);

    const succeeded = (path: string) =>
      new Set(
        receiver
          .at(path)
          .filter(({ answered }) => answered === 200)
          .map(({ event }) => event.id),
      );
    const toIds = (events: readonly Event[]) => events.map(({ id }) => id).sort();
    expect([...succeeded("/flaky")].sort()).toEqual(toIds(sessions));
    for (const path of ["/hang", "/reset", "/busy"])
      expect([...succeeded(path)].sort(), path).toEqual(toIds(organizations));

    // None of what was undone, and what came twice is the same.
    const byId = new Map<string, string>();
    const known = new Set([...toIds(sessions), ...toIds(organizations)]);
    for (const { event, text, headers } of receiver.received) {
      expect(known).toContain(event.id);
      expect(headers["webhook-id"]).toBe(event.id);
      expect(byId.get(event.id) ?? text).toBe(text);
      byId.set(event.id, text);
    }

    const endpoints = new Map(
      (await client.webhooks.listEndpoints()).data.map((endpoint) => [endpoint.id, endpoint]),
    );
    expect(endpoints.get(ids.get("/gone")!)).toMatchObject({
      enabled: false,
      disabledReason: "gone",
      successCount: 0,
    });
    expect(receiver.at("/gone").length).toBeLessThanOrEqual(10);
    expect(endpoints.get(ids.get("/flaky")!)!.successCount).toBeGreaterThanOrEqual(EVENTS);
    console.log(
      `${receiver.received.length} requests, ${beforeTheKill} of them before the kill, ${failures} failed of ${requests} at the endpoint that fails`,
    );
  },
  patient(600_000),
);

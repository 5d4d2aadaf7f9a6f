/** Before a key ends its project is told, and it ends for whoever made keys with it too. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { finishRunning } from "../support/backgroundWork";
import type { WireClient } from "../support/wireClient";
import { httpRuntime } from "../support/runtime";
import { define, failureOf, keyWith, scene, wires } from "../support/transports";

const START = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;

afterEach(() => {
  vi.useRealTimers();
});

describe("reminders of a key's end", () => {
  /** A project whose clock the test turns. */
  async function clocked() {
    vi.useFakeTimers({ now: START });
    const { runtime, client } = await scene(httpRuntime);
    const goTo = async (days: number) => {
      await vi.advanceTimersByTimeAsync(START + days * DAY - Date.now());
      await runtime.run("expiry/sweep:sweep"); // as crons.ts does every minute
      await vi.advanceTimersByTimeAsync(0);
      await finishRunning(runtime.engine);
    };
    return { client, goTo };
  }
  const reminders = async (client: WireClient) =>
    (await client.events.listEvents({ eventTypes: ["api_key.expiring"] })).data.map(
      ({ data, createdAt }) => [
        (data as { id: string }).id,
        (data as { daysLeft: number }).daysLeft,
        Math.floor((createdAt - START) / DAY),
      ],
    );
  const onDay = (days: number) => new Date(START + days * DAY);

  test("come 30, 7 and 1 day before it, once each, and none that would be late", async () => {
    const { client, goTo } = await clocked();
    const long = await client.apiKeys.createKey({ name: "long", expiresAt: onDay(100) });
    const short = await client.apiKeys.createKey({ name: "short", expiresAt: onDay(5) });
    await client.apiKeys.createKey({ name: "no end" });
    for (let day = 1; day <= 110; day++) await goTo(day);
    expect(await reminders(client)).toEqual([
      [short.id, 1, 4],
      [long.id, 30, 70],
      [long.id, 7, 93],
      [long.id, 1, 99],
    ]);
  });

  test("follow an end that is moved, there and back, and are not for keys that are gone, disabled or replaced", async () => {
    const { client, goTo } = await clocked();
    const make = async (name: string) =>
      await client.apiKeys.createKey({ name, expiresAt: onDay(10) });
    const [moved, deleted, disabled, replaced] = [
      await make("moved"),
      await make("deleted"),
      await make("disabled"),
      await make("replaced"),
    ];
    for (const day of [40, 10, 20])
      await client.apiKeys.updateKey({ keyId: moved.id, expiresAt: onDay(day) });
    await client.apiKeys.deleteKey({ keyId: deleted.id });
    await client.apiKeys.updateKey({ keyId: disabled.id, enabled: false });
    const successor = await client.apiKeys.rotateKey({
      keyId: replaced.id,
      gracePeriodSeconds: 9 * 86_400,
    });
    for (let day = 1; day <= 41; day++) await goTo(day);
    const found = await reminders(client);
    expect(found.filter(([id]) => id === moved.id)).toEqual([
      [moved.id, 7, 13],
      [moved.id, 1, 19],
    ]);
    expect(found.filter(([id]) => id === successor.id)).toEqual([
      [successor.id, 7, 3],
      [successor.id, 1, 9],
    ]);
    expect(found).toHaveLength(4);
  });
});

describe.each(wires)("a key %s", (_name, start) => {
  const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);

  test("that ends makes no key that outlives it, by no way", async () => {
    const started = await scene(start);
    const caller = await keyWith(started, ["api_key.*"], { expiresAt: inHours(2) });
    const own = await caller.client.apiKeys.createKey({
      name: "sooner",
      permissions: [],
      expiresAt: inHours(1),
    });
    const endless = await keyWith(started, []);
    const refused = {
      status: 403,
      code: "forbidden",
      errors: [{ field: "expiresAt", code: "outlives_caller" }],
    };
    for (const call of [
      () => caller.client.apiKeys.createKey({ name: "endless", permissions: [] }),
      () =>
        caller.client.apiKeys.createKey({ name: "later", permissions: [], expiresAt: inHours(3) }),
      () => caller.client.apiKeys.updateKey({ keyId: own.id, expiresAt: null }),
      () => caller.client.apiKeys.updateKey({ keyId: own.id, expiresAt: inHours(3) }),
      () => caller.client.apiKeys.rotateKey(endless.id), // its secret would be the caller's
    ]) {
      expect(await failureOf(call())).toMatchObject(refused);
    }
    expect((await caller.client.apiKeys.rotateKey(caller.id)).expiresAt).toEqual(caller.expiresAt);
  });

  test("grants permissions of the project's catalogue alone", async () => {
    const { client } = await scene(start);
    const unknown = (permissions: string[], index: number) =>
      [
        permissions,
        { status: 422, errors: [{ field: `permissions[${index}]`, code: "unknown_permission" }] },
      ] as const;
    const made = await client.apiKeys.createKey({ name: "k", permissions: [] });
    for (const [permissions, refusal] of [
      unknown(["user.read", "sandbox_sessions:create"], 1),
      unknown(["sandbox_sessions:*"], 0),
      unknown(["sandbox:*"], 0),
      unknown(["user.reed"], 0),
    ]) {
      expect(await failureOf(client.apiKeys.createKey({ name: "k", permissions }))).toMatchObject(
        refusal,
      );
      expect(
        await failureOf(client.apiKeys.updateKey({ keyId: made.id, permissions })),
      ).toMatchObject(refusal);
    }
    await define(client, "sandbox_sessions:create");
    const permissions = [
      "sandbox_sessions:create",
      "sandbox_sessions:*",
      "user.*",
      "members:*",
      "*",
      "org:manage",
    ];
    expect(await client.apiKeys.createKey({ name: "k", permissions })).toMatchObject({
      permissions,
    });
    expect(
      await failureOf(client.apiKeys.createKey({ name: "k", permissions: ["sandbox:*"] })),
    ).toMatchObject({ status: 422 });
  });
});

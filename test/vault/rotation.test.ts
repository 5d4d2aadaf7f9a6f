/** New keys for all secrets of a project, while it is in use. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { internal } from "../../convex/component/_generated/api";
import type { Doc, TableNames } from "../../convex/component/_generated/dataModel";
import { finishRunning } from "../support/backgroundWork";
import { httpRuntime, newProject } from "../support/runtime";
import { failureOf } from "../support/transports";

const FIRST = "the first secret of the tests, long enough";
const SECOND = "the second secret of the tests, long enough";
const MINUTE = 60_000;

function setSecrets(current: string, previous?: string): void {
  process.env["BANATA_AUTH_SECRET"] = current;
  if (previous === undefined) delete process.env["BANATA_AUTH_SECRET_PREVIOUS"];
  else process.env["BANATA_AUTH_SECRET_PREVIOUS"] = previous;
}
beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
afterEach(() => {
  vi.useRealTimers();
  setSecrets(FIRST);
});

async function stage(secrets: number) {
  const runtime = httpRuntime();
  setSecrets(FIRST);
  const project = await newProject(runtime);
  const client = runtime.client(project);
  const { engine } = runtime;
  const ids: string[] = [];
  for (let i = 0; i < secrets; i++)
    ids.push((await client.vault.encrypt({ name: `n${i}`, data: `value ${i}` })).id);
  return {
    ids,
    project,
    runtime,
    client,
    engine,
    read: async (index: number) =>
      (await client.vault.decrypt({ secretId: ids[index]! })).data === `value ${index}`,
    /** Background batches run. */
    settle: async () => {
      for (let round = 0; round < 20; round++) {
        await vi.advanceTimersByTimeAsync(1);
        await finishRunning(engine);
      }
    },
    /** As when the deployment is killed: what is scheduled never runs. */
    kill: () => void vi.clearAllTimers(),
    rows: async <T extends TableNames>(table: T): Promise<Doc<T>[]> => {
      let rows: Doc<T>[] = [];
      await engine.run(
        async (ctx) => void (rows = (await ctx.db.query(table).collect()) as Doc<T>[]),
      ); // of that table
      return rows;
    },
  };
}
type Stage = Awaited<ReturnType<typeof stage>>;

const generations = async ({ rows }: Stage) =>
  (await rows("keyGenerations")).map(({ generation }) => generation);

/** Puts the rows back as they were, as from a backup. */
async function restore<T extends TableNames>(
  { engine, rows }: Stage,
  table: T,
  copies: readonly Doc<T>[],
): Promise<void> {
  const now = await rows(table);
  await engine.run(async (ctx) => {
    for (const row of now) await ctx.db.delete(row._id);
    for (const { _id, _creationTime, ...fields } of copies)
      await ctx.db.insert(table, fields as never); // of that table
  });
}

describe("a rotation", () => {
  test("touches no value, destroys the old salt, and old copies do not open any more", async () => {
    const it = await stage(3);
    const before = {
      values: await it.rows("vaultValues"),
      keys: await it.rows("dataKeys"),
      generations: await it.rows("keyGenerations"),
    };
    expect(await it.client.vault.rotateKey({})).toEqual({
      ...{ status: "completed", rotated: 3, failed: 0, remaining: 0 },
    });
    expect(await it.rows("vaultValues")).toEqual(before.values);
    expect(await generations(it)).toEqual([2]);
    for (const index of [0, 1, 2]) expect(await it.read(index)).toBe(true);

    await restore(it, "dataKeys", before.keys);
    expect(await failureOf(it.client.vault.decrypt({ secretId: it.ids[0]! }))).toMatchObject({
      status: 409,
      code: "not_available",
    });
    // Not for want of the row: what the backup lacks is the salt alone.
    await restore(it, "keyGenerations", before.generations);
    expect(await it.read(0)).toBe(true);
  });

  test("goes on in the background, and reading and writing goes on as well", async () => {
    const it = await stage(25);
    expect(await it.client.vault.rotateKey({ batchSize: 5 })).toEqual({
      ...{ status: "in_progress", rotated: 5, failed: 0, remaining: 20 },
    });
    expect(await generations(it)).toEqual([1, 2]);
    for (const index of [0, 24]) expect(await it.read(index)).toBe(true);
    const { id } = await it.client.vault.encrypt({ name: "new", data: "new" });
    await it.client.vault.update({ id: it.ids[24]!, data: "changed" });
    await it.client.vault.delete({ id: it.ids[23]! });
    const fresh = (await it.rows("dataKeys")).filter(({ ownerId }) =>
      [id, it.ids[24]].includes(ownerId),
    );
    expect(fresh.map(({ generation }) => generation)).toEqual([2, 2]);
    await it.settle();
    expect(await generations(it)).toEqual([2]);
    expect(await it.client.vault.rotateKey({})).toEqual({
      ...{ status: "completed", rotated: 23, failed: 0, remaining: 0 },
    });
    expect(await it.read(11)).toBe(true);
    expect(await it.client.vault.decrypt({ secretId: id })).toEqual({ data: "new" });
    expect(await it.client.vault.decrypt({ secretId: it.ids[24]! })).toEqual({ data: "changed" });
  });

  test("is continued by further calls, so that a loop until nothing remains ends", async () => {
    const it = await stage(25);
    const seen: number[] = [];
    for (let calls = 0; calls < 10; calls++) {
      const { remaining } = await it.client.vault.rotateKey({ batchSize: 10 });
      seen.push(remaining);
      it.kill();
      if (remaining === 0) break;
    }
    expect(seen).toEqual([15, 5, 0]);
    expect(await it.client.vault.rotateKey({})).toMatchObject({ rotated: 25, remaining: 0 });
    expect(await generations(it)).toEqual([2]);
    vi.setSystemTime(Date.now() + 10 * MINUTE);
    expect(await it.client.vault.rotateKey({})).toMatchObject({ rotated: 25, remaining: 0 });
    expect(await generations(it)).toEqual([3]);
  });

  test("asked for twice at once is one rotation", async () => {
    const it = await stage(10);
    const both = await Promise.all([
      it.client.vault.rotateKey({ batchSize: 2 }),
      it.client.vault.rotateKey({ batchSize: 2 }),
    ]);
    expect(both.map(({ remaining }) => String(remaining)).sort()).toEqual(["6", "8"]);
    await it.settle();
    expect(await generations(it)).toEqual([2]);
    for (const index of [0, 5, 9]) expect(await it.read(index)).toBe(true);
    const { data } = await it.client.events.listEvents({ eventTypes: ["vault.secret.rotated"] });
    expect(data.map((event) => event.data)).toEqual([
      { status: "in_progress", rotated: 2, failed: 0, remaining: 8 },
      { status: "completed", rotated: 10, failed: 0, remaining: 0 },
    ]);
  });

  test("killed half way is resumed where it was", async () => {
    const it = await stage(12);
    await it.client.vault.rotateKey({ batchSize: 5 });
    it.kill();
    const resume = async () => await it.runtime.run("vault/rotation:resume");
    await resume(); // too early: its next batch may only be late
    await it.settle();
    expect(await generations(it)).toEqual([1, 2]);
    for (const index of [0, 11]) expect(await it.read(index)).toBe(true);
    vi.setSystemTime(Date.now() + 6 * MINUTE);
    await resume();
    await resume(); // twice does no harm
    await it.settle();
    expect(await generations(it)).toEqual([2]);
    expect(await it.rows("keyRotations")).toMatchObject([
      { rotated: 12, failed: 0, resumeAt: null },
    ]);
    for (const index of [0, 11]) expect(await it.read(index)).toBe(true);
    const { data } = await it.client.events.listEvents({ eventTypes: ["vault.secret.rotated"] });
    expect(data).toHaveLength(2);
  });

  test("of a project without secrets does nothing", async () => {
    const it = await stage(0);
    expect(await it.client.vault.rotateKey({})).toEqual({
      ...{ status: "completed", rotated: 0, failed: 0, remaining: 0 },
    });
    expect(await generations(it)).toEqual([]);
  });

  test("of one project leaves another's keys alone", async () => {
    const it = await stage(1);
    const other = it.runtime.client(await newProject(it.runtime));
    const { id: secretId } = await other.vault.encrypt({ name: "n", data: "other" });
    await it.client.vault.rotateKey({});
    expect(new Set(await generations(it))).toEqual(new Set([1, 2]));
    expect(await other.vault.decrypt({ secretId })).toEqual({ data: "other" });
  });

  test("keeps the salt of keys that no secret opens, and tries them again", async () => {
    const it = await stage(3);
    setSecrets(SECOND);
    await it.client.vault.encrypt({ name: "n", data: "under the second secret" });
    const found = { status: "incomplete", rotated: 1, failed: 3, remaining: 0 };
    expect(await it.client.vault.rotateKey({})).toEqual(found);
    expect(await it.client.vault.rotateKey({})).toEqual(found);
    expect(await failureOf(it.client.vault.decrypt({ secretId: it.ids[0]! }))).toMatchObject({
      status: 409,
      code: "not_available",
    });
    expect(await generations(it)).toEqual([1, 2]);
    vi.setSystemTime(Date.now() + 10 * MINUTE);
    expect(await it.client.vault.rotateKey({})).toEqual(found);
    expect(await generations(it)).toEqual([1, 3]);
    await it.client.vault.delete({ id: it.ids[0]! });
    setSecrets(SECOND, FIRST);
    expect(await it.client.vault.rotateKey({})).toEqual({
      ...{ status: "completed", rotated: 3, failed: 0, remaining: 0 },
    });
    expect(await generations(it)).toEqual([4]);
    setSecrets(SECOND);
    expect(await it.read(1)).toBe(true);
  });

  test("that is incomplete is completed at once when the unreadable secrets are deleted", async () => {
    const it = await stage(2);
    setSecrets(SECOND);
    expect(await it.client.vault.rotateKey({})).toMatchObject({ failed: 2 });
    for (const id of it.ids) await it.client.vault.delete({ id });
    expect(await it.client.vault.rotateKey({})).toMatchObject({ status: "completed", failed: 0 });
    expect(await generations(it)).toEqual([3]);
  });

  test.each(["alone", "beside the background batches"])(
    "ends a loop until nothing remains although keys are unreadable, %s",
    async (how) => {
      const it = await stage(7);
      setSecrets(SECOND);
      for (let i = 0; i < 4; i++) await it.client.vault.encrypt({ name: `n${i}`, data: "d" });
      let calls = 0;
      for (let remaining = Infinity; remaining > 0; calls++) {
        ({ remaining } = await it.client.vault.rotateKey({ batchSize: 3 }));
        if (how === "alone") it.kill();
        else await it.settle();
        expect(calls).toBeLessThan(10);
      }
      expect(await it.client.vault.rotateKey({})).toEqual({
        ...{ status: "incomplete", rotated: 4, failed: 7, remaining: 0 },
      });
      expect(await generations(it)).toEqual([1, 2]);
      setSecrets(SECOND, FIRST);
      for (const index of [0, 6]) expect(await it.read(index)).toBe(true);
    },
  );
});

describe("a replacement of BANATA_AUTH_SECRET", () => {
  test("covers the vault: re-sealed, it opens under the new secret alone, in both generations", async () => {
    const it = await stage(8);
    await it.client.vault.rotateKey({ batchSize: 3 });
    it.kill();
    setSecrets(SECOND, FIRST);
    const status = async () =>
      await it.runtime.engine.action(internal.secretRotation.status.status, {});
    expect((await status()).left).toEqual({ "dataKeys.sealedKey": 8 });
    expect(await it.read(0)).toBe(true);
    const values = await it.rows("vaultValues");
    await it.runtime.setup("resealSecrets", {});
    await it.settle();
    expect(await status()).toMatchObject({
      left: {},
      reseal: { state: "finished", resealed: 8, unreadable: 0 },
    });
    expect(await it.rows("vaultValues")).toEqual(values);
    setSecrets(SECOND);
    for (const index of [0, 7]) expect(await it.read(index)).toBe(true);
    // The rotation of the vault, which was under way, ends as well.
    expect(await it.client.vault.rotateKey({})).toMatchObject({ status: "completed", rotated: 8 });
    for (const index of [0, 7]) expect(await it.read(index)).toBe(true);
  });
});

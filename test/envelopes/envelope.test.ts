/** Encrypted values in rows: for their address alone, and gone with their key. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  encryptWith,
  keyWrapping,
  newDataKey,
  toBase64,
} from "../../convex/component/core/secrets";
import { TenantWriter } from "../../convex/component/tenancy/database";
import {
  deleteValues,
  openValue,
  sealValue,
  toKeyPlace,
  tryOpenValue,
  type EnvelopeAddress,
} from "../../convex/component/envelopes/envelope";
import { httpRuntime, newProject } from "../support/runtime";

const address: EnvelopeAddress = {
  layer: "vault",
  organizationId: "org_1",
  ownerId: "vsec_1",
  field: "data",
  version: 1,
  context: { region: "eu", customer: "7" },
};
const VALUE = "sk_live_distinctive_4711";
const SECRET = "a secret of the tests, long enough";

beforeEach(() => void (process.env["BANATA_AUTH_SECRET"] = SECRET));
afterEach(() => {
  process.env["BANATA_AUTH_SECRET"] = SECRET;
  delete process.env["BANATA_AUTH_SECRET_PREVIOUS"];
});

async function stage() {
  const runtime = httpRuntime();
  const { engine } = runtime;
  process.env["BANATA_AUTH_SECRET"] = SECRET;
  const [one, two] = [await newProject(runtime), await newProject(runtime)];
  const in_ = async <R>(projectId: string, work: (db: TenantWriter) => Promise<R>): Promise<R> =>
    await engine.run(async (ctx) => await work(new TenantWriter(ctx.db as never, projectId))); // the component's tables
  return {
    one: one.id,
    two: two.id,
    engine,
    seal: async (projectId: string, text: string, at: EnvelopeAddress = address) =>
      await in_(projectId, async (db) => await sealValue(db, { ...at, text })),
    open: async (projectId: string, sealed: string, at: EnvelopeAddress = address) =>
      await in_(projectId, async (db) => await tryOpenValue(db, { ...at, sealed })),
    in_,
  };
}

describe("a value", () => {
  test.each([
    ["nothing", ""],
    ["a BOM and a NUL", "\uFEFF\u0000x"],
    ["beyond ASCII", "Größe 🔑"],
    ["700 KB", "é".repeat(358_400)],
  ])("opens again, and only its ciphertext is stored: %s", async (_name, text) => {
    const { one, seal, open, engine } = await stage();
    const sealed = await seal(one, text);
    expect(await open(one, sealed)).toEqual({ text });
    const rows = await engine.run(async (ctx) => await ctx.db.query("dataKeys").collect());
    if (text.length > 3) expect(JSON.stringify([sealed, rows])).not.toContain(text.slice(0, 50));
  });

  test("has a key and a text of its own each time", async () => {
    const { one, seal } = await stage();
    const sealed = [await seal(one, VALUE), await seal(one, VALUE)];
    expect(sealed[0]).not.toBe(sealed[1]);
  });

  test("opens whatever the order of its context", async () => {
    const { one, seal, open } = await stage();
    const sealed = await seal(one, VALUE);
    const context = { customer: "7", region: "eu" };
    expect(await open(one, sealed, { ...address, context })).toEqual({ text: VALUE });
  });

  test.each<[string, Partial<EnvelopeAddress>, string]>([
    ["another layer", { layer: "connection" }, "no_key"],
    ["another row", { ownerId: "vsec_2" }, "no_key"],
    ["another field", { field: "other" }, "no_key"],
    ["another organization", { organizationId: "org_2" }, "corrupted"],
    ["the project", { organizationId: null }, "corrupted"],
    ["a later version", { version: 2 }, "corrupted"],
    ["no context", { context: {} }, "wrong_context"],
    ["a part of the context", { context: { region: "eu" } }, "wrong_context"],
    ["another value in the context", { context: { region: "us", customer: "7" } }, "wrong_context"],
    ["keys and values swapped", { context: { eu: "region", "7": "customer" } }, "wrong_context"],
    [
      "more context",
      { context: { region: "eu", customer: "7", constructor: "x" } },
      "wrong_context",
    ],
  ])("does not open for %s", async (_name, other, fault) => {
    const { one, seal, open } = await stage();
    const sealed = await seal(one, VALUE);
    expect(await open(one, sealed, { ...address, ...other })).toEqual({ fault });
  });

  test("does not open in another project, nor in another row with a key of its own", async () => {
    const { one, two, seal, open, engine } = await stage();
    const sealed = await seal(one, VALUE);
    expect(await open(two, sealed)).toEqual({ fault: "no_key" });
    await seal(two, VALUE);
    expect(await open(two, sealed)).toEqual({ fault: "corrupted" });
    // With the rows of its key carried over, too.
    await engine.run(async (ctx) => {
      for (const table of ["dataKeys", "keyGenerations"] as const) {
        const rows = await ctx.db.query(table).collect();
        const [from] = rows.filter(({ projectId }) => projectId === one);
        const [to] = rows.filter(({ projectId }) => projectId === two);
        const { _id, _creationTime, ...fields } = from!;
        await ctx.db.replace(to!._id, { ...fields, projectId: two } as never); // of the same table
      }
    });
    expect(await open(two, sealed)).toEqual({ fault: "corrupted" });
  });

  test("does not open when a character of it or of its key is another one", async () => {
    const { one, seal, open, engine } = await stage();
    const sealed = await seal(one, VALUE);
    const flip = (text: string, at: number) =>
      text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
    for (const at of [3, 20, sealed.length - 4])
      expect(await open(one, flip(sealed, at)), String(at)).toEqual({ fault: "corrupted" });
    for (const wrong of ["", "e1.", "e1.!", "s2.00000000.AAAA"])
      expect(await open(one, wrong), wrong).toEqual({ fault: expect.any(String) });
    await engine.run(async (ctx) => {
      const row = (await ctx.db.query("dataKeys").first())!;
      await ctx.db.patch(row._id, { sealedKey: flip(row.sealedKey, 30) });
    });
    expect(await open(one, sealed)).toEqual({ fault: "corrupted" });
  });

  test("that was replaced does not open any more, and its successor does", async () => {
    const { one, seal, open } = await stage();
    const first = await seal(one, VALUE);
    const second = await seal(one, "second", { ...address, version: 2 });
    expect(await open(one, first)).toEqual({ fault: "corrupted" });
    expect(await open(one, first, { ...address, version: 2 })).toEqual({ fault: "corrupted" });
    expect(await open(one, second, { ...address, version: 2 })).toEqual({ text: "second" });
  });

  test("is unreadable once its row's values are deleted; those of other rows stay", async () => {
    const { one, seal, open, in_ } = await stage();
    const kept = { ...address, ownerId: "vsec_2" };
    const both = [await seal(one, VALUE), await seal(one, VALUE, kept)] as const;
    await in_(one, async (db) => await deleteValues(db, address));
    expect(await open(one, both[0])).toEqual({ fault: "no_key" });
    expect(await open(one, both[1], kept)).toEqual({ text: VALUE });
  });

  test("of the first version, encrypted once, opens for its address alone", async () => {
    const { one, open, seal, in_ } = await stage();
    await seal(one, "x"); // stores a data key
    const dataKey = newDataKey();
    await in_(one, async (db) => {
      const [generation] = await db.range("keyGenerations", "byGeneration").take(1);
      const [row] = await db.range("dataKeys", "byOwner").take(1);
      const sealedKey = await keyWrapping(generation!).wrap(dataKey, toKeyPlace(row!));
      await db.patch("dataKeys", row!, { sealedKey });
    });
    const pairs = [
      ["customer", "7"],
      ["region", "eu"],
    ];
    const bound = ["e1", "vault", one, "org_1", "vsec_1", "data", 1, pairs];
    const text = new TextEncoder().encode(VALUE);
    const sealed = `e1.${toBase64(await encryptWith(dataKey, text, JSON.stringify(bound)))}`;
    expect(await open(one, sealed)).toEqual({ text: VALUE });
    for (const other of [{ version: 2 }, { context: {} }])
      expect(await open(one, sealed, { ...address, ...other })).toEqual({ fault: "wrong_context" });
    expect(await open(one, sealed.replace("e1.", "e2."))).toEqual({ fault: "corrupted" });
  });

  test("opens under the previous secret, and no error shows it", async () => {
    const { one, seal, open, in_ } = await stage();
    const sealed = await seal(one, VALUE);
    const replaced = "the secret that replaces it, long enough";
    process.env["BANATA_AUTH_SECRET"] = replaced;
    process.env["BANATA_AUTH_SECRET_PREVIOUS"] = SECRET;
    expect(await open(one, sealed)).toEqual({ text: VALUE });
    delete process.env["BANATA_AUTH_SECRET_PREVIOUS"];
    expect(await open(one, sealed)).toEqual({ fault: "key_unreadable" });
    const error = await in_(one, async (db) =>
      openValue(db, { ...address, sealed }).catch((each: unknown) => String(each)),
    );
    expect(error).toBe("Error: Cannot decrypt data of vault vsec_1: key_unreadable.");
  });
});

/** The audit log in parts, for files of any size. */
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { newId, parseUlid, formatUlid } from "../../convex/component/core/ids";
import type { AuditEvent } from "../../src/index";
import type { WireClient } from "../support/wireClient";
import { deployedRuntime, httpRuntime } from "../support/runtime";
import { keyWith, scene, transports, twoOrganizations } from "../support/transports";

afterEach(() => {
  vi.useRealTimers();
});

type Asked = Parameters<WireClient["auditLogs"]["exportEvents"]>[0] & object;

/** All parts. */
async function exported(
  client: WireClient,
  asked: Asked = {},
): Promise<{ entries: AuditEvent[]; content: string; counts: number[] }> {
  const [entries, counts]: [AuditEvent[], number[]] = [[], []];
  let content = "";
  for (let cursor: number | undefined; ;) {
    const part = await client.auditLogs.exportEvents({
      ...asked,
      ...(cursor === undefined ? {} : { cursor }),
    });
    expect(part.count).toBe(part.data.length);
    entries.push(...part.data);
    counts.push(part.count);
    content += part.content ?? "";
    if (part.nextCursor === undefined) return { entries, content, counts };
    expect(Number.isSafeInteger(part.nextCursor)).toBe(true);
    cursor = part.nextCursor;
  }
}

describe.each(transports)("an export %s", (_name, start) => {
  test("has every entry once, oldest first, whatever its parts are", async () => {
    const { client } = await scene(start);
    for (const letter of "abcdefg")
      await client.users.createUser({ email: `${letter}@example.com`, name: letter });
    const listed = [];
    for await (const entry of client.auditLogs.listEvents.all({ order: "asc" })) listed.push(entry);
    for (const limit of [1, 3, 1000]) {
      expect((await exported(client, { limit })).entries).toEqual(listed);
      expect((await exported(client, { limit, action: "user.created" })).entries).toEqual(
        listed.filter(({ action }) => action === "user.created"),
      );
    }
    expect(await client.auditLogs.exportEvents({ action: "user.creat" })).toEqual({
      data: [],
      count: 0,
    });
  });
});

/** Reads CSV by RFC 4180. */
function cellsOf(text: string): string[][] {
  const lines: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g,
  )) {
    lines.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain!);
    if (end === "\r\n") lines.push([]);
  }
  expect(lines.pop()).toEqual([]);
  return lines;
}

describe("an export", () => {
  test("as CSV is one file over all its parts, whose cells no spreadsheet takes for a formula", async () => {
    const { client } = await scene(httpRuntime);
    const names = [
      "=1+1",
      "+1",
      "-1",
      "@SUM(A1)",
      "\tx",
      "\rx",
      " =1",
      "'x",
      'say "hi", ok',
      "two\r\nlines",
      "\uFF1D1",
      "plain",
      "ü",
    ];
    for (const name of names)
      await client.auditLogs.createEvent({
        action: "app.named",
        actorType: "user",
        actorId: "a",
        actorName: name,
        targets: '[{"type":"t","id":"1"}]',
      });
    const { content, entries, counts } = await exported(client, {
      format: "csv",
      limit: 4,
      action: "app.named",
    });
    expect(counts.length).toBeGreaterThan(2);
    const [header, ...lines] = cellsOf(content);
    expect(header).toEqual([
      "id",
      "occurredAt",
      "createdAt",
      "action",
      "outcome",
      "source",
      "actorType",
      "actorId",
      "actorName",
      "actorEmail",
      "organizationId",
      "ipAddress",
      "userAgent",
      "requestId",
      "targets",
      "changes",
      "metadata",
      "ipAddressVerified",
    ]);
    expect(lines.map((cells) => cells.length)).toEqual(names.map(() => header!.length));
    expect(lines.map(([id]) => id)).toEqual(entries.map(({ id }) => id));
    const guarded = (name: string) => (/^\s*[=+\-@\t\r\uFF1D]/.test(name) ? `'${name}` : name);
    expect(lines.map((cells) => cells[8]!).sort()).toEqual(names.map(guarded).sort());
    for (const cells of lines)
      for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@\t\r\uFF1D]/);
  });

  test("is of a time range, by when it occurred, the end exclusive", async () => {
    const { client } = await scene(httpRuntime);
    const at = (n: number) => Date.UTC(2020, 0, n);
    for (const n of [3, 1, 2, 5, 4])
      await client.auditLogs.createEvent({
        action: "app.done",
        actorType: "system",
        actorId: "a",
        occurredAt: at(n),
      });
    const days = async (asked: Asked) =>
      (await exported(client, { ...asked, action: "app.done", limit: 1 })).entries
        .map(({ occurredAt }) => occurredAt.getUTCDate())
        .join("");
    expect(await days({})).toBe("12345");
    expect(await days({ startDate: at(2), endDate: at(4) })).toBe("23");
    expect(await days({ startDate: at(2) + 1, endDate: at(4) + 1 })).toBe("34");
    expect(await days({ startDate: at(6) })).toBe("");
  });

  test("by an organization's key is of that organization", async () => {
    const started = await scene(httpRuntime);
    const [here, there] = await twoOrganizations(started.client);
    for (const organizationId of [here, there, here])
      await started.client.organizations.updateOrganization({ organizationId, name: "Renamed" });
    const bound = await keyWith(started, ["audit.export"], { organizationId: here });
    for (const limit of [1, 100]) {
      expect(
        (await exported(bound.client, { action: "organization.updated", limit })).entries.map(
          ({ context }) => context.organizationId,
        ),
      ).toEqual([here, here]);
      expect(
        (await exported(bound.client, { limit })).entries.every(
          ({ context }) => context.organizationId === here,
        ),
      ).toBe(true);
    }
    await expect(
      bound.client.auditLogs.exportEvents({ organizationId: there }),
    ).rejects.toMatchObject({ status: 404 });
  });

  test.each<[string, object]>([
    ["limit", { limit: 1001 }],
    ["limit", { limit: 0 }],
    ["format", { format: "xml" }],
    ["cursor", { cursor: -1 }],
    ["cursor", { cursor: 0.5 }],
    ["cursor", { cursor: 2 ** 53 }],
    ["startDate", { startDate: -1 }],
  ])("is refused for a %s that is wrong: %j", async (field, asked) => {
    const { client } = await scene(httpRuntime);
    await expect(client.auditLogs.exportEvents(asked)).rejects.toMatchObject({
      status: 422,
      errors: [{ field }],
    });
  });

  test("cuts thousands of entries of one millisecond without a gap or a repeat, with others written meanwhile", async () => {
    const { client, runtime } = await scene(httpRuntime);
    await client.users.createUser({ email: "a@example.com", name: "A" });
    const add = async (ids: string[]) =>
      await runtime.engine.run(async (ctx) => {
        const { _id, _creationTime, ...row } = (await ctx.db.query("auditEvents").collect()).find(
          ({ action }) => action === "user.created",
        )!;
        for (const id of ids)
          await ctx.db.insert("auditEvents", { ...row, id, action: "app.bulk" });
      });
    const moment = Date.UTC(2026, 0, 1);
    const ids = Array.from({ length: 1_200 }, () => newId("auditEvent", moment));
    await add(ids);
    const seen: string[] = [];
    for (let cursor: number | undefined; ;) {
      const part = await client.auditLogs.exportEvents({
        action: "app.bulk",
        limit: 250,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...part.data.map(({ id }) => id));
      await add([newId("auditEvent", moment)]);
      if (part.nextCursor === undefined) break;
      cursor = part.nextCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((id) => ids.includes(id))).toEqual(ids.toSorted());
  });

  test("ends a part before it gets too large", async () => {
    const { client } = await scene(httpRuntime);
    const text = "x".repeat(16_000);
    for (let i = 0; i < 150; i++)
      await client.auditLogs.createEvent({
        action: "app.large",
        actorType: "user",
        actorId: "a",
        metadata: JSON.stringify({ text }),
      });
    const { counts } = await exported(client, { action: "app.large", limit: 1000 });
    expect(counts.length).toBe(2);
    expect(counts.reduce((sum, count) => sum + count)).toBe(150);
  });

  test("while parallel writers are busy has all that was there at its beginning, each entry once, on the local deployment", async () => {
    const { client } = await scene(() => deployedRuntime());
    const write = async (writer: string) => {
      for (let i = 0; i < 8; i++)
        await client.auditLogs.createEvent({
          action: "app.busy",
          actorType: "user",
          actorId: writer,
        });
    };
    await Promise.all(["a", "b", "c"].map(write));
    const before = (await exported(client, { action: "app.busy" })).entries.map(({ id }) => id);
    const [{ entries }] = await Promise.all([
      exported(client, { action: "app.busy", limit: 2 }),
      ...["d", "e"].map(write),
    ]);
    const ids = entries.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(before.length).toBe(24);
    expect(ids.filter((id) => before.includes(id))).toEqual(before);
  });
});

test("a cursor says the time and two more characters of an id exactly, until the year 2248", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: Date.UTC(2248, 0, 1) }),
      fc.integer({ min: 0, max: 1023 }),
      (time, rest) => {
        const place = formatUlid(time, 10) + formatUlid(rest, 2);
        expect(Number.isSafeInteger(parseUlid(place))).toBe(true);
        expect(formatUlid(parseUlid(place), 12)).toBe(place);
      },
    ),
  );
});

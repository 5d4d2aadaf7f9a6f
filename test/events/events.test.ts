import { afterEach, describe, expect, test, vi } from "vitest";
import type { WireClient } from "../support/wireClient";
import { deployedRuntime, httpRuntime, newProject } from "../support/runtime";
import { allRows } from "../support/rows";
import { keyWith, scene, transports, twoOrganizations, wires } from "../support/transports";

afterEach(() => {
  vi.useRealTimers();
});

type Filter = Parameters<WireClient["events"]["listEvents"]>[0];

/** Everything there is for the filter, page after page. */
async function read(client: WireClient, filter: Filter = {}) {
  const seen = [];
  let cursor = typeof filter === "object" ? filter.after : undefined;
  for (;;) {
    const page = await client.events.listEvents({
      ...filter,
      ...(cursor === undefined ? {} : { after: cursor }),
    });
    seen.push(...page.data);
    cursor = page.cursor;
    if (!page.hasMore) return { events: seen, cursor };
  }
}
const types = (events: { type: string }[]) => events.map(({ type }) => type);
const emails = (events: { data: object }[]) =>
  events.map(({ data }) => (data as { email?: string }).email);

async function addUsers(client: WireClient, letters: string) {
  for (const letter of letters)
    await client.users.createUser({ email: `${letter}@example.com`, name: letter });
}

describe.each(transports)("events %s", (_name, start) => {
  test("come oldest first, in the order in which they happened", async () => {
    const { client } = await scene(start);
    const { user } = await client.users.createUser({ email: "a@example.com", name: "A" });
    await client.users.updateUser({ userId: user.id, name: "B" });
    await client.users.banUser({ userId: user.id });
    await client.users.unbanUser(user.id);
    await client.users.deleteUser(user.id);
    const { data, hasMore } = await client.events.listEvents({ eventTypes: ["user.*"] });
    expect(types(data)).toEqual([
      "user.created",
      "user.updated",
      "user.banned",
      "user.unbanned",
      "user.deleted",
    ]);
    expect(hasMore).toBe(false);
    for (const event of data)
      expect(event).toEqual({
        id: expect.stringMatching(/^evt_[0-9A-HJKMNP-TV-Z]{26}$/) as string,
        type: event.type,
        data: event.data,
        createdAt: expect.any(Number) as number,
      });
    expect(data[1]!.data).toMatchObject({
      id: user.id,
      name: "B",
      updatedAt: expect.any(String) as string,
    }); // free JSON: its times are text
  });

  test("are had in pages without gaps or repeats, and the cursor goes on with what comes later", async () => {
    const { client } = await scene(start);
    await addUsers(client, "abcde");
    const filter = { eventTypes: ["user.created"], limit: 2 };
    const first = await client.events.listEvents(filter);
    expect([emails(first.data), first.hasMore]).toEqual([["a@example.com", "b@example.com"], true]);
    const { events, cursor } = await read(client, { ...filter, after: first.cursor });
    expect(emails(events)).toEqual(["c", "d", "e"].map((letter) => `${letter}@example.com`));

    const nothing = await client.events.listEvents({ ...filter, after: cursor });
    expect(nothing).toEqual({ data: [], cursor, hasMore: false });
    await addUsers(client, "f");
    expect(emails((await read(client, { ...filter, after: cursor })).events)).toEqual([
      "f@example.com",
    ]);
    expect(
      await client.events.listEvents({ ...filter, limit: 200, after: first.cursor }),
    ).toMatchObject({ hasMore: false });
  });

  test.each<[string[] | undefined, string[]]>([
    [
      undefined,
      ["project.created", "api_key.created", "user.created", "user.banned", "api_key.created"],
    ],
    [[], ["project.created", "api_key.created", "user.created", "user.banned", "api_key.created"]],
    [
      ["*"],
      ["project.created", "api_key.created", "user.created", "user.banned", "api_key.created"],
    ],
    [["user.*"], ["user.created", "user.banned"]],
    [["user.created"], ["user.created"]],
    [
      ["user.banned", "api_key.*"],
      ["api_key.created", "user.banned", "api_key.created"],
    ],
    [["user.create"], []],
    [["use.*"], []],
    [["user"], []],
  ])("of the types %j", async (eventTypes, expected) => {
    const { client } = await scene(start);
    const { user } = await client.users.createUser({ email: "a@example.com", name: "A" });
    await client.users.banUser({ userId: user.id });
    await client.apiKeys.createKey({ name: "k" });
    expect(types((await read(client, { eventTypes })).events)).toEqual(expected);
    expect(types((await read(client, { eventTypes, limit: 1 })).events)).toEqual(expected);
  });

  test.each(["user.*.created", "*.created", "User.created", "user.", "", ".*", "user created"])(
    "the pattern %j is refused",
    async (pattern) => {
      const { client } = await scene(start);
      await expect(client.events.listEvents({ eventTypes: [pattern] })).rejects.toMatchObject({
        status: 422,
        errors: [{ field: "eventTypes[0]" }],
      });
    },
  );

  test("a cursor is refused by another filter, and one of another project or of nobody's too", async () => {
    const { client, runtime } = await scene(start);
    await addUsers(client, "ab");
    const { cursor } = await client.events.listEvents({ limit: 1 });
    const refused = { status: 422, errors: [{ field: "after", code: "invalid_cursor" }] };
    for (const filter of [
      { eventTypes: ["user.*"] },
      { rangeStart: 0 },
      { organizationId: "org_a" },
    ]) {
      await expect(client.events.listEvents({ ...filter, after: cursor })).rejects.toMatchObject(
        refused,
      );
    }
    for (const after of ["x", `${cursor}x`, btoa('["1:0","0000000000000000"]')])
      await expect(client.events.listEvents({ after })).rejects.toMatchObject(refused);
    const other = runtime.client(await newProject(runtime));
    await expect(other.events.listEvents({ after: cursor })).rejects.toMatchObject(refused);
    expect((await client.events.listEvents({ limit: 200, after: cursor })).hasMore).toBe(false);
  });

  test("of one organization are those alone", async () => {
    const { client } = await scene(start);
    const [here, there] = await twoOrganizations(client);
    for (const organizationId of [here, there, undefined, here])
      await client.apiKeys.createKey({ name: String(organizationId), organizationId });
    const names = async (filter: Filter) =>
      (await read(client, { eventTypes: ["api_key.*"], ...filter })).events.map(
        ({ data }) => (data as { name: string }).name,
      );
    expect(await names({ organizationId: here })).toEqual([here, here]);
    expect(await names({ organizationId: here, limit: 1 })).toEqual([here, here]);
    expect(await names({ organizationId: there })).toEqual([there]);
    expect(await names({ organizationId: "org_c" })).toEqual([]);
  });
});

test.each(wires)(
  "an organization's key sees the events of that organization alone, %s",
  async (_name, start) => {
    const started = await scene(start);
    const [here, there] = await twoOrganizations(started.client);
    for (const organizationId of [here, there, undefined])
      await started.client.apiKeys.createKey({ name: String(organizationId), organizationId });
    const bound = await keyWith(started, ["event.read", "audit.read"], { organizationId: here });
    const own = (await read(bound.client)).events;
    expect(own.map(({ type }) => type)).toEqual([
      "organization.created",
      "api_key.created",
      "api_key.created",
    ]);
    expect(JSON.stringify(own)).not.toContain(there);
    expect((await read(bound.client, { organizationId: here })).events).toEqual(own);
    await expect(bound.client.events.listEvents({ organizationId: there })).rejects.toMatchObject({
      status: 404,
    });
    expect(
      (await bound.client.auditLogs.listEvents()).data.map(({ context }) => context.organizationId),
    ).toEqual([here, here, here]);
    await expect(
      bound.client.auditLogs.listEvents({ organizationId: there }),
    ).rejects.toMatchObject({ status: 404 });
  },
);

describe("events on the test engine", () => {
  test("of a range begin at its start and end before its end, in pages too", async () => {
    const day = (n: number) => Date.UTC(2026, 0, n);
    vi.useFakeTimers({ toFake: ["Date"], now: day(1) });
    const { client } = await scene(httpRuntime);
    for (let n = 1; n <= 5; n++) {
      vi.setSystemTime(day(n));
      await addUsers(client, String.fromCharCode(96 + n));
    }
    const letters = async (filter: Filter) =>
      emails((await read(client, { ...filter, eventTypes: ["user.*"] })).events)
        .map((email) => email![0])
        .join("");
    for (const limit of [1, 100]) {
      expect(await letters({ limit, rangeStart: day(2) })).toBe("bcde");
      expect(await letters({ limit, rangeStart: day(2) + 1 })).toBe("cde");
      expect(await letters({ limit, rangeEnd: day(3) })).toBe("ab");
      expect(await letters({ limit, rangeEnd: day(3) + 1 })).toBe("abc");
      expect(await letters({ limit, rangeStart: day(2), rangeEnd: day(4) })).toBe("bc");
      expect(await letters({ limit, rangeStart: day(4), rangeEnd: day(2) })).toBe("");
      expect(await letters({ limit, rangeStart: day(6) })).toBe("");
    }
  });

  test("that match nothing for a while still lead on: a page reads a bounded number and says where it stopped", async () => {
    const { client, runtime } = await scene(httpRuntime);
    const [row] = (await allRows(runtime.engine)).events;
    const { _id, _creationTime, ...event } = row as {
      _id: string;
      _creationTime: number;
      commitTs: bigint;
    }; // a copy of a row that a write made
    await runtime.engine.run(async (ctx) => {
      for (let i = 0; i < 1_500; i++)
        await ctx.db.insert("events", {
          ...event,
          type: "user.updated",
          commitTs: event.commitTs + 1n,
          sequence: i,
        } as never);
    });
    await addUsers(client, "a");
    // A range behind all events reads none of them, and what comes then follows its cursor.
    const rangeStart = Date.now() + 3_600_000;
    const behind = await client.events.listEvents({ rangeStart });
    expect(behind).toEqual({ data: [], cursor: expect.any(String) as string, hasMore: false });
    const first = await client.events.listEvents({ eventTypes: ["user.created"] });
    expect(first).toEqual({ data: [], cursor: expect.any(String) as string, hasMore: true });
    const { events } = await read(client, { eventTypes: ["user.created"] });
    expect(emails(events)).toEqual(["a@example.com"]);
  });
});

describe("while parallel writers are busy, on the local deployment,", () => {
  /**
   * Reads on in pages of any size, from the cursor alone as after a restart, until nobody writes
   * any more.
   */
  async function follow(client: WireClient, filter: Filter & object, writing: () => boolean) {
    const seen: { id: string; type: string }[] = [];
    let cursor: string | undefined;
    for (let last = false; ;) {
      const page = await client.events.listEvents({
        ...filter,
        limit: 1 + Math.floor(Math.random() * 9),
        after: cursor,
      });
      seen.push(...page.data);
      cursor = page.cursor;
      if (last && !page.hasMore) return seen;
      last = !writing() && !page.hasMore;
    }
  }

  test("who follows the cursor gets every event once, in the same order as everybody else", async () => {
    const { client } = await scene(() => deployedRuntime());
    const { id: organizationId } = await client.organizations.createOrganization({ name: "Busy" });
    let writers = 5;
    const write = async (writer: number) => {
      for (let i = 0; i < 10; i++) {
        const { user } = await client.users.createUser({
          email: `w${writer}-${i}@example.com`,
          name: "A",
        });
        // Several events of one transaction: of the user, the membership and the session.
        if (i % 5 === 0)
          await client.organizations.addMember({ organizationId, userId: user.id, role: "member" });
        if (i % 5 === 0) await client.users.impersonateUser({ userId: user.id });
        if (i % 5 === 0) await client.users.deleteUser(user.id);
      }
      writers--;
    };
    const filters = [{}, { eventTypes: ["user.*", "session.*"] }, { organizationId }];
    const followed = Promise.all(
      filters.map(async (filter) => await follow(client, filter, () => writers > 0)),
    );
    await Promise.all(Array.from({ length: 5 }, async (_, writer) => await write(writer)));
    const seen = await followed;
    const all = (await read(client, { limit: 200 })).events;
    expect(all.length).toBe(3 + 5 * (10 + 2 * (1 + 2 + 3)));
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(seen[0]).toEqual(all);
    expect(seen[1]).toEqual(all.filter(({ type }) => /^(user|session)\./.test(type)));
    expect(seen[2]!.map(({ type }) => type)).toEqual(
      all.filter(({ type }) => /^(organization|member)\./.test(type)).map(({ type }) => type),
    );
  });
});

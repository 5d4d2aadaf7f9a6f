import { describe, expect, test } from "vitest";
import type { WireClient } from "../support/wireClient";
import { deployedRuntime } from "../support/runtime";
import { scene, transports } from "../support/transports";

type List = Awaited<ReturnType<WireClient["users"]["listUsers"]>>;
const emails = (page: List) => page.data.map((user) => user.email);
const names = (page: List) => page.data.map((user) => user.name);

/** Users `a`, `b` … one after the other, so that their order of creation is known. */
async function addUsers(client: WireClient, letters: string) {
  const users = [];
  for (const letter of letters) {
    await nextMillisecond(); // ids of one millisecond are in no order
    users.push(
      (await client.users.createUser({ email: `${letter}@example.com`, name: letter })).user,
    );
  }
  return users;
}

async function nextMillisecond() {
  const now = Date.now();
  while (Date.now() === now) await new Promise((resolve) => setImmediate(resolve));
}

/** Names of each page, forward to the end; every cursor in between is checked by following it. */
async function walk(client: WireClient, filter: object, direction: "after" | "before" = "after") {
  const pages: string[][] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await client.users.listUsers({
      ...filter,
      ...(cursor === undefined ? {} : { [direction]: cursor }),
    });
    if (cursor === undefined)
      expect(page.listMetadata[direction === "after" ? "before" : "after"]).toBeNull();
    pages.push(names(page));
    cursor = page.listMetadata[direction];
  }
  return pages;
}

describe.each(transports)("lists of users %s", (_name, start) => {
  test("an empty project has an empty page and no cursors, whatever is asked for", async () => {
    const { client } = await scene(start);
    const empty = { data: [], users: [], listMetadata: { before: null, after: null } };
    for (const filter of [
      {},
      { email: "a@example.com" },
      { role: "user" },
      { search: "a" },
      { order: "asc" as const, limit: 1 },
    ]) {
      expect(await client.users.listUsers(filter)).toEqual(empty);
    }
  });

  test("newest come first unless asc is asked for, and users is the same array as data", async () => {
    const { client } = await scene(start);
    const [a, b, c] = await addUsers(client, "abc");
    const page = await client.users.listUsers();
    expect(page).toEqual({
      data: [c, b, a],
      users: [c, b, a],
      listMetadata: { before: null, after: null },
    });
    expect((await client.users.listUsers({ order: "asc" })).data).toEqual([a, b, c]);
  });

  test.each([
    ["desc", "edcba"],
    ["asc", "abcde"],
  ] as const)(
    "pages in order %s go forward and back, and a cursor is null exactly at the ends",
    async (order, letters) => {
      const { client } = await scene(start);
      await addUsers(client, "abcde");
      expect(await walk(client, { order, limit: 2 })).toEqual([
        [letters[0], letters[1]],
        [letters[2], letters[3]],
        [letters[4]],
      ]);
      expect(await walk(client, { order, limit: 5 })).toEqual([letters.split("")]);
      const [first, second, third] = await threePages(client, order);
      expect(
        [first, second, third].map((page) => [
          page.listMetadata.before === null,
          page.listMetadata.after === null,
        ]),
      ).toEqual([
        [true, false],
        [false, false],
        [false, true],
      ]);
      const back = await client.users.listUsers({
        order,
        limit: 2,
        before: third.listMetadata.before!,
      });
      expect(back).toEqual(second);
      expect(
        await client.users.listUsers({ order, limit: 2, before: back.listMetadata.before! }),
      ).toEqual(first);
      expect(
        await client.users.listUsers({ order, limit: 2, after: back.listMetadata.after! }),
      ).toEqual(third);
      expect(
        names(
          await client.users.listUsers({ order, limit: 3, before: third.listMetadata.before! }),
        ),
      ).toEqual([...letters.slice(1, 4)]);
    },
  );

  async function threePages(client: WireClient, order: "asc" | "desc") {
    const first = await client.users.listUsers({ order, limit: 2 });
    const second = await client.users.listUsers({
      order,
      limit: 2,
      after: first.listMetadata.after!,
    });
    return [
      first,
      second,
      await client.users.listUsers({ order, limit: 2, after: second.listMetadata.after! }),
    ] as const;
  }

  test("all() gives everyone once, also when someone joins or leaves on the way", async () => {
    const { client } = await scene(start);
    const users = await addUsers(client, "abcde");
    const seen: string[] = [];
    for await (const user of client.users.listUsers.all({ limit: 2 })) {
      seen.push(user.name);
      if (user.name === "d") {
        await client.users.deleteUser(users[2]!.id); // c: not shown yet
        await client.users.deleteUser(users[4]!.id); // e: shown already
        await addUsers(client, "f"); // before the place that the walk is at
      }
    }
    expect(seen).toEqual(["e", "d", "b", "a"]);
  });

  test("a cursor outlives the row that it was made at", async () => {
    const { client } = await scene(start);
    const users = await addUsers(client, "abcd");
    const first = await client.users.listUsers({ limit: 2, order: "asc" });
    await client.users.deleteUser(users[1]!.id);
    expect(
      names(
        await client.users.listUsers({ limit: 2, order: "asc", after: first.listMetadata.after! }),
      ),
    ).toEqual(["c", "d"]);
    const last = await client.users.listUsers({
      limit: 2,
      order: "asc",
      after: first.listMetadata.after!,
    });
    expect(
      names(
        await client.users.listUsers({ limit: 2, order: "asc", before: last.listMetadata.before! }),
      ),
    ).toEqual(["a"]);
  });

  test("a page that became empty leads back to the rows before it, all of them", async () => {
    const { client } = await scene(start);
    const users = await addUsers(client, "abcd");
    const first = await client.users.listUsers({ limit: 2, order: "asc" });
    for (const user of users.slice(2)) await client.users.deleteUser(user.id);
    const empty = await client.users.listUsers({
      limit: 2,
      order: "asc",
      after: first.listMetadata.after!,
    });
    expect([names(empty), empty.listMetadata.after]).toEqual([[], null]);
    const back = await client.users.listUsers({
      limit: 2,
      order: "asc",
      before: empty.listMetadata.before!,
    });
    expect([names(back), back.listMetadata]).toEqual([["a", "b"], { before: null, after: null }]);
    for (const user of users.slice(0, 2)) await client.users.deleteUser(user.id);
    const nothing = await client.users.listUsers({
      limit: 2,
      order: "asc",
      before: empty.listMetadata.before!,
    });
    expect([names(nothing), nothing.listMetadata]).toEqual([[], { before: null, after: null }]);
  });

  test("a page before a place that became empty leads on to the rows behind that place, all of them", async () => {
    const { client } = await scene(start);
    const users = await addUsers(client, "abcd");
    const first = await client.users.listUsers({ limit: 2, order: "asc" });
    const second = await client.users.listUsers({
      limit: 2,
      order: "asc",
      after: first.listMetadata.after!,
    });
    for (const user of users.slice(0, 2)) await client.users.deleteUser(user.id);
    const empty = await client.users.listUsers({
      limit: 2,
      order: "asc",
      before: second.listMetadata.before!,
    });
    expect([names(empty), empty.listMetadata.before]).toEqual([[], null]);
    expect(
      names(
        await client.users.listUsers({ limit: 2, order: "asc", after: empty.listMetadata.after! }),
      ),
    ).toEqual(["c", "d"]);
  });

  test("email finds the one user with that address, in any case", async () => {
    const { client } = await scene(start);
    await addUsers(client, "ab");
    expect(emails(await client.users.listUsers({ email: " A@EXAMPLE.com " }))).toEqual([
      "a@example.com",
    ]);
    expect(emails(await client.users.listUsers({ email: "aa@example.com" }))).toEqual([]);
  });

  test("role finds those with that role, newest first, in pages", async () => {
    const { client } = await scene(start);
    const [a, , c] = await addUsers(client, "abcd");
    for (const user of [c!, a!]) await client.users.updateUser({ userId: user.id, role: "admin" });
    expect(await walk(client, { role: "admin", limit: 1 })).toEqual([["c"], ["a"]]);
    expect(await walk(client, { role: "user", limit: 1, order: "asc" })).toEqual([["b"], ["d"]]);
    expect(await walk(client, { role: "adm" })).toEqual([[]]);
  });

  test("search finds beginnings of e-mail address and name, address first, each by alphabet, nobody twice", async () => {
    const { client } = await scene(start);
    for (const [name, email] of [
      ["Anna", "anna@example.com"],
      ["Zoe", "an.zoe@example.com"],
      ["ANdrew", "x@example.com"],
      ["Ann", "y@example.com"],
      ["Ann", "z@example.com"],
      ["Joan", "joan@example.com"],
    ] as const)
      await client.users.createUser({ email, name });
    const byEmail = ["an.zoe@example.com", "anna@example.com"];
    const found = emails(await client.users.listUsers({ search: "An" }));
    expect(found.slice(0, 3)).toEqual([...byEmail, "x@example.com"]);
    expect(found.slice(3).sort()).toEqual(["y@example.com", "z@example.com"]);
    const pages = await walk(client, { search: "an", limit: 1 });
    expect(pages).toEqual([["Zoe"], ["Anna"], ["ANdrew"], ["Ann"], ["Ann"]]);
    expect(emails(await client.users.listUsers({ search: "an", order: "desc", limit: 2 }))).toEqual(
      byEmail.toReversed(),
    );
    expect(emails(await client.users.listUsers({ search: "anna@example.com" }))).toEqual([
      "anna@example.com",
    ]);
    expect(emails(await client.users.listUsers({ search: "oan" }))).toEqual([]);
  });

  test("a search pages back over the border between the two kinds of matches", async () => {
    const { client } = await scene(start);
    for (const [name, email] of [
      ["Q", "ma@x.io"],
      ["R", "mb@x.io"],
      ["Mc", "c@x.io"],
      ["Md", "d@x.io"],
    ] as const)
      await client.users.createUser({ email, name });
    const first = await client.users.listUsers({ search: "m", limit: 3 });
    expect(names(first)).toEqual(["Q", "R", "Mc"]);
    const second = await client.users.listUsers({
      search: "m",
      limit: 3,
      after: first.listMetadata.after!,
    });
    expect(names(second)).toEqual(["Md"]);
    expect(
      await client.users.listUsers({ search: "m", limit: 3, before: second.listMetadata.before! }),
    ).toEqual(first);
  });

  test("email, role and search exclude each other, after and before too", async () => {
    const { client } = await scene(start);
    await addUsers(client, "abc");
    const refused = { status: 422, code: "validation_error" };
    await expect(
      client.users.listUsers({ email: "a@example.com", role: "user" }),
    ).rejects.toMatchObject({ ...refused, errors: [{ field: "role" }] });
    await expect(client.users.listUsers({ role: "user", search: "a" })).rejects.toMatchObject({
      ...refused,
      errors: [{ field: "search" }],
    });
    const { after } = (await client.users.listUsers({ limit: 1 })).listMetadata;
    await expect(
      client.users.listUsers({ limit: 1, after: after!, before: after! }),
    ).rejects.toMatchObject({ ...refused, errors: [{ field: "before" }] });
  });

  test("a cursor is refused by another filter, order or list, and when it was changed or made up", async () => {
    const { client } = await scene(start);
    await addUsers(client, "abc");
    const after = (await client.users.listUsers({ limit: 1 })).listMetadata.after!;
    const refused = { status: 422, errors: [{ field: "after", code: "invalid_cursor" }] };
    const forged = btoa(JSON.stringify(['[0,"usr_0",false]', "0".repeat(16)]));
    for (const wrong of [
      { after, order: "asc" as const },
      { after, role: "user" },
      { after, search: "a" },
      { after: "x" },
      { after: forged },
      { after: `${after}A` },
    ]) {
      await expect(client.users.listUsers({ limit: 1, ...wrong })).rejects.toMatchObject(refused);
    }
    await expect(client.auditLogs.listEvents({ after })).rejects.toMatchObject(refused);
    await expect(client.apiKeys.listKeyPages({ after })).rejects.toMatchObject(refused);
    expect(names(await client.users.listUsers({ limit: 2, after }))).toEqual(["b", "a"]); // another size is fine
  });

  test.each([0, 101, 1.5, "1"])("limit %s is refused", async (limit) => {
    const { client } = await scene(start);
    await expect(client.users.listUsers({ limit: limit as number })).rejects.toMatchObject({
      status: 422,
      errors: [{ field: "limit" }],
    }); // also what types do not allow
  });
});

describe("users on the local deployment", () => {
  test.each([
    ["email", { email: "same@example.com" }],
    ["username", { username: "same" }],
    ["phoneNumber", { phoneNumber: "+491511111111" }],
  ])("of 20 parallel creations with the same %s exactly one wins", async (field, same) => {
    const { client } = await scene(() => deployedRuntime());
    const calls = Array.from(
      { length: 20 },
      async (_, i) =>
        await client.users.createUser({
          email: `user${i}@example.com`,
          name: `User ${i}`,
          ...same,
        }),
    );
    const results = await Promise.allSettled(calls);
    const refused = results.flatMap((result) =>
      result.status === "rejected" ? [result.reason as unknown] : [],
    );
    expect(refused).toHaveLength(19);
    for (const error of refused)
      expect(error).toMatchObject({ status: 409, code: "conflict", errors: [{ field }] });
    expect((await client.users.listUsers()).data).toHaveLength(1);
    expect((await client.events.listEvents({ eventTypes: ["user.*"] })).data).toHaveLength(1);
  });

  test(
    "a long search whose matches of both kinds are the same people shows each once and leads back",
    { timeout: 120_000 },
    async () => {
      const { client } = await scene(() => deployedRuntime());
      // More in a row than a page may skip: every one of them is found by address, so the walk over
      // names passes all of them.
      const number = 450;
      for (let i = 0; i < number; i += 50) {
        await Promise.all(
          Array.from(
            { length: 50 },
            async (_, j) =>
              await client.users.createUser({
                email: `same${i + j}@example.com`,
                name: `Same ${i + j}`,
              }),
          ),
        );
      }
      await client.users.createUser({ email: "other@example.com", name: "Same~" });
      const found: string[] = [];
      let page = await client.users.listUsers({ search: "same", limit: 100 });
      found.push(...emails(page));
      while (page.listMetadata.after !== null) {
        page = await client.users.listUsers({
          search: "same",
          limit: 100,
          after: page.listMetadata.after,
        });
        found.push(...emails(page));
        expect(page.listMetadata.before).not.toBeNull();
      }
      expect(found).toHaveLength(number + 1);
      expect(new Set(found).size).toBe(number + 1);
      expect(found.at(-1)).toBe("other@example.com");
      const back: string[] = [];
      while (page.listMetadata.before !== null) {
        page = await client.users.listUsers({
          search: "same",
          limit: 100,
          before: page.listMetadata.before,
        });
        back.unshift(...emails(page));
      }
      expect(back).toEqual(found.slice(0, -1));
    },
  );
});

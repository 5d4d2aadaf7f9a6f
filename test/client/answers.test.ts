import { describe, expect, test } from "vitest";
import { manifest } from "../../convex/component/api/manifest.generated";
import { BanataAuth } from "../../src/index";
import { serve, user, type Answer } from "./scriptedServer";

describe("times", () => {
  test("are Dates where the contract declares one, and nowhere else", async () => {
    const metadata = {
      createdAt: "2026-01-02T03:04:05.678Z",
      user: { createdAt: "2026-01-02T03:04:05.678Z" },
    };
    const { client } = await serve({
      body: {
        user: user({
          metadata,
          name: "2026-01-02T03:04:05.678Z",
          banExpires: "2027-01-01T00:00:00.000Z",
        }),
      },
    });
    const created = await client().users.createUser({ email: "ada@example.com", name: "Ada" });
    expect(created).toMatchObject({
      createdAt: new Date("2026-01-02T03:04:05.678Z"),
      banExpires: new Date("2027-01-01T00:00:00.000Z"),
      name: "2026-01-02T03:04:05.678Z",
      metadata,
    });
  });

  test("that are null stay null", async () => {
    const { client } = await serve({ body: user() });
    expect((await client().users.getUser("usr_1")).banExpires).toBeNull();
  });

  test("are Dates in each item of a page, under each of its names, and of an array", async () => {
    const users = [user(), user({ id: "usr_2" })];
    const { client } = await serve(
      { body: { data: users, users, listMetadata: { before: null, after: null } } },
      { body: [{ createdAt: "2026-01-02T03:04:05.678Z" }] },
    );
    const page = await client().users.listUsers();
    for (const each of [...page.data, ...page.users])
      expect(each.createdAt).toEqual(new Date("2026-01-02T03:04:05.678Z"));
    const [key] = await client().apiKeys.listKeys();
    expect(key!.createdAt).toEqual(new Date("2026-01-02T03:04:05.678Z"));
  });

  test("in epoch milliseconds stay numbers", async () => {
    const { client } = await serve({
      body: { project: { id: "proj_1", createdAt: 1_767_323_045_678 } },
    });
    expect((await client().projects.getCurrentProject()).createdAt).toBe(1_767_323_045_678);
  });
});

describe("resource groups", () => {
  test("are those of the contract, with a method for each operation", () => {
    const client = new BanataAuth("sk_1") as unknown as Record<string, Record<string, unknown>>;
    for (const [group, operations] of Object.entries(manifest)) {
      for (const name of Object.keys(operations))
        if (!/Templates?$/.test(name))
          expect(client[group]?.[name], `${group}.${name}`).toBeTypeOf("function");
    }
    // These are in `emails.templates` alone.
    expect(Object.keys(client.emails!).filter((name) => /templates?$/i.test(name))).toEqual([
      "templates",
    ]);
    expect(Object.keys(client.emails!.templates as object)).toEqual([
      "list",
      "get",
      "create",
      "update",
      "delete",
    ]);
  });

  test("have their second names", () => {
    const client = new BanataAuth("sk_1");
    expect(client.userManagement).toBe(client.users);
    expect(client.orgs).toBe(client.organizations);
    const { create, list, revokeKey, delete: remove } = client.apiKeys;
    expect([create, list, revokeKey, remove].map(({ name }) => name)).toEqual([
      "apiKeys.createKey",
      "apiKeys.listKeys",
      "apiKeys.deleteKey",
      "apiKeys.deleteKey",
    ]);
  });

  test("name their methods, for stack traces", () => {
    expect(new BanataAuth("sk_1").users.getUser.name).toBe("users.getUser");
  });
});

describe("all items of a list", () => {
  const pageOf = (ids: string[], after: string | null): Answer => ({
    body: { data: ids.map((id) => user({ id })), users: [], listMetadata: { before: null, after } },
  });

  test("are read page after page, as the loop comes to them", async () => {
    const { client, requests } = await serve(
      pageOf(["usr_1", "usr_2"], "c1"),
      pageOf([], "c2"),
      pageOf(["usr_3"], null),
    );
    const seen: [id: string, requests: number][] = [];
    for await (const each of client().users.listUsers.all({ role: "user", limit: 2 }))
      seen.push([each.id, requests.length]);
    expect(seen).toEqual([
      ["usr_1", 1],
      ["usr_2", 1],
      ["usr_3", 3],
    ]);
    expect(requests.map(({ text }) => JSON.parse(text))).toEqual([
      { limit: 2, role: "user" },
      { limit: 2, role: "user", after: "c1" },
      { limit: 2, role: "user", after: "c2" },
    ]);
  });

  test("come as Dates too, a hundred at a time, from a cursor on", async () => {
    const { client, requests } = await serve(pageOf(["usr_1"], null));
    for await (const each of client().users.listUsers.all({ after: "c0" }))
      expect(each.createdAt).toBeInstanceOf(Date);
    expect(JSON.parse(requests[0]!.text)).toEqual({ limit: 100, after: "c0" });
  });

  test("are not read further once the loop is left", async () => {
    const { client, requests } = await serve(pageOf(["usr_1", "usr_2"], "c1"));
    for await (const each of client().users.listUsers.all()) if (each.id === "usr_1") break;
    expect(requests).toHaveLength(1);
  });
});

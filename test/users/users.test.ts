import { verifyPassword } from "../../convex/component/passwords/comparison";
import { afterEach, describe, expect, test, vi } from "vitest";
import { httpRuntime, newProject } from "../support/runtime";
import { allRows, textOf } from "../support/rows";
import { failureOf, scene, transports } from "../support/transports";

afterEach(() => {
  vi.useRealTimers();
});

const everyField = {
  image: "https://example.com/ada.png",
  username: "ada.lovelace",
  phoneNumber: "+4915112345678",
  emailVerified: true,
  role: "admin",
};

describe.each(transports)("users %s", (_name, start) => {
  test("a user made from an e-mail address and a name has the defaults, and is what getUser answers", async () => {
    const { client } = await scene(start);
    const before = Date.now();
    const { user } = await client.users.createUser({ email: " Ada@Example.COM ", name: "Ada" });
    expect(user).toEqual({
      ...{
        id: user.id,
        email: "ada@example.com",
        emailVerified: false,
        name: "Ada",
        image: null,
        username: null,
        phoneNumber: null,
        phoneNumberVerified: false,
      },
      ...{
        role: "user",
        banned: false,
        banReason: null,
        banExpires: null,
        twoFactorEnabled: false,
        metadata: {},
      },
      ...{ createdAt: user.createdAt, updatedAt: user.createdAt },
    });
    expect(user.id).toMatch(/^usr_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(user.createdAt.getTime()).toBeGreaterThanOrEqual(before - 1);
    expect(user.createdAt.getTime()).toBeLessThanOrEqual(Date.now() + 1);
    expect(await client.users.getUser(user.id)).toEqual(user);
    expect(await client.users.getUser({ userId: user.id })).toEqual(user);
  });

  test("every field given is stored, at the top or under data", async () => {
    const { client } = await scene(start);
    const { image, username, phoneNumber, ...rest } = everyField;
    const top = await client.users.createUser({
      email: "top@example.com",
      name: "Top",
      ...everyField,
    });
    expect(top.user).toMatchObject(everyField);
    await client.users.deleteUser(top.user.id);
    const under = await client.users.createUser({
      email: "under@example.com",
      name: "Under",
      ...rest,
      data: { image, username, phoneNumber },
    });
    expect(under.user).toMatchObject(everyField);
    expect(await client.users.getUser(under.user.id)).toEqual(under.user);
  });

  test("a username is stored in lower case", async () => {
    const { client } = await scene(start);
    const { user } = await client.users.createUser({
      email: "a@example.com",
      name: "A",
      username: "AdaLovelace",
    });
    expect(user.username).toBe("adalovelace");
    expect(
      (await client.users.updateUser({ userId: user.id, username: "COUNTESS" })).username,
    ).toBe("countess");
  });

  test.each([
    ["email", { email: "TAKEN@example.com" }],
    ["username", { username: "Taken" }],
    ["phoneNumber", { phoneNumber: "+491511111111" }],
  ])(
    "a second user of a project with the same %s is refused, at creation and at update",
    async (field, same) => {
      const { client, runtime } = await scene(start);
      const taken = {
        email: "taken@example.com",
        name: "First",
        username: "taken",
        phoneNumber: "+491511111111",
      };
      await client.users.createUser(taken);
      const { user } = await client.users.createUser({
        email: "second@example.com",
        name: "Second",
      });
      const refused = {
        status: 409,
        code: "conflict",
        errors: [{ field, code: "taken", message: expect.any(String) as string }],
      };

      await expect(
        client.users.createUser({ email: "third@example.com", name: "Third", ...same }),
      ).rejects.toMatchObject(refused);
      await expect(client.users.updateUser({ userId: user.id, ...same })).rejects.toMatchObject(
        refused,
      );
      expect(await client.users.getUser(user.id)).toEqual(user);
      expect((await client.users.listUsers()).data).toHaveLength(2);

      const elsewhere = runtime.client(await newProject(runtime));
      expect((await elsewhere.users.createUser(taken)).user.email).toBe(taken.email);
    },
  );

  test("a user's own e-mail address, username and phone number are no conflict", async () => {
    const { client } = await scene(start);
    const same = { email: "ada@example.com", username: "ada", phoneNumber: "+491511111111" };
    const { user } = await client.users.createUser({ name: "Ada", emailVerified: true, ...same });
    const after = await client.users.updateUser({
      userId: user.id,
      ...same,
      email: "ADA@example.com",
    });
    expect(after).toEqual({ ...user, updatedAt: after.updatedAt });
  });

  test("what a deleted user had is free again", async () => {
    const { client } = await scene(start);
    const fields = {
      email: "ada@example.com",
      name: "Ada",
      username: "ada",
      phoneNumber: "+491511111111",
      password: "correct horse battery",
    };
    const { user } = await client.users.createUser(fields);
    expect(await client.users.deleteUser(user.id)).toEqual({ success: true });
    expect((await client.users.createUser(fields)).user.id).not.toBe(user.id);
  });

  test.each<[string, object]>([
    ["email", { email: "new@example.com" }],
    ["name", { name: "New name" }],
    ["image", { image: "https://example.com/new.png" }],
    ["username", { username: "new.name" }],
    ["phoneNumber", { phoneNumber: "+491522222222" }],
    ["emailVerified", { emailVerified: false }],
    ["role", { role: "user" }],
    ["metadata", { metadata: { plan: "pro" } }],
  ])("updating %s changes that field alone", async (field, change) => {
    const { client } = await scene(start);
    const { user } = await client.users.createUser({
      email: "old@example.com",
      name: "Old",
      ...everyField,
      metadata: { old: 1 },
    });
    const after = await client.users.updateUser({ userId: user.id, ...change });
    const expected = { ...user, ...change, updatedAt: after.updatedAt };
    expect(after).toEqual(field === "email" ? { ...expected, emailVerified: false } : expected);
    expect(after.updatedAt.getTime()).toBeGreaterThanOrEqual(user.updatedAt.getTime());
    expect(await client.users.getUser(user.id)).toEqual(after);
  });

  test("null clears image, username and phone number, and others may then take them", async () => {
    const { client } = await scene(start);
    const { user } = await client.users.createUser({
      email: "a@example.com",
      name: "A",
      ...everyField,
    });
    const cleared = { image: null, username: null, phoneNumber: null };
    expect(await client.users.updateUser({ userId: user.id, ...cleared })).toMatchObject(cleared);
    const { username, phoneNumber } = everyField;
    expect(
      (await client.users.createUser({ email: "b@example.com", name: "B", username, phoneNumber }))
        .user,
    ).toMatchObject({ username, phoneNumber });
    expect(
      (await client.users.createUser({ email: "c@example.com", name: "C" })).user,
    ).toMatchObject(cleared); // many may have none
  });

  test("a new e-mail address is unverified unless the call says otherwise", async () => {
    const { client } = await scene(start);
    const { user } = await client.users.createUser({
      email: "one@example.com",
      name: "A",
      emailVerified: true,
    });
    const change = async (more: object) =>
      (await client.users.updateUser({ userId: user.id, ...more })).emailVerified;
    expect(await change({ email: "one@example.com" })).toBe(true);
    expect(await change({ email: "two@example.com" })).toBe(false);
    expect(await change({ emailVerified: true })).toBe(true);
    expect(await change({ email: "three@example.com", emailVerified: true })).toBe(true);
  });

  test("metadata takes any key that JSON allows, is replaced as a whole, and ends at 16 KiB", async () => {
    const { client } = await scene(start);
    const metadata = {
      $dollar: 1,
      _under: { "": [null, true, "ü🙂"] },
      "with space": {},
      constructor: "x",
      "2026-01-01T00:00:00.000Z": "2026-01-01T00:00:00.000Z",
    };
    const { user } = await client.users.createUser({ email: "a@example.com", name: "A", metadata });
    expect(user.metadata).toEqual(metadata);
    expect((await client.users.getUser(user.id)).metadata).toEqual(metadata);

    const exactly = { a: "x".repeat(16 * 1024 - '{"a":""}'.length) };
    expect(
      (await client.users.updateUser({ userId: user.id, metadata: exactly })).metadata,
    ).toEqual(exactly);
    const refused = { status: 422, errors: [{ field: "metadata" }] };
    await expect(
      client.users.updateUser({ userId: user.id, metadata: { a: `${exactly.a}x` } }),
    ).rejects.toMatchObject(refused);
    await expect(
      client.users.createUser({
        email: "b@example.com",
        name: "B",
        metadata: { a: "ü".repeat(8 * 1024) },
      }),
    ).rejects.toMatchObject(refused);
    expect((await client.users.updateUser({ userId: user.id, metadata: {} })).metadata).toEqual({});
  });

  test("a ban is stored with its reason and end, replaced by the next one, and lifted", async () => {
    const { client } = await scene(start);
    const { user } = await client.users.createUser({ email: "a@example.com", name: "A" });
    const banExpires = Date.now() + 3_600_000;
    const banned = (await client.users.banUser({ userId: user.id, banReason: "spam", banExpires }))
      .user;
    expect(banned).toEqual({
      ...user,
      banned: true,
      banReason: "spam",
      banExpires: new Date(banExpires),
      updatedAt: banned.updatedAt,
    });
    expect(await client.users.getUser(user.id)).toEqual(banned);
    expect((await client.users.banUser({ userId: user.id })).user).toMatchObject({
      banned: true,
      banReason: null,
      banExpires: null,
    });
    for (let i = 0; i < 2; i++) {
      const { user: free } = await client.users.unbanUser(user.id);
      expect(free).toEqual({ ...user, updatedAt: free.updatedAt });
    }
  });

  test("a ban may end in a thousand years", async () => {
    const { client } = await scene(start);
    const { user } = await client.users.createUser({ email: "a@example.com", name: "A" });
    const banExpires = Date.now() + 1_000 * 365 * 86_400_000;
    await client.users.banUser({ userId: user.id, banExpires });
    expect(await client.users.getUser(user.id)).toMatchObject({
      banned: true,
      banExpires: new Date(banExpires),
    });
  });

  test("a ban that ends in the past is refused and bans nobody", async () => {
    const { client } = await scene(start);
    const { user } = await client.users.createUser({ email: "a@example.com", name: "A" });
    const refused = { status: 422, errors: [{ field: "banExpires", code: "in_the_past" }] };
    for (const banExpires of [0, Date.now() - 1000])
      await expect(client.users.banUser({ userId: user.id, banExpires })).rejects.toMatchObject(
        refused,
      );
    expect((await client.users.getUser(user.id)).banned).toBe(false);
  });

  test("who is not there, or was deleted, is not found by any operation", async () => {
    const { client } = await scene(start);
    const { user } = await client.users.createUser({ email: "a@example.com", name: "A" });
    await client.users.deleteUser(user.id);
    for (const userId of [user.id, "usr_x", "ak_00000000000000000000000000", "ü"]) {
      for (const call of [
        () => client.users.getUser(userId),
        () => client.users.updateUser({ userId, name: "B" }),
        () => client.users.deleteUser(userId),
        () => client.users.banUser({ userId }),
        () => client.users.unbanUser(userId),
      ]) {
        expect(await failureOf(call())).toMatchObject({
          name: "NotFoundError",
          status: 404,
          code: "not_found",
          message: "User not found",
        });
      }
    }
  });
});

describe("users on the test engine", () => {
  const password = "correct horse battery staple";

  test("a password is stored as its argon2id hash and is nowhere else in the database", async () => {
    const { runtime, client } = await scene(httpRuntime);
    const { user } = await client.users.createUser({ email: "a@example.com", name: "A", password });
    const rows = await allRows(runtime.engine);
    expect(rows.accounts).toMatchObject([
      { userId: user.id, providerId: "credential", accountId: user.id },
    ]);
    expect(await verifyPassword(password, String(rows.accounts[0]!.passwordHash))).toEqual({
      matches: true,
      outdated: false,
    });
    expect(await verifyPassword(`${password}x`, String(rows.accounts[0]!.passwordHash))).toEqual({
      matches: false,
      outdated: false,
    });
    expect(textOf(rows)).not.toContain(password);
    expect(textOf({ ...rows, accounts: [] })).not.toContain(String(rows.accounts[0]!.passwordHash));
  });

  test("a user made without a password has none", async () => {
    const { runtime, client } = await scene(httpRuntime);
    await client.users.createUser({ email: "a@example.com", name: "A" });
    expect((await allRows(runtime.engine)).accounts).toEqual([]);
  });

  test("deleting a user leaves nothing of it behind but the record of the deletion", async () => {
    const { runtime, client } = await scene(httpRuntime);
    await client.users.createUser({ email: "other@example.com", name: "Other", password });
    const before = await allRows(runtime.engine);
    const { user } = await client.users.createUser({
      email: "a@example.com",
      name: "A",
      password,
      ...everyField,
    });
    await client.users.deleteUser(user.id);
    const { events, auditEvents, idempotencyKeys, apiKeyUses, ...rest } = await allRows(
      runtime.engine,
    );
    const {
      events: _e,
      auditEvents: _a,
      idempotencyKeys: _i,
      apiKeyUses: _u,
      ...restBefore
    } = before;
    expect(rest).toEqual(restBefore);
    expect(
      events.filter((event) => textOf(event).includes(user.id)).map((event) => event.type),
    ).toEqual(["user.created", "user.deleted"]);
    expect(auditEvents.filter((entry) => textOf(entry).includes(user.id))).toHaveLength(2);
    expect(textOf({ idempotencyKeys, apiKeyUses, events, auditEvents })).not.toContain(password);
  });

  test("an update moves updatedAt and leaves createdAt", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 1) });
    const { client } = await scene(httpRuntime);
    const { user } = await client.users.createUser({ email: "a@example.com", name: "A" });
    expect(user.createdAt).toEqual(new Date(Date.UTC(2026, 0, 1)));
    vi.setSystemTime(Date.UTC(2026, 0, 2));
    expect(await client.users.updateUser({ userId: user.id, name: "B" })).toMatchObject({
      createdAt: user.createdAt,
      updatedAt: new Date(Date.UTC(2026, 0, 2)),
    });
  });
});

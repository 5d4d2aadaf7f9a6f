import { describe, expect, test } from "vitest";
import { isClientSecret, type ClientRow } from "../../convex/component/authClients/clients";
import { httpRuntime, newProject } from "../support/runtime";
import { allRows, textOf } from "../support/rows";
import { failureOf, keyWith, scene, transports, wires } from "../support/transports";

const web = { name: "Shop", type: "web" as const };
const hexSecret = /^clisec_[0-9a-f]{64}$/;

describe.each(transports)("auth clients %s", (_name, start) => {
  test("a client is created, read, listed, changed and deleted, each leaving an event", async () => {
    const { client } = await scene(start);
    const fields = {
      redirectUris: ["https://shop.example/callback", "http://localhost:3000/callback"],
      postLogoutRedirectUris: ["https://shop.example/goodbye"],
      trustedOrigins: ["https://shop.example", "http://localhost:3000"],
      audiences: ["https://api.shop.example"],
      enabledMethods: ["emailPassword" as const, "google" as const],
    };
    const made = await client.authClients.createClient({ ...web, ...fields });
    expect(made).toEqual({
      ...{
        id: expect.stringMatching(/^cli_[0-9A-HJKMNP-TV-Z]{26}$/),
        clientId: made.id,
        ...web,
        ...fields,
      },
      ...{
        confidential: false,
        secrets: [],
        disabled: false,
        branding: null,
        initiateLoginUri: null,
        createdAt: expect.any(Date),
        updatedAt: made.createdAt,
      },
    });
    expect(await client.authClients.getClient(made.id)).toEqual(made);
    expect((await client.authClients.listClients()).data).toEqual([made]);

    const changed = await client.authClients.updateClient({
      clientId: made.id,
      name: "Shop 2",
      enabledMethods: null,
      redirectUris: [],
      disabled: true,
    });
    expect(changed).toEqual({
      ...made,
      name: "Shop 2",
      enabledMethods: null,
      redirectUris: [],
      disabled: true,
      updatedAt: expect.any(Date),
    });
    expect(await client.authClients.deleteClient(made.id)).toEqual({ success: true });
    expect(await failureOf(client.authClients.getClient(made.id))).toMatchObject({
      status: 404,
      code: "not_found",
    });
    const { data } = await client.events.listEvents({ eventTypes: ["client.*"] });
    expect(data.map(({ type }) => type)).toEqual([
      "client.created",
      "client.updated",
      "client.deleted",
    ]);
  });

  test("lists page, newest first", async () => {
    const { client } = await scene(start);
    const ids: string[] = [];
    for (const name of ["a", "b", "c"])
      ids.unshift((await client.authClients.createClient({ ...web, name })).id);
    const first = await client.authClients.listClients({ limit: 2 });
    expect(first.data.map(({ id }) => id).toSorted()).toEqual(ids.slice(0, 2).toSorted());
    const second = await client.authClients.listClients({
      limit: 2,
      after: first.listMetadata.after!,
    });
    expect([...first.data, ...second.data].map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(second.listMetadata.after).toBeNull();
  });

  test("a service has a secret, a web client only if asked; it is shown once", async () => {
    const { client } = await scene(start);
    const service = await client.authClients.createClient({ name: "Billing", type: "service" });
    expect(service).toMatchObject({
      confidential: true,
      clientSecret: expect.stringMatching(hexSecret),
    });
    expect(service.secrets).toEqual([
      { start: service.clientSecret!.slice(0, 11), createdAt: service.createdAt, expiresAt: null },
    ]);
    const confidential = await client.authClients.createClient({ ...web, confidential: true });
    expect(confidential.clientSecret).toMatch(hexSecret);
    expect(await client.authClients.createClient(web)).not.toHaveProperty("clientSecret");

    const shown = [
      await client.authClients.getClient(service.id),
      await client.authClients.listClients(),
      await client.authClients.updateClient({ clientId: service.id, name: "B" }),
    ];
    const recorded = [
      await client.events.listEvents({ limit: 200 }),
      await client.auditLogs.listEvents({ limit: 100 }),
    ];
    expect(textOf([...shown, ...recorded])).not.toContain(service.clientSecret!.slice(11));
    expect(textOf(shown)).not.toContain("hash");
  });

  test("a rotated secret overlaps with the new one for the grace period", async () => {
    const { client } = await scene(start);
    const { id, clientSecret } = await client.authClients.createClient({
      name: "Billing",
      type: "service",
    });
    const before = Date.now();
    const rotated = await client.authClients.rotateClientSecret({
      clientId: id,
      gracePeriodSeconds: 60,
    });
    expect(rotated.clientSecret).toMatch(hexSecret);
    expect(rotated.clientSecret).not.toBe(clientSecret);
    const [newest, old] = rotated.secrets;
    expect(newest).toMatchObject({ start: rotated.clientSecret.slice(0, 11), expiresAt: null });
    expect(old!.expiresAt!.getTime()).toBeGreaterThanOrEqual(before + 50_000);
    expect(old!.expiresAt!.getTime()).toBeLessThan(Date.now() + 61_000);
    // A longer grace does not lengthen what an earlier rotation gave; none ends all the older ones
    // at once.
    const again = await client.authClients.rotateClientSecret({
      clientId: id,
      gracePeriodSeconds: 3_600,
    });
    expect(again.secrets[2]!.expiresAt).toEqual(old!.expiresAt);
    expect(
      (await client.authClients.rotateClientSecret({ clientId: id, gracePeriodSeconds: 0 }))
        .secrets,
    ).toHaveLength(1);
  });

  test("five secrets are good at once, no more", async () => {
    const { client } = await scene(start);
    const { id } = await client.authClients.createClient({ name: "Billing", type: "service" });
    for (let i = 0; i < 4; i++) await client.authClients.rotateClientSecret(id);
    expect(await failureOf(client.authClients.rotateClientSecret(id))).toMatchObject({
      status: 409,
      code: "conflict",
    });
    expect((await client.authClients.getClient(id)).secrets).toHaveLength(5);
  });

  test("what has no secret, or is disabled, rotates none", async () => {
    const { client } = await scene(start);
    const open = await client.authClients.createClient(web);
    expect(await failureOf(client.authClients.rotateClientSecret(open.id))).toMatchObject({
      status: 409,
    });
    const service = await client.authClients.createClient({ name: "Billing", type: "service" });
    await client.authClients.updateClient({ clientId: service.id, disabled: true });
    expect(await failureOf(client.authClients.rotateClientSecret(service.id))).toMatchObject({
      status: 409,
    });
  });

  test.each([
    ["type", { name: "x", type: "toaster" }],
    ["name", { name: "", type: "web" }],
    ["confidential", { name: "x", type: "service", confidential: false }],
    ["confidential", { name: "x", type: "mobile", confidential: true }],
    ["confidential", { name: "x", type: "desktop", confidential: true }],
    ["confidential", { name: "x", type: "terminal", confidential: true }],
    ["redirectUris", { name: "x", type: "service", redirectUris: ["https://a.example/cb"] }],
    ["trustedOrigins", { name: "x", type: "service", trustedOrigins: ["https://a.example"] }],
    [
      "redirectUris",
      { ...web, redirectUris: Array.from({ length: 21 }, (_, i) => `https://a.example/${i}`) },
    ],
    ["redirectUris[1]", { ...web, redirectUris: ["https://a.example/", "javascript:alert(1)"] }],
    ["trustedOrigins[0]", { ...web, trustedOrigins: ["*"] }],
    ["audiences[0]", { ...web, audiences: ["convex"] }],
    ["audiences[0]", { ...web, audiences: ["cli_01ARZ3NDEKTSV4RRFFQ69G5FAV"] }],
    ["audiences[0]", { ...web, audiences: ["two words"] }],
    ["enabledMethods[0]", { ...web, enabledMethods: ["twoFactor"] }],
    ["secret", { ...web, secret: "mine" }],
  ])("bad input is refused by its field: %s", async (field, input) => {
    const { client } = await scene(start);
    const error = await failureOf(client.authClients.createClient(input as never));
    expect(error).toMatchObject({ status: 422, code: "validation_error" });
    expect(error.errors.map((each) => each.field)).toContain(field);
  });

  test("a client of another project is not found", async () => {
    const one = await scene(start);
    const other = { client: one.runtime.client(await newProject(one.runtime)) };
    const { id } = await one.client.authClients.createClient({ name: "Billing", type: "service" });
    const clients = other.client.authClients;
    for (const call of [
      () => clients.getClient(id),
      () => clients.updateClient({ clientId: id, disabled: true }),
      () => clients.rotateClientSecret(id),
      () => clients.deleteClient(id),
    ]) {
      expect(await failureOf(call())).toMatchObject({ status: 404 });
    }
    expect((await clients.listClients()).data).toEqual([]);
    expect(await one.client.authClients.getClient(id)).toMatchObject({ disabled: false });
  });
});

describe.each(wires)("auth clients %s", (_name, start) => {
  test("a replay with the same idempotency key does not show the secret again", async () => {
    const { client } = await scene(start);
    const idempotencyKey = "make-billing";
    const made = await client.authClients.createClient(
      { name: "Billing", type: "service" },
      { idempotencyKey },
    );
    const error = await failureOf(
      client.authClients.createClient({ name: "Billing", type: "service" }, { idempotencyKey }),
    );
    expect(error).toMatchObject({ status: 409, code: "secret_already_shown", resourceId: made.id });
  });

  test.each([
    ["client.read", "createClient", { name: "x", type: "web" }],
    ["client.create", "listClients", {}],
    ["client.read", "updateClient", { clientId: "cli_x" }],
    ["client.update", "deleteClient", { clientId: "cli_x" }],
    ["client.read", "rotateClientSecret", { clientId: "cli_x" }],
  ] as const)("a key with %s alone is refused %s", async (permission, method, input) => {
    const { client } = await keyWith(await scene(start), [permission]);
    expect(await failureOf(client.authClients[method](input as never))).toMatchObject({
      status: 403,
      code: "forbidden",
    });
  });
});

test("only hashes of secrets are stored, and each is good until its time and no longer", async () => {
  const { runtime, client } = await scene(httpRuntime);
  const { id, clientSecret } = await client.authClients.createClient({
    name: "Billing",
    type: "service",
  });
  const { clientSecret: second } = await client.authClients.rotateClientSecret({
    clientId: id,
    gracePeriodSeconds: 60,
  });
  const rows = await allRows(runtime.engine);
  expect(textOf(rows)).not.toContain(clientSecret);
  expect(textOf(rows)).not.toContain(second);
  const row = rows.authClients.find((each) => each["id"] === id) as unknown as ClientRow; // as it is stored
  const now = Date.now();
  expect(await isClientSecret(row, second, now)).toBe(true);
  expect(await isClientSecret(row, clientSecret!, now)).toBe(true);
  expect(await isClientSecret(row, clientSecret!, now + 61_000)).toBe(false);
  expect(await isClientSecret(row, second, now + 61_000)).toBe(true);
  for (const wrong of ["", "clisec_", `${second}x`, second.slice(0, -1), row.secrets[0]!.hash])
    expect(await isClientSecret(row, wrong, now)).toBe(false);
  expect(await isClientSecret({ ...row, disabled: true }, second, now)).toBe(false);
});

test("branding of a client's own is one row, which goes with it and with nothing else", async () => {
  const { runtime, client } = await scene(httpRuntime);
  const { authClients } = client;
  const made = await authClients.createClient({ ...web, branding: { font: "Inter" } });
  const other = await authClients.createClient({ ...web, branding: { font: "Lato" } });
  await authClients.updateClient({ clientId: made.id, branding: { darkMode: true } });
  const stored = async () =>
    (await allRows(runtime.engine)).clientBranding.map(({ clientId }) => clientId);
  expect(await stored()).toEqual([made.id, other.id]);
  await authClients.deleteClient(made.id);
  expect(await stored()).toEqual([other.id]);
  await authClients.updateClient({ clientId: other.id, branding: { font: null } });
  expect(await stored()).toEqual([]);
  await authClients.updateClient({ clientId: other.id, branding: { logoUrl: "" } });
  expect(await stored()).toEqual([other.id]);
});

/**
 * A client whose branding is still in its own row, from before the table `clientBranding`: the schema
 * accepts it, it counts, and the next update moves it.
 */
import { expect, test } from "vitest";
import { httpRuntime, newProject } from "../support/runtime";

const former = {
  primaryColor: "#0a0b0c",
  bgColor: null,
  borderRadius: null,
  darkMode: null,
  customCss: null,
  font: null,
  logoUrl: null,
};

async function formerClient(branding: typeof former | null) {
  const runtime = httpRuntime();
  const { authClients } = runtime.client(await newProject(runtime));
  const { clientId } = await authClients.createClient({ name: "Shop", type: "web" });
  const load = async () =>
    await runtime.engine.run(async ({ db }) => ({
      client: (await db.query("authClients").take(10)).find(({ id }) => id === clientId)!,
      own: (await db.query("clientBranding").take(10)).filter((row) => row.clientId === clientId),
    }));
  const { client } = await load();
  await runtime.engine.run(
    async ({ db }) => await db.patch("authClients", client._id, { branding }),
  );
  return { authClients, clientId, load };
}

test("it counts, and an update of something else moves it", async () => {
  const { authClients, clientId, load } = await formerClient(former);
  expect((await authClients.getClient(clientId)).branding).toEqual(former);
  const updated = await authClients.updateClient({ clientId, name: "Store" });
  expect(updated.branding).toEqual(former);
  const { client, own } = await load();
  expect([client.name, "branding" in client, own]).toEqual([
    "Store",
    false,
    [expect.objectContaining(former)],
  ]);
  expect((await authClients.getClient(clientId)).branding).toEqual(former);
});

test("an update of it changes only the fields that are given, and null removes it", async () => {
  const { authClients, clientId, load } = await formerClient(former);
  await authClients.updateClient({ clientId, branding: { font: "Inter" } });
  const { branding } = await authClients.getClient(clientId);
  expect(branding).toEqual({ ...former, font: "Inter" });
  const other = await formerClient(former);
  await other.authClients.updateClient({ clientId: other.clientId, branding: null });
  expect((await other.authClients.getClient(other.clientId)).branding).toBeNull();
  expect((await load()).own).toHaveLength(1);
  expect((await other.load()).own).toEqual([]);
});

test("none is none, and stores nothing", async () => {
  const { authClients, clientId, load } = await formerClient(null);
  expect((await authClients.getClient(clientId)).branding).toBeNull();
  await authClients.updateClient({ clientId, name: "Store" });
  const { client, own } = await load();
  expect(["branding" in client, own]).toEqual([false, []]);
});

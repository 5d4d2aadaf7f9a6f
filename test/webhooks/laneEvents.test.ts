/**
 * What happens to the lanes while they work: a project is deleted, the secret is rotated, an event
 * goes to a hundred endpoints, an endpoint takes almost as long as it may.
 */
import { MAILBOX_PATH, type LocalDeployment } from "@banata-auth/local";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { verifySignature } from "../../src/webhooks";
import { deployApp, setEnvironment } from "../support/deployment";
import { deployedRuntime, newProject, type Runtime } from "../support/runtime";
import { isWhole } from "../support/share";
import { WebhookReceiver, type ReceivedWebhook } from "../support/webhookReceiver";
import type { WireClient } from "../support/wireClient";

const SECOND = 1_000;
const ENDPOINTS = 100;
/** Just below the time that an attempt may take (15 s). */
const ALMOST_TOO_LONG_MS = 14 * SECOND;
const FIRST_SECRET = "a secret of the tests, long enough";
const SECOND_SECRET = "the secret that replaces it, long enough";

const receiver = new WebhookReceiver();
let deployment: LocalDeployment;
let runtime: Runtime;

beforeAll(async () => {
  await receiver.start();
  deployment = await deployApp();
  runtime = deployedRuntime(deployment);
}, 120_000);
afterAll(async () => {
  receiver.close();
  await deployment.close();
});
beforeEach(() => {
  receiver.reset();
});

const until = async (isSo: () => boolean | Promise<boolean>, timeout = 150 * SECOND) =>
  await expect.poll(isSo, { timeout, interval: 50 }).toBe(true);

let serial = 0;
const addUser = async (client: WireClient) =>
  (await client.users.createUser({ email: `u${serial++}@example.com`, name: "User" })).user.id;

const endpointAt = async (client: WireClient, path: string) =>
  await client.webhooks.createEndpoint({ url: receiver.url + path, eventTypes: ["user.created"] });

const newClient = async () => runtime.client(await newProject(runtime));

const countRows = (table: string): number => deployment.database.begin().count("banataAuth", table);

async function hasMail(to: string): Promise<boolean> {
  const response = await fetch(`${deployment.siteUrl}${MAILBOX_PATH}?to=${encodeURIComponent(to)}`);
  return ((await response.json()) as { messages: unknown[] }).messages.length > 0; // the mailbox answers it
}

const isSigned = async ({ text, headers }: ReceivedWebhook, secret: string): Promise<boolean> =>
  await verifySignature({ payload: text, sigHeader: headers, secret });

test(`an event reaches each of ${ENDPOINTS} endpoints once, and another project's delivery does not wait for them`, async () => {
  const many = await newClient();
  for (let i = 0; i < ENDPOINTS; i++) await endpointAt(many, `/many/${i}`);
  const other = await newClient();
  await endpointAt(other, "/other");
  receiver.answer = (path) => (path.startsWith("/many") ? { status: 200, afterMs: 500 } : 200);
  const userId = await addUser(many);
  await until(() => receiver.received.length > 0);
  const begun = Date.now();
  await addUser(other);
  await until(() => receiver.at("/other").length === 1);
  const otherMs = Date.now() - begun;
  await until(() => receiver.received.length >= ENDPOINTS + 1);
  console.log(`the other project's delivery: ${otherMs} ms; most open: ${receiver.mostOpen}`);
  expect(otherMs).toBeLessThan(5 * SECOND);
  await until(() => countRows("pumps") === 0);
  const paths = receiver.received.filter(({ event }) => event.data.id === userId);
  expect(paths.map(({ path }) => path).sort()).toEqual(
    Array.from({ length: ENDPOINTS }, (_, i) => `/many/${i}`).sort(),
  );
}, 300_000);

test("an endpoint that answers after 14 s each time gets each event once, and delays no other", async () => {
  const slow = await newClient();
  await endpointAt(slow, "/slow");
  const other = await newClient();
  await endpointAt(other, "/other");
  receiver.answer = (path) =>
    path === "/slow" ? { status: 200, afterMs: ALMOST_TOO_LONG_MS } : 200;
  const events = isWhole ? 4 : 1;
  for (let i = 0; i < events; i++) await addUser(slow);
  await until(() => receiver.at("/slow").length > 0);
  const begun = Date.now();
  await addUser(other);
  await until(() => receiver.at("/other").length === 1);
  expect(Date.now() - begun).toBeLessThan(5 * SECOND);
  const { data } = await slow.webhooks.listEndpoints();
  const { id } = data[0]!;
  const succeeded = async () =>
    (await slow.webhooks.listDeliveries({ id, limit: 100 })).data.filter(
      ({ status }) => status === "succeeded",
    );
  await until(async () => (await succeeded()).length === events, (events + 2) * 15 * SECOND);
  for (const { attempts } of await succeeded()) expect(attempts).toHaveLength(1);
  expect(receiver.at("/slow")).toHaveLength(events);
}, 300_000);

test("a project that is deleted while its deliveries hang leaves nothing, and others go on", async () => {
  const project = await newProject(runtime);
  const going = runtime.client(project);
  const admin = runtime.client({
    id: "",
    key: (await runtime.setup("createAdminKey", { name: "admin" })).key,
  });
  for (let i = 0; i < 5; i++) await endpointAt(going, `/hang/${i}`);
  const other = await newClient();
  await endpointAt(other, "/other");
  receiver.answer = (path) => (path.startsWith("/hang") ? "hang" : 200);
  for (let i = 0; i < 3; i++) await addUser(going);
  await going.emails.send({ to: "late@example.com", template: "welcome" });
  await until(() => receiver.received.length >= 5);
  await admin.projects.deleteProject({ id: project.id });
  await addUser(other);
  await until(() => receiver.at("/other").length === 1, 10 * SECOND);
  // The attempts that hang end after 15 s, and their outcomes find nothing to be written to.
  await until(() => countRows("pumps") === 0);
  await until(() => rowsOf(project.id).length === 0);
  const sent = receiver.received.length;
  await new Promise((resolve) => setTimeout(resolve, 2 * SECOND));
  expect(rowsOf(project.id)).toEqual([]);
  expect(receiver.received).toHaveLength(sent);
  await addUser(other);
  await until(() => receiver.at("/other").length === 2, 10 * SECOND);
}, 300_000);

/** The tables that deliveries write, and the project's own. */
function rowsOf(projectId: string): string[] {
  const tables = [
    "projects",
    "webhookEndpoints",
    "webhookDeliveries",
    "webhookOutbox",
    "mails",
    "pumps",
  ];
  const tx = deployment.database.begin();
  return tables.flatMap((table) => {
    const rows = tx.scan({
      component: "banataAuth",
      table,
      index: "by_creation_time",
      lower: null,
      upper: null,
      order: "asc",
    });
    const found: string[] = [];
    for (let next = rows.next(); !next.done; next = rows.next())
      if (next.value.document[table === "projects" ? "id" : "projectId"] === projectId)
        found.push(table);
    return found;
  });
}

test("deliveries and mails go on while the deployment's secret is rotated", async () => {
  const client = await newClient();
  const { secret } = await endpointAt(client, "/hook");
  receiver.answer = () => ({ status: 200, afterMs: 300 });
  const events = 24;
  const mails: string[] = [];
  const work = (async () => {
    for (let i = 0; i < events; i++) {
      await addUser(client);
      const to = `rotated${i}@example.com`;
      mails.push(to);
      await client.emails.send({ to, template: "email-otp", data: { code: "123456" } });
    }
  })();
  await until(() => receiver.at("/hook").length >= 4);
  await setEnvironment(deployment, {
    BANATA_AUTH_SECRET_PREVIOUS: FIRST_SECRET,
    BANATA_AUTH_SECRET: SECOND_SECRET,
  });
  await until(() => receiver.at("/hook").length >= 8);
  await runtime.run("secretRotation/reseal:start");
  await work;
  await until(() => receiver.at("/hook").length >= events);
  await until(async () => {
    const arrived = await Promise.all(mails.map(hasMail));
    return arrived.every(Boolean);
  });
  for (const webhook of receiver.at("/hook")) expect(await isSigned(webhook, secret)).toBe(true);
  expect(new Set(receiver.at("/hook").map(({ event }) => event.id)).size).toBe(events);
  // With the previous secret gone, what was sealed again still opens.
  await until(
    async () =>
      (await runtime.run<{ reseal: { state: string } }>("secretRotation/status:status")).reseal
        .state === "finished",
  );
  await setEnvironment(deployment, { BANATA_AUTH_SECRET_PREVIOUS: "" });
  await addUser(client);
  await until(() => receiver.at("/hook").length === events + 1);
  expect(await isSigned(receiver.at("/hook").at(-1)!, secret)).toBe(true);
}, 300_000);

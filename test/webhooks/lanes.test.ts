/**
 * Slow servers of tenants, with eight job slots as a small deployment has them: what they delay and
 * what they do not.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { MAILBOX_PATH, type LocalDeployment } from "@banata-auth/local";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployApp, setEnvironment } from "../support/deployment";
import { deployedRuntime, newProject, type Runtime } from "../support/runtime";
import { WebhookReceiver } from "../support/webhookReceiver";
import type { WireClient } from "../support/wireClient";

const SECOND = 1_000;
const TENANTS = 4;
const HANGING_ENDPOINTS = 5;
/** Sign-in mail, whatever hangs. */
const MAIL_WITHIN_MS = 5 * SECOND;
/** Deliveries to endpoints that answer, whatever hangs. */
const DELIVERY_WITHIN_MS = 5 * SECOND;

const receiver = new WebhookReceiver();
/** A mail provider that never answers. */
const hangingProvider: Server = createServer(() => undefined);
let deployment: LocalDeployment;
let runtime: Runtime;

beforeAll(async () => {
  await receiver.start();
  await new Promise<void>((resolve) => hangingProvider.listen(0, "127.0.0.1", resolve));
  deployment = await deployApp();
  const { port } = hangingProvider.address() as AddressInfo; // a TCP server
  await setEnvironment(deployment, { BANATA_LOCAL_PROVIDER_URL: `http://127.0.0.1:${port}` });
  runtime = deployedRuntime(deployment);
}, 120_000);
afterAll(async () => {
  receiver.close();
  hangingProvider.close();
  hangingProvider.closeAllConnections();
  await deployment.close();
});

const pause = async (milliseconds: number) =>
  await new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Milliseconds until it is so. */
async function timed(isSo: () => boolean | Promise<boolean>): Promise<number> {
  const start = Date.now();
  while (!(await isSo()) && Date.now() - start < 30 * SECOND) await pause(20);
  return Date.now() - start;
}

async function hasMail(to: string): Promise<boolean> {
  const response = await fetch(`${deployment.siteUrl}${MAILBOX_PATH}?to=${encodeURIComponent(to)}`);
  return ((await response.json()) as { messages: unknown[] }).messages.length > 0; // the mailbox answers it
}

let serial = 0;
const addUser = async (client: WireClient) =>
  (await client.users.createUser({ email: `u${serial++}@example.com`, name: "User" })).user;

const endpointAt = async (client: WireClient, path: string) =>
  await client.webhooks.createEndpoint({ url: receiver.url + path, eventTypes: ["user.*"] });

test(`${TENANTS * HANGING_ENDPOINTS} endpoints and a mail provider that hang, with steady events, delay neither sign-in mail nor the deliveries of others`, async () => {
  receiver.answer = (path) => (path.startsWith("/hang") ? "hang" : 200);
  const hanging: WireClient[] = [];
  for (let i = 0; i < TENANTS; i++) {
    const client = runtime.client(await newProject(runtime));
    for (let j = 0; j < HANGING_ENDPOINTS; j++) await endpointAt(client, `/hang/${i}/${j}`);
    hanging.push(client);
  }
  const [noisy] = hanging as [WireClient];
  await endpointAt(noisy, "/neighbour"); // of a project whose other endpoints hang
  await noisy.emails.saveProvider({
    provider: "resend",
    apiKey: "re_secret_key",
    fromEmail: "a@acme.example",
  });
  const healthy = runtime.client(await newProject(runtime));
  await endpointAt(healthy, "/healthy");

  let isOver = false;
  const noise = (async () => {
    while (!isOver) {
      await Promise.all(hanging.map(addUser));
      await noisy.emails.send({ to: "lost@example.com", template: "welcome" });
      await pause(200);
    }
  })();
  await timed(() => receiver.at("/hang/3/4").length > 0);
  await pause(3 * SECOND);

  const [mails, deliveries, neighbours]: number[][] = [[], [], []];
  for (let i = 0; i < 5; i++) {
    const to = `someone${serial++}@example.com`;
    await healthy.emails.send({ to, template: "email-otp", data: { code: "123456" } });
    const mail = timed(() => hasMail(to));
    const arrives = async (path: string, client: WireClient) => {
      const { id } = await addUser(client);
      return await timed(() => receiver.at(path).some(({ event }) => event.data.id === id));
    };
    const delivery = arrives("/healthy", healthy);
    const neighbour = arrives("/neighbour", noisy);
    mails!.push(await mail);
    deliveries!.push(await delivery);
    neighbours!.push(await neighbour);
    await pause(500);
  }
  isOver = true;
  await noise;
  const shown = (times: readonly number[]) => `${Math.min(...times)}–${Math.max(...times)} ms`;
  console.log(
    `mail ${shown(mails!)}, deliveries ${shown(deliveries!)}, of the noisy project ${shown(neighbours!)}`,
  );
  expect(Math.max(...mails!)).toBeLessThan(MAIL_WITHIN_MS);
  expect(Math.max(...deliveries!, ...neighbours!)).toBeLessThan(DELIVERY_WITHIN_MS);
}, 120_000);

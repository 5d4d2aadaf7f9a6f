/**
 * Webhooks through the installing app's Node file: an app that has one, deployed by the CLI, real
 * receivers, and a real name server.
 */
import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { createServer as createTlsServer } from "node:tls";
import type { LocalDeployment } from "@banata-auth/local";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { constructEvent } from "../../src/index";
import type { WireClient } from "../support/wireClient";
import { pinnedPost, postTo } from "../../src/pinnedPost";
import { deployApp, repository } from "../support/deployment";
import { NameServer } from "../support/nameServer";
import { deployedRuntime, newProject, type Runtime } from "../support/runtime";
import { WebhookReceiver, type Answer, type ReceivedWebhook } from "../support/webhookReceiver";

const app = join(repository, "test/support/smtpApp");
const receiver = new WebhookReceiver();
const nameServer = new NameServer();
/** Where no connection may come. */
let connections = 0;
const forbidden: Server = createServer((socket) => (connections++, socket.destroy()));
const portOf = (server: Server): number => (server.address() as AddressInfo).port; // a TCP server
const listening = async <S extends Server>(server: S): Promise<S> =>
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));

let deployment: LocalDeployment;
let runtime: Runtime;
let client: WireClient;
beforeAll(async () => {
  await Promise.all([receiver.start(), nameServer.start(), listening(forbidden)]);
  deployment = await deployApp(null, app);
  runtime = deployedRuntime(deployment);
  client = runtime.client(await newProject(runtime));
}, 120_000);
afterAll(async () => {
  await deployment.close();
  nameServer.stop();
  receiver.close();
  forbidden.close();
});
beforeEach(() => {
  receiver.reset();
  nameServer.names.clear();
  [nameServer.asked, connections] = [[], 0];
});

let serial = 0;
/** What became of the first attempt to send a test to the URL. */
async function sent(url: string) {
  const { webhooks } = client;
  const { id, secret } = await webhooks.createEndpoint({ url, eventTypes: ["vault.*"] });
  await webhooks.sendTest(id);
  const delivery = async () => (await webhooks.listDeliveries(id)).data[0];
  await expect
    .poll(async () => (await delivery())?.attempts.length, { timeout: 10_000, interval: 20 })
    .toBe(1);
  const found = (await delivery())!; // just seen
  await webhooks.deleteEndpoint(id);
  return { ...found, attempt: found.attempts[0]!, secret };
}
/**
 * `fetch` keeps its connections, for whatever the name stands for later; the Node file keeps none.
 */
const wayOf = ({ headers }: ReceivedWebhook) =>
  headers.connection === "close" ? "the file" : "fetch";
const ownUrl = (answer: Answer): string => {
  const path = `/${serial++}`;
  receiver.answer = (asked) => (asked === path ? answer : 200);
  return receiver.url + path;
};

test("an app that has handed over nothing, or SMTP alone, sends as it did before", async () => {
  expect((await sent(ownUrl(200))).status).toBe("succeeded");
  await runtime.run("outbound/nodeFile:register", { sendMail: "function://of an older version" });
  expect((await sent(ownUrl(200))).status).toBe("succeeded");
  expect(receiver.received.map(wayOf)).toEqual(["fetch", "fetch"]);
});

test("a Node file that does not answer is not gone round", async () => {
  await runtime.run("outbound/nodeFile:register", {
    sendMail: "function://gone",
    deliver: "function://gone",
  });
  expect(await sent(ownUrl(200))).toMatchObject({
    status: "pending",
    attempt: { status: null, error: "node_file" },
  });
  expect(receiver.received).toEqual([]);
});

describe("with the file", () => {
  beforeAll(async () => {
    // As `npx convex run mail:registerNode` does (emailsSmtp.test.ts).
    const [headers, body] = [
      { authorization: `Convex ${deployment.adminKey}`, "content-type": "application/json" },
      JSON.stringify({ path: "mail:registerNode", args: {}, format: "json" }),
    ];
    expect(
      await (
        await fetch(`${deployment.cloudUrl}/api/function`, { method: "POST", headers, body })
      ).json(),
    ).toMatchObject({ status: "success" });
  });

  test("a delivery arrives, and verifies", async () => {
    const { attempt, status, secret } = await sent(
      ownUrl({ status: 201, body: `danke schön! ${"🦄".repeat(400)}` }),
    );
    expect({ attempt, status }).toMatchObject({
      status: "succeeded",
      attempt: { status: 201, error: null, response: `danke schön! ${"🦄".repeat(243)}` },
    }); // no half of the 244th
    expect(receiver.received.map(wayOf)).toEqual(["the file"]);
    const [{ text, headers, event }] = receiver.received as [ReceivedWebhook];
    expect(await constructEvent({ payload: text, sigHeader: headers, secret })).toEqual({
      ...event,
      createdAt: new Date(event.createdAt),
    });
    expect(new StandardWebhook(secret).verify(text, headers)).toEqual(event);
    expect(headers).toMatchObject({
      "content-type": "application/json",
      host: new URL(receiver.url).host,
    });
  });

  test.each([
    ["this machine", ["127.0.0.1"]],
    ["this machine, in IPv6", ["::1"]],
    ["a private network", ["10.0.0.1"]],
    ["a cloud's metadata", ["169.254.169.254"]],
    ["a public host and a private network", ["93.184.216.34", "fd00::1"]],
  ])("a name that leads to %s is looked up once, and refused", async (_where, addresses) => {
    nameServer.names.set("hooks.example.com", addresses);
    expect((await sent(`https://hooks.example.com:${portOf(forbidden)}/`)).attempt).toMatchObject({
      status: null,
      error: "private_address",
      response: null,
    });
    expect(nameServer.asked.sort()).toEqual(["hooks.example.com A", "hooks.example.com AAAA"]);
    expect(connections).toBe(0);
  });

  test("a name without an address is told apart", async () => {
    expect((await sent("https://nobody.example.com/")).attempt).toMatchObject({
      status: null,
      error: "unresolved_name",
    });
  });

  test("a redirect is not followed", async () => {
    const { attempt } = await sent(
      ownUrl({ status: 307, headers: { location: `http://127.0.0.1:${portOf(forbidden)}/` } }),
    );
    expect(attempt).toMatchObject({ status: 307, error: "redirect" });
    expect([receiver.received.length, connections]).toEqual([1, 0]);
  });

  test("an endpoint that asks to wait is left alone so long", async () => {
    const { attempt, nextAttemptAt } = await sent(
      ownUrl({ status: 503, headers: { "retry-after": "3000" } }),
    );
    expect(attempt).toMatchObject({ status: 503, error: "status" });
    expect(nextAttemptAt!.getTime() - Date.now()).toBeGreaterThan(2_900_000);
  });

  test("a connection that is cut is a failed attempt", async () => {
    expect((await sent(ownUrl("reset"))).attempt).toMatchObject({
      status: null,
      error: "connection",
    });
  });
});

describe("of one post", () => {
  afterEach(() => void vi.useRealTimers());
  const post = (url: string) => ({ url, headers: { "webhook-id": "evt_1" }, body: "{}" });
  const never = new AbortController().signal;

  test("the address that was checked is connected to, whatever the name says now; the receiver is told the name", async () => {
    nameServer.names.set("hooks.example.com", ["10.0.0.1"]);
    const { port } = new URL(receiver.url);
    expect(
      await postTo(["127.0.0.1"], post(`http://hooks.example.com:${port}/pinned`), never),
    ).toMatchObject({ kind: "answered", status: 200 });
    expect(receiver.at("/pinned").map(({ headers }) => headers.host)).toEqual([
      `hooks.example.com:${port}`,
    ]);
    expect(nameServer.asked).toEqual([]);
  });

  test("TLS names the host, and a certificate that nobody vouches for is no connection", async () => {
    const named: string[] = [];
    const server = await listening(
      createTlsServer({ SNICallback: (name, answer) => (named.push(name), answer(null)) }).on(
        "tlsClientError",
        () => undefined,
      ),
    );
    expect(
      await postTo(["127.0.0.1"], post(`https://hooks.example.com:${portOf(server)}/`), never),
    ).toEqual({ kind: "failed", error: "connection" });
    expect(named).toEqual(["hooks.example.com"]);
    server.close();
  });

  test.each([
    "http://127.0.0.1",
    "http://localhost",
    "http://[::1]",
    "http://10.0.0.1",
    "http://[::ffff:127.0.0.1]",
  ])("%s is refused unless this machine is meant", async (origin) => {
    expect(await pinnedPost(post(`${origin}:${portOf(forbidden)}/`), false)).toEqual({
      kind: "failed",
      error: origin.endsWith("localhost") ? "unresolved_name" : "private_address",
    });
    expect(connections).toBe(0);
  });

  test("after 15 seconds it is given up, and its connection with it", async () => {
    const silent = await listening(createServer());
    const connected = once(silent, "connection") as Promise<[Socket]>; // as Node documents it
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const report = pinnedPost(post(`http://127.0.0.1:${portOf(silent)}/`), true);
    const [socket] = await connected;
    const ended = once(socket.resume(), "close");
    await vi.advanceTimersByTimeAsync(14_999);
    expect(socket.readableEnded).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await report).toEqual({ kind: "failed", error: "timeout" });
    await ended;
    silent.close();
  });

  test("of an answer without end only the beginning is read", async () => {
    let [written, closed] = [0, false];
    const endless = await listening(
      createHttpServer((_request, response) => {
        const more = () =>
          void (
            closed ||
            ((written += 65_536),
            response.write("x".repeat(65_536), () => void setTimeout(more, 1)))
          );
        response.on("close", () => (closed = true));
        more();
      }),
    );
    const report = await pinnedPost(post(`http://127.0.0.1:${portOf(endless)}/`), true);
    expect(report).toMatchObject({
      kind: "answered",
      status: 200,
      response: expect.stringMatching(/^x{4096}/) as string,
    });
    await expect.poll(() => closed).toBe(true);
    expect(written).toBeLessThan(10_000_000);
    endless.close();
  });
});

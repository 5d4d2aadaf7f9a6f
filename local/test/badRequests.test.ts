import { connect } from "node:net";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startLocalDeployment, type LocalDeployment } from "../src";
import { push } from "./fixtures/push";
import { openSocket, startSyncBackend, type SyncBackend } from "./fixtures/syncBackend";
import { createProject } from "./fixtures/project";

let site: LocalDeployment;
let backend: SyncBackend;

beforeAll(async () => {
  const project = await createProject();
  site = await startLocalDeployment({ directory: null, cloudPort: 0, sitePort: 0 });
  const pushed = await project.convex(site, "deploy", "--typecheck=disable", "--codegen=disable");
  await project.remove();
  expect(pushed.exitCode, pushed.output).toBe(0);
  backend = await startSyncBackend();
}, 90_000);

afterAll(async () => {
  await site.close();
  await backend.close();
});

/** Sends bytes over a new connection and returns the status line of the answer. */
function sendRaw(url: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.setEncoding("utf8").on("data", (part: string) => {
      answer += part;
      if (answer.includes("\r\n\r\n")) socket.destroy();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer.split("\r\n", 1)[0] ?? ""));
  });
}

const MALFORMED: readonly (readonly [string, string, string])[] = [
  ["a host with a space", "GET /ticks HTTP/1.1\r\nHost: a b\r\n\r\n", "400"],
  ["a host with a path", "GET /ticks HTTP/1.1\r\nHost: a/b\r\n\r\n", "400"],
  ["a host with a user name", "GET /ticks HTTP/1.1\r\nHost: a@b\r\n\r\n", "400"],
  ["a host with a port that is none", "GET /ticks HTTP/1.1\r\nHost: a:99999\r\n\r\n", "400"],
  ["no host in HTTP/1.0", "GET /cookies HTTP/1.0\r\n\r\n", "204"],
  ["an empty host", "GET /cookies HTTP/1.1\r\nHost:\r\n\r\n", "204"],
  ["a target of two slashes", "GET // HTTP/1.1\r\nHost: a\r\n\r\n", "404"],
  ["a target that looks like another host", "GET //cookies HTTP/1.1\r\nHost: a\r\n\r\n", "404"],
  ["the target of a proxy request", "GET http://a/cookies HTTP/1.1\r\nHost: a\r\n\r\n", "204"],
  ["a target of another scheme", "GET ftp://a/cookies HTTP/1.1\r\nHost: a\r\n\r\n", "400"],
  ["the target *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "400"],
  ["TRACE", "TRACE /cookies HTTP/1.1\r\nHost: a\r\n\r\n", "405"],
  ["a truncated escape", "GET /%E0%A4%A HTTP/1.1\r\nHost: a\r\n\r\n", "404"],
];

test.each(MALFORMED)("a request with %s is answered, and not with 500", async (_, text, status) => {
  expect(await sendRaw(site.siteUrl, text)).toContain(` ${status} `);
  const onCloudPort = await sendRaw(site.cloudUrl, text);
  expect(onCloudPort).toMatch(/^HTTP\/1\.1 (204|4\d\d) /);
});

test("an upgrade request with a malformed target does not stop the deployment", async () => {
  for (const target of ["//", "/api/sync", "http://", "*"]) {
    const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    const answer = await sendRaw(site.cloudUrl, `GET ${target} HTTP/1.1\r\nHost: a\r\n${upgrade}`);
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  }
  expect((await fetch(`${site.cloudUrl}/version`)).status).toBe(200);
});

test("slow uploads do not keep other HTTP actions from running", async () => {
  const uploads = Array.from({ length: 100 }, () => {
    const socket = connect(Number(new URL(site.siteUrl).port), "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write("POST /messages HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nslow");
    return socket;
  });
  await Promise.all(
    uploads.map((socket) => new Promise<void>((resolve) => socket.once("connect", resolve))),
  );
  const started = performance.now();
  expect((await fetch(`${site.siteUrl}/cookies`)).status).toBe(204);
  expect(performance.now() - started).toBeLessThan(5_000);
  for (const socket of uploads) socket.destroy();
});

const NONSENSE: readonly (readonly [string, string])[] = [
  ["text that is not JSON", "hello"],
  ["null", "null"],
  ["an array", "[]"],
  ["an unknown type", '{"type":"Nonsense"}'],
  ["a second Connect", '{"type":"Connect","sessionId":"a","connectionCount":0}'],
  ["a mutation without fields", '{"type":"Mutation"}'],
  ["a negative request id", '{"type":"Mutation","requestId":-1,"udfPath":"a:b","args":[{}]}'],
  ["a version that does not follow", JSON.stringify(querySet(7, 8, []))],
  ["a version that goes backwards", JSON.stringify(querySet(0, 0, []))],
  [
    "the removal of an unknown query",
    JSON.stringify(querySet(0, 1, [{ type: "Remove", queryId: 3 }])),
  ],
  ["deeply nested JSON", `${"[".repeat(200_000)}${"]".repeat(200_000)}`],
];

function querySet(baseVersion: number, newVersion: number, modifications: object[]) {
  return { type: "ModifyQuerySet", baseVersion, newVersion, modifications };
}

test.each(NONSENSE)("a socket that sends %s is closed with 1008", async (_, text) => {
  const socket = await openSocket(backend);
  socket.sendText(text);
  expect(await socket.closed()).toMatchObject({ code: 1008 });
});

test("deeply nested arguments are refused, and the session goes on", async () => {
  const nested = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const socket = await openSocket(backend);
  socket.sendText(
    `{"type":"Mutation","requestId":0,"udfPath":"messages:send","args":[{"body":${nested}}]}`,
  );
  expect(await socket.next("MutationResponse")).toMatchObject({ success: false });
  socket.close();
  const response = await fetch(`${backend.deployment.cloudUrl}/api/mutation`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: `{"path":"messages:send","args":{"body":${nested}}}`,
  });
  expect(response.status).toBe(560);
});

test("a socket that connects with a malformed timestamp is closed with 1008", async () => {
  const socket = await openSocket(backend, { maxObservedTimestamp: "?" });
  expect(await socket.closed()).toMatchObject({ code: 1008 });
});

test("clients that authenticate at once share one request for the keys", async () => {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  const keys = [{ ...(await exportJWK(publicKey)), kid: "test", alg: "ES256" }];
  let requests = 0;
  const server: Server = createServer((_request, response) => {
    requests++;
    setTimeout(() => response.end(JSON.stringify({ keys })), 300);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server
  await backend.setEnvironment("JWKS", `http://127.0.0.1:${port}/jwks`);
  const value = await new SignJWT({ sub: "alice" })
    .setProtectedHeader({ alg: "ES256", kid: "test" })
    .setIssuer("https://issuer.test")
    .setAudience("app")
    .setExpirationTime("1h")
    .sign(privateKey);
  const sockets = await Promise.all(Array.from({ length: 50 }, () => openSocket(backend)));
  for (const { send } of sockets)
    send({ type: "Authenticate", tokenType: "User", baseVersion: 0, value });
  for (const socket of sockets) {
    expect(await socket.next("Transition")).toMatchObject({ endVersion: { identity: 1 } });
    socket.close();
  }
  server.close();
  expect(requests).toBe(1);
});

test("closing does not wait for an action that waits for another server", async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server
  const asked = new Promise((resolve) => server.once("request", resolve));
  const deployment = await startLocalDeployment({ directory: null, cloudPort: 0, sitePort: 0 });
  await push(deployment, `${import.meta.dirname}/fixtures/hanging`);
  await fetch(`${deployment.cloudUrl}/api/mutation`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ path: "hanging:begin", args: { url: `http://127.0.0.1:${port}` } }),
  });
  await asked;
  const started = performance.now();
  await deployment.close();
  expect(performance.now() - started).toBeLessThan(4_000);
  server.closeAllConnections();
  server.close();
}, 60_000);

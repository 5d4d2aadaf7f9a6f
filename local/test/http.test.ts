import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ConvexHttpClient } from "convex/browser";
import { anyApi, makeFunctionReference } from "convex/server";
import { ConvexError } from "convex/values";
import { afterAll, beforeAll, expect, test } from "vitest";
import { PortError, startLocalDeployment, type LocalDeployment } from "../src";
import { createProject } from "./fixtures/project";

const messages = anyApi.messages!;
let deployment: LocalDeployment;
let client: ConvexHttpClient;

beforeAll(async () => {
  const project = await createProject();
  deployment = await startLocalDeployment({
    directory: null,
    cloudPort: 0,
    sitePort: 0,
    formatFailure: ({ errorData }) =>
      errorData === undefined ? undefined : `refused: ${JSON.stringify(errorData)}`,
  });
  client = new ConvexHttpClient(deployment.cloudUrl, { logger: false });
  const pushed = await project.convex(
    deployment,
    "dev",
    "--once",
    "--typecheck=disable",
    "--codegen=disable",
  );
  await project.remove();
  expect(pushed.output).toContain("Convex functions ready!");
}, 60_000);

afterAll(() => deployment.close());

/** Calls the function API without a client. */
const post = (endpoint: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${deployment.cloudUrl}/api/${endpoint}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", ...headers },
  });

/** Returns the calls after the cursor, as the CLI polls them. */
async function followLogs(cursor: number) {
  const response = await fetch(`${deployment.cloudUrl}/api/stream_function_logs?cursor=${cursor}`, {
    headers: { Authorization: `Convex ${deployment.adminKey}` },
  });
  return (await response.json()) as {
    entries: { identifier: string; udfType: string; logLines: unknown[]; error: string | null }[];
    newCursor: number;
  }; // the format of executionLog.ts
}

test("the HTTP client can call queries, mutations and actions", async () => {
  await client.mutation(messages.send!, { author: "ada", body: "hello" });
  expect(await client.query(messages.list!, { author: "ada" })).toEqual(["hello"]);
  expect(await client.action(messages.importOne!, { body: "more" })).toBe(1);
});

test("consistent queries read one snapshot", async () => {
  expect(await client.consistentQuery(messages.list!, { author: "consistent" })).toEqual([]);
  await client.mutation(messages.send!, { author: "consistent", body: "later" });
  expect(await client.consistentQuery(messages.list!, { author: "consistent" })).toEqual([]);
  expect(await client.query(messages.list!, { author: "consistent" })).toEqual(["later"]);
});

test("the data of a ConvexError reaches the client, and the mutation is rolled back", async () => {
  const failure = await client
    .mutation(messages.send!, { author: "eve", body: "" })
    .catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ConvexError);
  expect((failure as ConvexError<{ code: string }>).data).toEqual({ code: "empty_body" });
  expect(await client.query(messages.count!, { name: "eve" })).toBe(0);
});

test("a failing function answers 560 with its message and is rolled back", async () => {
  const response = await post("mutation", { path: "messages:fail", args: {} });
  expect(response.status).toBe(560);
  expect(await response.json()).toMatchObject({
    status: "error",
    errorMessage: expect.stringContaining("failed on purpose"),
    logLines: [],
  });
  expect(await client.query(messages.list!, { author: "nobody" })).toEqual([]);
});

test("an error in a nested component rolls back the whole mutation", async () => {
  const send = (body: string) => client.mutation(messages.send!, { author: "busy", body });
  for (const body of ["1", "2", "3", "4", "5"]) await send(body);
  const refused = await send("6").catch((error: unknown) => error);
  expect((refused as ConvexError<{ kind: string }>).data).toMatchObject({ kind: "RateLimited" });
  expect(await client.query(messages.list!, { author: "busy" })).toHaveLength(5);
  expect(await client.query(messages.count!, { name: "busy" })).toBe(5);
});

test("only the admin key can call internal functions and components", async () => {
  const internal = { path: "messages:importAll", args: { bodies: ["x"] } };
  expect(await (await post("mutation", internal)).json()).toMatchObject({
    errorMessage: expect.stringContaining("Could not find public function"),
  });
  const component = { componentPath: "counters", path: "counts:get", args: { name: "ada" } };
  expect((await post("function", component)).status).toBe(403);
  const admin = { Authorization: `Convex ${deployment.adminKey}` };
  expect(await (await post("mutation", internal, admin)).json()).toMatchObject({
    status: "success",
    value: 1,
  });
  expect(await (await post("function", component, admin)).json()).toMatchObject({
    status: "success",
  });
});

test("a wrong admin key or a forged token is rejected", async () => {
  const call = { path: "messages:greet", args: {} };
  expect((await post("query", call, { Authorization: "Convex local|wrong" })).status).toBe(403);
  expect((await post("query", call, { Authorization: "Bearer not.a.token" })).status).toBe(401);
  expect((await post("deploy2/start_push", {})).status).toBe(403);
});

test("only the admin key can run system queries", async () => {
  const variables = { path: "_system/cli/queryEnvironmentVariables", args: {} };
  expect((await post("query", variables)).status).toBe(560);
  expect(
    await (
      await post("query", variables, { Authorization: `Convex ${deployment.adminKey}` })
    ).json(),
  ).toMatchObject({ value: [] });
  await expect(client.query(makeFunctionReference<"query">(variables.path), {})).rejects.toThrow(
    "Could not find public function",
  );
});

test("the admin key can follow calls and their logs", async () => {
  const { newCursor } = await followLogs(0);
  const next = followLogs(newCursor); // waits: no call has finished yet
  await client.action(messages.importOne!, { body: "logged" });
  expect((await next).entries[0]).toMatchObject({
    identifier: "messages:importAll",
    udfType: "Mutation",
  });
  await fetch(`${deployment.siteUrl}/cookies`);
  expect((await followLogs((await next).newCursor)).entries).toMatchObject([
    {
      identifier: "messages:importOne",
      udfType: "Action",
      logLines: ["[LOG] 'importing' 'logged'"],
    },
    { identifier: "GET /cookies", udfType: "HttpAction" },
  ]);
});

test("the caller decides how a failed call is shown, others keep their stack", async () => {
  const { newCursor } = await followLogs(0);
  const fail = (body: string) =>
    client.mutation(messages.send!, { author: "eve", body }).catch(() => undefined);
  await fail("");
  await client.mutation(messages.fail!, {}).catch(() => undefined);
  expect((await followLogs(newCursor)).entries.map(({ error }) => error)).toEqual([
    'refused: {"code":"empty_body"}',
    expect.stringMatching(/^Uncaught Error: failed on purpose\n +at /),
  ]);
});

test("the app that was pushed last is at hand", () => {
  const { components } = deployment.app();
  expect(components.get("")?.analysis.has("messages.js")).toBe(true);
  expect(components.get("counters")?.httpPrefix).toBe("/counters/");
});

test("a requested port that is taken is named", async () => {
  const port = Number(new URL(deployment.cloudUrl).port);
  const second = startLocalDeployment({ directory: null, cloudPort: port, sitePort: 0 });
  await expect(second).rejects.toBeInstanceOf(PortError);
  await expect(second).rejects.toMatchObject({ port, reason: "in use" });
});

test("an unknown endpoint answers that this is a local deployment", async () => {
  const response = await fetch(`${deployment.cloudUrl}/api/storage/upload`, { method: "POST" });
  expect(response.status).toBe(404);
  expect((await response.json()).message).toContain("local deployment");
});

test("pages of other origins may call functions", async () => {
  const preflight = await fetch(`${deployment.cloudUrl}/api/query`, {
    method: "OPTIONS",
    headers: {
      Origin: "http://localhost:5173",
      "Access-Control-Request-Headers": "authorization,content-type",
    },
  });
  expect(preflight.headers.get("access-control-allow-origin")).toBe("http://localhost:5173");
  expect(preflight.headers.get("access-control-allow-headers")).toContain("authorization");
});

test("an HTTP action reads the request and writes through a mutation", async () => {
  const response = await fetch(`${deployment.siteUrl}/messages`, {
    method: "POST",
    body: JSON.stringify({ author: "web", body: "posted" }),
  });
  expect(response.status).toBe(201);
  expect(await response.json()).toEqual({ id: expect.any(String) });
  expect(await client.query(messages.list!, { author: "web" })).toEqual(["posted"]);
});

test("several Set-Cookie headers stay separate", async () => {
  const response = await fetch(`${deployment.siteUrl}/cookies`);
  expect(response.status).toBe(204);
  expect(response.headers.getSetCookie()).toEqual(["first=1; Path=/", "second=2; Path=/"]);
  expect(response.headers.get("x-site")).toBe(deployment.siteUrl);
});

test("a response streams: its start arrives before its end is written", async () => {
  const response = await fetch(`${deployment.siteUrl}/ticks`);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const startedAt = performance.now();
  expect((await reader.read()).value).toBe("first\n");
  expect(performance.now() - startedAt).toBeLessThan(150);
  expect((await reader.read()).value).toBe("second\n");
  expect((await reader.read()).done).toBe(true);
});

test("a request body of several megabytes is echoed byte for byte", async () => {
  const bytes = crypto.getRandomValues(new Uint8Array(65_536));
  const body = new Blob(Array.from({ length: 80 }, () => bytes));
  const response = await fetch(`${deployment.siteUrl}/echo`, { method: "POST", body });
  const echoed = new Uint8Array(await response.arrayBuffer());
  expect(echoed.length).toBe(body.size);
  expect(Buffer.compare(echoed.subarray(-65_536), bytes)).toBe(0);
});

test("a request body over 20 MiB is rejected", async () => {
  const response = await fetch(`${deployment.siteUrl}/echo`, {
    method: "POST",
    body: new Uint8Array(21 * 1024 * 1024),
  }).catch((error: unknown) => error);
  // The server answers and closes the connection while the client may still be sending.
  if (response instanceof Response) expect(response.status).toBe(413);
  else expect(response).toBeInstanceOf(TypeError);
});

test("a path without a route is 404", async () => {
  const response = await fetch(`${deployment.siteUrl}/nothing`);
  expect(response.status).toBe(404);
  expect(await response.text()).toBe("No matching routes found");
});

test("a host other than loopback requires the option", async () => {
  await expect(
    startLocalDeployment({ directory: null, host: "0.0.0.0", cloudPort: 0, sitePort: 0 }),
  ).rejects.toThrow("not a loopback address");
});

test("a requested port that is taken is an error that names it", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => other.once("listening", resolve));
  const { port } = other.address() as AddressInfo;
  await expect(
    startLocalDeployment({ directory: null, cloudPort: port, sitePort: 0 }),
  ).rejects.toThrow(`Port ${port}`);
  other.close();
});

test("without requested ports, free ones are used when the defaults are taken", async () => {
  const deployments = await Promise.all([
    startLocalDeployment({ directory: null }),
    startLocalDeployment({ directory: null }),
  ]);
  const urls = deployments.flatMap(({ cloudUrl, siteUrl }) => [cloudUrl, siteUrl]);
  for (const each of deployments) await each.close();
  expect(new Set(urls).size).toBe(4);
});

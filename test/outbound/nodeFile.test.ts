/**
 * Questions to tenants' URLs through the installing app's Node file: an app that has one, deployed
 * by the CLI, a real server that answers, and a real name server.
 */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { LocalDeployment } from "@banata-auth/local";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deployApp, repository } from "../support/deployment";
import { NameServer } from "../support/nameServer";
import { deployedRuntime, type Runtime } from "../support/runtime";

const nameServer = new NameServer();
let answer: RequestListener;
/** How each request came: `fetch` keeps its connections, the Node file keeps none. */
let ways: string[] = [];
const server: Server = createServer((request, response) => {
  ways.push(request.headers.connection === "close" ? "the file" : "fetch");
  answer(request, response);
});

let deployment: LocalDeployment;
let runtime: Runtime;
let url: string;
beforeAll(async () => {
  await nameServer.start();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metadata`; // a TCP server
  deployment = await deployApp(null, join(repository, "test/support/smtpApp"));
  runtime = deployedRuntime(deployment);
}, 120_000);
afterAll(async () => {
  await deployment.close();
  nameServer.stop();
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  nameServer.names.clear();
  [nameServer.asked, ways] = [[], []];
  answer = (_request, response) => void response.end("<a/>");
});

/** The code of the error that reading SAML metadata from the URL ends with. */
async function fault(metadataUrl: string): Promise<string | undefined> {
  const error = await runtime
    .run("sso/metadata:read", { metadataUrl })
    .catch((each: { data: { errors?: { code: string }[] } }) => each);
  return (error as { data: { errors?: { code: string }[] } }).data.errors?.[0]?.code;
}
/** What the parser says about `<a/>`: the answer arrived. */
const ARRIVED = "metadata";

test("an app that has not handed over the function asks by fetch", async () => {
  expect(await fault(url)).toBe(ARRIVED);
  expect(ways).toEqual(["fetch"]);
});

test("a Node file that does not answer is not gone round", async () => {
  await runtime.run("outbound/nodeFile:register", {
    sendMail: "function://x",
    ask: "function://x",
  });
  expect(await fault(url)).toBe("node_file");
  expect(ways).toEqual([]);
});

describe("with the file", () => {
  beforeAll(async () => {
    const response = await fetch(`${deployment.cloudUrl}/api/function`, {
      method: "POST",
      headers: {
        authorization: `Convex ${deployment.adminKey}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ path: "mail:registerNode", args: {}, format: "json" }),
    });
    expect(await response.json()).toMatchObject({ status: "success" });
  });

  test("an answer arrives, whatever headers come with it", async () => {
    answer = (_request, response) => {
      for (let i = 0; i < 1_500; i++) response.setHeader(`x-${i}`, "1");
      response.setHeader("set-cookie", ["a=b", "c=d"]);
      response.setHeader("_underscore", "1").setHeader("$dollar", "1");
      response.end("<a/>");
    };
    expect(await fault(url)).toBe(ARRIVED);
    expect(ways).toEqual(["the file"]);
  });

  test.each<[string, RequestListener]>([
    ["unreachable", (_request, response) => void response.writeHead(404).end()],
    ["redirect", (_request, response) => void response.writeHead(302, { location: url }).end()],
    ["connection", (request) => void request.socket.destroy()],
    ["too_large", (_request, response) => void response.end("x".repeat(2_000_000))],
    [
      "encoded",
      (_request, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end("x"),
    ],
  ])("another one ends with the reason: %s", async (code, listener) => {
    answer = listener;
    expect(await fault(url)).toBe(code);
  });

  test("a name that leads to a private network is looked up once, and refused", async () => {
    nameServer.names.set("idp.example.com", ["93.184.216.34", "10.0.0.1"]);
    expect(await fault("https://idp.example.com/metadata")).toBe("private_address");
    expect(nameServer.asked.sort()).toEqual(["idp.example.com A", "idp.example.com AAAA"]);
    expect(await fault("https://nobody.example.com/")).toBe("unresolved_name");
    expect(await fault("https://169.254.169.254/latest")).toBe("invalid_target");
  });
});

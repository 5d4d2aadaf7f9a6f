/** Requests whose answers are read, by both ways of asking: `fetch` and the host's Node file. */
import { createServer as createHttpServer, type RequestListener, type Server } from "node:http";
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
} from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { guardedAsk } from "../../convex/component/outbound/guardedAsk";
import {
  AskError,
  prepareQuestion,
  type Question,
  type Reply,
} from "../../convex/component/outbound/question";
import { Resolver } from "../../convex/component/outbound/resolver";
import { askAt, pinnedAsk } from "../../src/pinnedAsk";

const open: TcpServer[] = [];
async function listen(server: Server | TcpServer): Promise<string> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server
}
const serve = async (listener: RequestListener) => await listen(createHttpServer(listener));

beforeEach(() => void (process.env.BANATA_LOCAL_WEBHOOKS = "1"));
afterEach(() => {
  delete process.env.BANATA_LOCAL_WEBHOOKS;
  delete process.env.BANATA_AUTH_DNS_URL;
  for (const server of open.splice(0)) {
    if ("closeAllConnections" in server) (server as Server).closeAllConnections();
    server.close();
  }
});

type Outcome = Reply | { readonly reason: string };
const ways: readonly [string, (question: Question) => Promise<Outcome>][] = [
  [
    "fetch",
    async (question) =>
      await guardedAsk(prepareQuestion(question), new Resolver()).catch((error: unknown) => {
        expect(error).toBeInstanceOf(AskError);
        return { reason: (error as AskError).reason };
      }),
  ],
  [
    "the Node file",
    async (question) => {
      const report = await pinnedAsk(prepareQuestion(question), true);
      return report.kind === "failed" ? { reason: report.error } : report;
    },
  ],
];

describe.each(ways)("by %s", (way, ask) => {
  test("a GET returns status, headers and body, whatever the status", async () => {
    const url = await serve(({ method, headers, url: path }, response) =>
      response
        .writeHead(path === "/missing" ? 404 : 200, {
          "content-type": "application/json",
          "Cache-Control": "max-age=60",
          "set-cookie": "a=b",
        })
        .end(JSON.stringify({ method, accept: headers.accept, text: "ü🦄" })),
    );
    const found = await ask({ url: `${url}/x`, headers: { accept: "application/json" } });
    expect(found).toMatchObject({
      status: 200,
      headers: { "content-type": "application/json", "cache-control": "max-age=60" },
      body: '{"method":"GET","accept":"application/json","text":"ü🦄"}',
    });
    expect(Object.keys((found as Reply).headers)).not.toContain("set-cookie");
    expect(await ask({ url: `${url}/missing` })).toMatchObject({ status: 404 });
  });

  test("a form is a POST of its fields, encoded", async () => {
    const url = await serve((request, response) => {
      let body = "";
      request.on("data", (part: Buffer) => (body += part.toString()));
      request.on("end", () =>
        response.end(`${request.method} ${request.headers["content-type"]} ${body}`),
      );
    });
    expect(await ask({ url, form: { grant_type: "x y", code: "a&b=ü" } })).toMatchObject({
      status: 200,
      body: "POST application/x-www-form-urlencoded grant_type=x+y&code=a%26b%3D%C3%BC",
    });
  });

  test.each([301, 302, 303, 307, 308])("a %s is not followed", async (status) => {
    const paths: (string | undefined)[] = [];
    const url = await serve(({ url: path }, response) => {
      paths.push(path);
      response.writeHead(status, { location: "/to" }).end();
    });
    const outcome = await ask({ url: `${url}/from` });
    // The component, not the file, tells redirects apart.
    expect(outcome).toMatchObject(way === "fetch" ? { reason: "redirect" } : { status });
    expect(paths).toEqual(["/from"]);
  });

  test("a body up to the limit is read, and a larger one is refused without reading on", async () => {
    let sent = 0;
    const url = await serve(({ url: path }, response) => {
      if (path === "/exact") return void response.end("x".repeat(512 * 1_024));
      const more = (): void => {
        sent += 65_536;
        response.write("x".repeat(65_536), () => void (response.destroyed || setTimeout(more, 1)));
      };
      more();
    });
    expect(((await ask({ url: `${url}/exact` })) as Reply).body.length).toBe(512 * 1_024);
    expect(await ask({ url: `${url}/endless` })).toEqual({ reason: "too_large" });
    expect(sent).toBeLessThan(20_000_000);
    expect(await ask({ url: `${url}/exact`, maximumBytes: 1_000 })).toEqual({
      reason: "too_large",
    });
  });

  test("a small compressed body cannot become a large one", async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const url = await serve((_request, response) =>
      response.writeHead(200, { "content-encoding": "gzip" }).end(bomb),
    );
    expect(await ask({ url })).toEqual({ reason: way === "fetch" ? "too_large" : "encoded" });
  });

  test.each([
    ["does not answer", ""],
    ["stops in its headers", "HTTP/1.1 200 OK\r\ncontent-"],
    ["stops in its body", "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nbegin"],
  ])("a server that %s is a timeout", async (_what, beginning) => {
    const url = await listen(
      createTcpServer((socket) => {
        socket.on("error", () => undefined);
        socket.once("data", () => socket.write(beginning));
      }),
    );
    expect(await ask({ url: url, timeoutMs: 150 })).toEqual({ reason: "timeout" });
  });

  test("an answer that drips is cut off by the total time", async () => {
    const url = await serve((_request, response) => {
      const drip = setInterval(() => response.write("x"), 10);
      response.on("close", () => clearInterval(drip));
    });
    expect(await ask({ url, timeoutMs: 200 })).toEqual({ reason: "timeout" });
  });

  test.each([
    ["is cut off in its body", "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nbegin"],
    ["is no HTTP", "hello\r\n\r\n"],
    ["has no status", ""],
  ])("an answer that %s is a failed connection", async (_what, beginning) => {
    const url = await listen(
      createTcpServer((socket) => {
        socket.on("error", () => undefined);
        socket.once("data", () => socket.end(beginning));
      }),
    );
    expect(await ask({ url })).toEqual({ reason: "connection" });
  });
});

describe("no request is sent", () => {
  test.each([
    "http://idp.example.com/",
    "https://127.0.0.1/",
    "https://169.254.169.254/latest/meta-data",
    "https://[::ffff:10.0.0.1]/",
    "https://user:secret@idp.example.com/",
    "https://localhost/",
    "file:///etc/passwd",
    "gopher://example.com/",
    "not a URL",
  ])("to %s", async (url) => {
    delete process.env.BANATA_LOCAL_WEBHOOKS;
    const error = await guardedAsk(prepareQuestion({ url }), new Resolver()).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ name: "AskError", reason: "invalid_target" });
    expect((error as AskError).message).not.toContain("secret");
  });

  test.each([
    [["10.0.0.1"], "private_address"],
    [["93.184.216.34", "169.254.169.254"], "private_address"],
    [[], "unresolved_name"],
  ])("to a name with the addresses %j", async (addresses, reason) => {
    process.env.BANATA_AUTH_DNS_URL = await serve(({ url }, response) => {
      const type = url!.includes("type=AAAA") ? 28 : 1; // of a request
      const Answer = type === 1 ? addresses.map((data) => ({ type, data })) : [];
      response.end(JSON.stringify({ Status: 0, Answer }));
    });
    await expect(
      guardedAsk(prepareQuestion({ url: "https://idp.example.com/secret-path" }), new Resolver()),
    ).rejects.toMatchObject({
      reason,
      message: expect.stringMatching(/^idp\.example\.com could not be used: its name/),
    });
  });

  test("by the Node file to a literal private address, unless it is this machine and allowed", async () => {
    const url = await serve((_request, response) => response.end("here"));
    expect(await pinnedAsk(prepareQuestion({ url }), false)).toEqual({
      kind: "failed",
      error: "private_address",
    });
  });
});

test("the Node file connects to the addresses that it was given, and keeps the name", async () => {
  let host: string | undefined;
  const url = await serve(({ headers }, response) => {
    host = headers.host;
    response.end("here");
  });
  const named = url.replace("127.0.0.1", "idp.example.com");
  const question = prepareQuestion({ url: named });
  expect(await askAt(["127.0.0.1"], question, new AbortController().signal)).toMatchObject({
    kind: "answered",
    body: "here",
  });
  expect(`http://${host}`).toBe(named);
});

test("the Node file returns no more headers than a Convex value can hold", async () => {
  const url = await serve((_request, response) => {
    for (let i = 0; i < 1_500; i++) response.setHeader(`x-${i}`, "1");
    response.end("ok");
  });
  const report = await pinnedAsk(prepareQuestion({ url }), true);
  expect(report).toMatchObject({ kind: "answered", body: "ok" });
  expect(Object.keys((report as Reply).headers)).toHaveLength(200);
});

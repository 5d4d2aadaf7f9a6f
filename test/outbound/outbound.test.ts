/**
 * Where a tenant's URL may lead: asked when it is given, and again when something is sent there.
 */
import { createServer, type Server } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { isPublicName } from "../../convex/component/core/webAddresses";
import { isPublicAddress } from "../../convex/component/core/networkAddresses";
import { guardedPost, Resolver } from "../../convex/component/outbound/guardedPost";
import { targetFault } from "../../convex/component/outbound/targets";
import { pinnedPost } from "../../src/pinnedPost";
import { httpRuntime } from "../support/runtime";
import { failureOf, scene } from "../support/transports";
import { WebhookReceiver } from "../support/webhookReceiver";

const receiver = new WebhookReceiver();
/** Stands for the DNS resolver: name → addresses. */
const names = new Map<string, readonly string[]>();
let asked: string[] = [];
const resolver: Server = createServer((request, response) => {
  const { searchParams } = new URL(request.url!, "http://resolver.test"); // of a request
  const [name, type] = [searchParams.get("name")!, searchParams.get("type") === "AAAA" ? 28 : 1];
  asked.push(`${name} ${type}`);
  const addresses = (names.get(name) ?? []).filter(
    (address) => address.includes(":") === (type === 28),
  );
  const cname = { name, type: 5, data: "alias.example." };
  response.writeHead(200, { "content-type": "application/dns-json" }).end(
    JSON.stringify({
      Status: 0,
      Answer: [cname, ...addresses.map((data) => ({ name, type, data }))],
    }),
  );
});
beforeAll(async () => {
  await receiver.start();
  await new Promise<void>((resolve) => resolver.listen(0, "127.0.0.1", resolve));
  process.env.BANATA_AUTH_DNS_URL = `http://127.0.0.1:${(resolver.address() as AddressInfo).port}/dns-query`; // a TCP server
});
afterAll(() => {
  delete process.env.BANATA_AUTH_DNS_URL;
  receiver.close();
  resolver.close();
});
afterEach(() => {
  delete process.env.BANATA_LOCAL_WEBHOOKS;
  asked = [];
  receiver.reset();
});

const privateAddresses = [
  ...[
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
  ],
  ...[
    "192.0.0.192",
    "198.18.0.1",
    "192.0.2.1",
    "1",
    "%31%32%37.0.0.1",
    "１２７.0.0.1",
    "127。0。0。1",
    ...["127.0.0.1.", "0300.0250.1.1", "0xa.0.0.1", "192.168.257", "010.0.0.1"],
  ],
  ...[
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]",
    "[fe80::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:db8::1]",
    "[2001::1]",
  ],
];
const privateNames = [
  "localhost",
  "LOCALHOST",
  "localhost.",
  "foo.localhost",
  "printer.local",
  "metadata.google.internal",
  "metadata.google.internal.",
  "intranet",
  "host.lan",
  "x.home",
  "x.corp",
  "x.test",
  ...["x.localdomain", "x.intranet", "x.home.arpa", "x.private", "localhost.localdomain", "x.lan."],
];

describe("an endpoint cannot be", () => {
  const refused = [
    ...[...privateAddresses, ...privateNames].map((host) => `https://${host}/hook`),
    ...[
      "http://example.com/hook",
      "ftp://example.com/",
      "https://user:password@example.com/",
      "https://user@example.com/",
      "example.com",
      "javascript:alert(1)",
      "file:///etc/passwd",
      "https://",
      "https://exa mple.com/",
    ],
  ];
  test.each(refused)("%s, neither at creation nor by a change", async (url) => {
    const { client } = await scene(httpRuntime);
    expect(await failureOf(client.webhooks.createEndpoint({ url }))).toMatchObject({
      status: 422,
      errors: [{ field: "url", code: "invalid_target" }],
    });
    const { id } = await client.webhooks.createEndpoint({
      url: "https://hooks.example.com/",
      enabled: false,
    });
    expect(await failureOf(client.webhooks.updateEndpoint({ id, url }))).toMatchObject({
      status: 422,
      errors: [{ field: "url", code: "invalid_target" }],
    });
  });
});

test.each([
  "https://hooks.example.com/a?b=c",
  "https://example.com:8443/",
  "https://93.184.216.34/",
  "https://[2606:2800:220:1:248:1893:25c8:1946]/",
])("an endpoint can be %s", (url) => {
  expect(targetFault(url)).toBeNull();
});

test("this machine is reached by the local deployment's own switch alone, and nothing else private even then", () => {
  const own = [
    "http://127.0.0.1:3000/",
    "http://localhost:3000/hook",
    "http://[::1]:8080/",
    "https://localhost/",
  ];
  for (const url of own) expect(targetFault(url), url).not.toBeNull();
  process.env.BANATA_LOCAL_WEBHOOKS = "1";
  for (const url of own) expect(targetFault(url), url).toBeNull();
  for (const url of [
    "http://example.com/",
    "http://10.0.0.1/",
    "https://192.168.0.1/",
    "http://169.254.169.254/",
    "https://printer.local/",
    "ftp://localhost/",
    "http://user:password@localhost/",
  ]) {
    expect(targetFault(url), url).not.toBeNull();
  }
});

describe("an address is public or not, however it is written", () => {
  const publicOnes = [
    ...[
      "1.1.1.1",
      "93.184.216.34",
      "223.255.255.255",
      "172.15.255.255",
      "172.32.0.1",
      "100.63.0.1",
    ],
    ...["2606:2800:220:1:248:1893:25c8:1946", "2001:4860:4860::8888", "2a00::1", "2001:200::1"],
    "2606:2800:220:1:248:1893:1.1.1.1",
  ];
  const others = [
    // Leading zeros are octal to some; hexadecimal, short and whole-number forms; not trimmed.
    ...["01.1.1.1", "1.01.1.1", "1.1.1.00", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "2130706433"],
    ...[
      "127.1",
      "1.1.1",
      "1.1.1.1.",
      "1.1.1.1.1",
      "1.1.1.256",
      " 1.1.1.1",
      "1.1.1.1\n",
      "１.1.1.1",
    ],
    ...["+1.1.1.1", "1e0.1.1.1", "-1.1.1.1", "", "x", "."],
    // Of this machine, networks of one's own, documentation, multicast, reserved.
    ...["0.0.0.0", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "169.254.169.254"],
    ...["172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.0.1"],
    ...[
      "198.18.0.1",
      "198.19.255.255",
      "198.51.100.1",
      "203.0.113.1",
      "224.0.0.1",
      "255.255.255.255",
    ],
    ...["::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "100::1", "3fff::1"],
    ...["2001:db8::1", "2001:10::1", "2001:20::1", "5f00::1", "fec0::1"],
    // With an IPv4 address inside: mapped, compatible, translated, NAT64, 6to4, Teredo.
    ...["::ffff:127.0.0.1", "::ffff:1.1.1.1", "::ffff:7f00:1", "::127.0.0.1", "::ffff:0:127.0.0.1"],
    ...["64:ff9b::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001::1"],
    ...["0:0:0:0:0:ffff:127.0.0.1", "0000:0000:0000:0000:0000:FFFF:7F00:0001"],
    // No addresses.
    ...["[2606:2800::1]", "2606:2800::1%eth0", "fe80::1%25eth0", "2606:2800", "2606::g", ":::"],
    ...["1::2::3", "2606:2800:220:1:248:1893:25c8:1946:1", "2606:2800:220:1:248:1893:25c8:01946"],
    ...["2606::01.1.1.1", "2606::1.1.1", "2606::1.1.1.1:1", ":2606::1", "2606::1:"],
  ];
  test.each(publicOnes)("%s is", (address) => expect(isPublicAddress(address)).toBe(true));
  test.each(others)("%s is not", (address) => expect(isPublicAddress(address)).toBe(false));
});

describe("a name is of a public host or plainly not", () => {
  test.each([
    "example.com",
    "a.b.example.co.uk",
    "xn--bcher-kva.example",
    "x.xn--p1ai",
    "mail.local.de",
  ])("%s may be", (name) => expect(isPublicName(name)).toBe(true));
  test.each([
    ...[
      "localhost",
      "intranet",
      "router",
      "com",
      "",
      ".",
      "example.com.",
      ".example.com",
      "a..com",
    ],
    ...[
      "x.localhost",
      "x.local",
      "x.localdomain",
      "x.internal",
      "x.intranet",
      "x.private",
      "x.corp",
    ],
    ...[
      "x.home",
      "x.lan",
      "x.home.arpa",
      "1.0.0.127.in-addr.arpa",
      "x.test",
      "x.invalid",
      "x.onion",
    ],
    ...[
      "localhost.localdomain",
      "db.svc",
      "x.y.cluster.local",
      "node.consul",
      "metadata.google.internal",
    ],
    ...[
      "1.2.3.4",
      "01.1.1.1",
      "0x7f.1",
      "1.2.3.0x4",
      "x.1",
      "[::1]",
      "a b.com",
      "a_b.com\n",
      "-a.com",
    ],
    `${"a".repeat(64)}.com`,
    `${"a.".repeat(130)}com`,
  ])("%s is not", (name) => expect(isPublicName(name)).toBe(false));
});

describe("at delivery", () => {
  const post = async (url: string, by = new Resolver()) =>
    await guardedPost({ url, headers: {}, body: "{}" }, by);

  test.each([
    ["10.0.0.1"],
    ["93.184.216.34", "127.0.0.1"],
    ["93.184.216.34", "fd00::1"],
    ["::ffff:10.0.0.1"],
    ["169.254.169.254"],
  ])("a name that leads to %s %s is not connected to", async (...addresses) => {
    names.set("rebound.example.com", addresses);
    expect(await post("https://rebound.example.com/")).toEqual({
      status: null,
      error: "private_address",
      response: null,
      retryAfter: null,
    });
    expect(asked.sort()).toEqual(["rebound.example.com 1", "rebound.example.com 28"]);
  });

  test("a name without an address, and a resolver that does not answer, are told apart from a refusal", async () => {
    expect((await post("https://nobody.example.com/")).error).toBe("unresolved_name");
    const url = process.env.BANATA_AUTH_DNS_URL;
    process.env.BANATA_AUTH_DNS_URL = "http://127.0.0.1:1/";
    expect((await post("https://hooks.example.com/")).error).toBe("unresolved_name");
    process.env.BANATA_AUTH_DNS_URL = url;
  });

  test("a name is looked up once in half a minute", async () => {
    names.set("private.example.com", ["10.0.0.1"]);
    const by = new Resolver();
    for (let i = 0; i < 3; i++) await post("https://private.example.com/", by);
    expect(asked).toHaveLength(2);
  });

  test("an address that was stored before the rules is not connected to", async () => {
    expect((await post(`${receiver.url}/old`)).error).toBe("private_address");
    expect(receiver.received).toEqual([]);
  });

  test("a redirect is not followed", async () => {
    process.env.BANATA_LOCAL_WEBHOOKS = "1";
    receiver.answer = (path) =>
      path === "/from" ? { status: 307, headers: { location: "/to" } } : 200;
    expect(await post(`${receiver.url}/from`)).toMatchObject({ status: 307, error: "redirect" });
    expect(receiver.received.map(({ path }) => path)).toEqual(["/from"]);
  });

  test("of an answer without end only the beginning is read", async () => {
    process.env.BANATA_LOCAL_WEBHOOKS = "1";
    let sent = 0;
    const endless = createServer((_request, response) => {
      const more = () =>
        void (
          (sent += 65_536),
          response.write("x".repeat(65_536), () => void (response.destroyed || setTimeout(more, 1)))
        );
      more();
    });
    await new Promise<void>((resolve) => endless.listen(0, "127.0.0.1", resolve));
    const { response } = await post(`http://127.0.0.1:${(endless.address() as AddressInfo).port}/`); // a TCP server
    expect(response).toBe("x".repeat(500));
    expect(sent).toBeLessThan(10_000_000);
    endless.closeAllConnections();
    endless.close();
  });
});

describe("the status alone decides what became of a post", () => {
  const HEAD = "HTTP/1.1 200 OK\r\n";
  test.each<
    [
      string,
      string,
      "end" | "keep",
      { status: number | null; error: string | null; response?: string },
    ]
  >([
    [
      "with a body that cannot be decoded",
      `${HEAD}content-encoding: gzip\r\ncontent-length: 7\r\n\r\nnot zip`,
      "end",
      { status: 200, error: null },
    ],
    [
      "with a body that is cut off",
      `${HEAD}content-length: 1000\r\n\r\nbegin`,
      "end",
      { status: 200, error: null },
    ],
    [
      "with a body that never ends",
      `${HEAD}content-length: 1000\r\n\r\nbegin`,
      "keep",
      { status: 200, error: null, response: "begin" },
    ],
    [
      "with a large header",
      `${HEAD}x-large: ${"x".repeat(12_000)}\r\ncontent-length: 0\r\n\r\n`,
      "end",
      { status: 200, error: null },
    ],
    ["without a status", "x".repeat(100), "end", { status: null, error: "connection" }],
    [
      "cut off in its headers",
      `${HEAD}content-length: 0\r\nx-`,
      "end",
      { status: null, error: "connection" },
    ],
    [
      "of a refusal with a body that cannot be decoded",
      "HTTP/1.1 500 No\r\ncontent-encoding: gzip\r\ncontent-length: 7\r\n\r\nnot zip",
      "end",
      { status: 500, error: "status" },
    ],
  ])("%s", async (_name, answer, then, outcome) => {
    process.env.BANATA_LOCAL_WEBHOOKS = "1";
    const server = createTcpServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => {
        socket.write(answer);
        if (then === "end") setTimeout(() => socket.destroy(), 50);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`; // a TCP server
    const post = { url, headers: {}, body: "{}" };
    expect(await guardedPost(post, new Resolver())).toMatchObject(outcome);
    expect(await pinnedPost(post, true)).toMatchObject(
      outcome.status === null
        ? { kind: "failed", error: "connection" }
        : { kind: "answered", status: outcome.status },
    );
    server.close();
  });
});

/** TXT records over HTTPS: what counts as an answer, and what as no answer at all. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loadTxtRecords } from "../../convex/component/outbound/resolver";
import { DnsOverHttps, quote, sendJson } from "../support/dnsOverHttps";

const dns = new DnsOverHttps();
beforeAll(async () => void (process.env.BANATA_AUTH_DNS_URL = (await dns.start()).url));
afterAll(() => {
  delete process.env.BANATA_AUTH_DNS_URL;
  dns.stop();
});
beforeEach(() => dns.reset());

const answering = (body: unknown) => void (dns.misbehaves = (response) => sendJson(response, body));
const txt = (...data: unknown[]) => ({
  Status: 0,
  Answer: data.map((each) => ({ name: "x.example", type: 16, TTL: 60, data: each })),
});
const LONG = "x".repeat(600);

test("all records of a name are found, in one question", async () => {
  dns.txt.set("x.example", ["one", "two", ""]);
  expect(await loadTxtRecords("x.example")).toEqual(["one", "two", ""]);
  expect(dns.asked).toEqual(["x.example TXT"]);
});

describe("a record is one text", () => {
  test.each<[what: string, data: string, text: string]>([
    ["in quotes", '"a b"', "a b"],
    ["without quotes", "a b", "a b"],
    ["of several strings", '"a" "b"', "ab"],
    ["of strings without a space between them", '"a""b"', "ab"],
    ["longer than a string can be", quote(LONG), LONG],
    ["with quotes inside", '"say \\"hi\\" \\\\ bye"', 'say "hi" \\ bye'],
    ["with bytes by number", '"\\098\\097"', "ba"],
    ["that is empty", '""', ""],
    ["with a quote that does not end", '"a', '"a'],
    ["with something after the quotes", '"a" b', '"a" b'],
    ["of many backslashes", `"${"\\\\".repeat(20_000)}"`, "\\".repeat(20_000)],
    ["of many quotes", '"'.repeat(50_001), '"'.repeat(50_001)],
  ])("%s", async (_what, data, text) => {
    answering(txt(data));
    expect(await loadTxtRecords("x.example")).toEqual([text]);
  });
});

describe("there are none", () => {
  test.each<[what: string, answer: unknown]>([
    ["if the name does not exist", { Status: 3 }],
    ["if the name does not exist, with the zone's start", { Status: 3, Authority: [{ type: 6 }] }],
    ["if the name has no such record", { Status: 0 }],
    ["in an empty list", { Status: 0, Answer: [] }],
    ["of another type", { Status: 0, Answer: [{ type: 1, data: "1.2.3.4" }] }],
    ["in an alias alone", { Status: 0, Answer: [{ type: 5, data: "other.example." }] }],
    ["if the type is a text", { Status: 0, Answer: [{ type: "16", data: "a" }] }],
    ["if the data is no text", txt(1, null, {}, ["a"])],
    ["in items of nothing", { Status: 0, Answer: [null, 1, "a", undefined] }],
  ])("%s", async (_what, answer) => {
    answering(answer);
    expect(await loadTxtRecords("x.example")).toEqual([]);
  });
});

test("a record behind an alias counts", async () => {
  answering({
    Status: 0,
    Answer: [
      { type: 5, data: "o.example." },
      { type: 16, data: '"a"' },
    ],
  });
  expect(await loadTxtRecords("x.example")).toEqual(["a"]);
});

describe("nothing is known", () => {
  test.each<[what: string, answer: unknown]>([
    ["after a failure of the servers (SERVFAIL)", { Status: 2 }],
    ["after a refusal", { Status: 5, ...{ Answer: txt("a").Answer } }],
    ["without a status", { Answer: txt("a").Answer }],
    ["with a status that is a text", { Status: "0" }],
    ["if the answer was cut off", { TC: true, ...txt("a") }],
    ["if the answer is no object", "[]x"],
    ["if the answer is null", null],
    ["if it is no JSON", "<html>captive portal</html>"],
    ["if the records are no list", { Status: 0, Answer: { type: 16, data: "a" } }],
    ["if it is larger than an answer can be", txt("a".repeat(600_000))],
  ])("%s", async (_what, answer) => {
    answering(answer);
    await expect(loadTxtRecords("x.example")).rejects.toBeInstanceOf(Error);
  });

  test.each([404, 429, 500, 503])("after status %i", async (status) => {
    dns.misbehaves = (response) => void response.writeHead(status).end("{}");
    await expect(loadTxtRecords("x.example")).rejects.toThrow(`status ${status}`);
  });

  test("after a redirect, which could lead anywhere", async () => {
    dns.misbehaves = (response) => void response.writeHead(302, { location: dns.url }).end();
    await expect(loadTxtRecords("x.example")).rejects.toBeInstanceOf(Error);
    expect(dns.asked).toHaveLength(1);
  });

  test("without a connection, or if it is cut off", async () => {
    dns.misbehaves = (response) => void response.socket?.destroy();
    await expect(loadTxtRecords("x.example")).rejects.toBeInstanceOf(Error);
    dns.misbehaves = (response) => {
      response.writeHead(200, { "content-length": "1000" }).write('{"Status":0}');
      setTimeout(() => response.socket?.destroy(), 20);
    };
    await expect(loadTxtRecords("x.example")).rejects.toBeInstanceOf(Error);
  });

  test("after five seconds, also of an answer that never ends", async () => {
    dns.misbehaves = () => undefined;
    const silent = loadTxtRecords("x.example");
    await expect.poll(() => dns.asked.length).toBe(1);
    dns.misbehaves = (response) => {
      const drip = setInterval(() => response.write(" "), 50);
      response.on("close", () => clearInterval(drip));
    };
    const endless = loadTxtRecords("y.example");
    await Promise.all(
      [silent, endless].map(async (lookup) => await expect(lookup).rejects.toThrow("in time")),
    );
  }, 10_000);

  test("of an answer without end, of which only the beginning is read", async () => {
    let sent = 0;
    dns.misbehaves = (response) => {
      const more = (): void => {
        sent += 65_536;
        response.write("x".repeat(65_536), () => void (response.destroyed || setTimeout(more, 1)));
      };
      more();
    };
    await expect(loadTxtRecords("x.example")).rejects.toThrow("too large");
    expect(sent).toBeLessThan(20_000_000);
  });
});

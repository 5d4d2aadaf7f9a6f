/** Which address a request is taken to come from, whatever its sender writes into the headers. */
import { describe, expect, test } from "vitest";
import {
  findRuledAddress,
  parseAddress,
  parseAddressRule,
} from "../../convex/component/core/clientAddress";

describe("the text of an address", () => {
  test.each([
    ["203.0.113.7", "203.0.113.7"],
    ["  203.0.113.7\t", "203.0.113.7"],
    ["203.0.113.7:49152", "203.0.113.7"],
    ["2001:db8::1", "2001:db8::1"],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["2001:0:0:1:0:0:1:1", "2001::1:0:0:1:1"],
    ["[2001:db8::1]", "2001:db8::1"],
    ["[2001:db8::1]:443", "2001:db8::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["[fe80::1%25eth0]:80", "fe80::1"],
    ["::", "::"],
    ["::1", "::1"],
    ["2001:db8::", "2001:db8::"],
    ["::ffff:203.0.113.7", "203.0.113.7"],
    ["::ffff:cb00:7107", "203.0.113.7"],
    ["[::ffff:203.0.113.7]:80", "203.0.113.7"],
    ["64:ff9b::203.0.113.7", "64:ff9b::cb00:7107"],
  ])("%j is %j", (text, address) => {
    expect(parseAddress(text)).toBe(address);
  });

  test.each([
    "",
    " ",
    "unknown",
    "_hidden",
    "localhost",
    "example.com",
    "203.0.113",
    "203.0.113.256",
    "203.0.113.7.9",
    "0313.0.113.7", // octal for some, decimal for others
    "203.0.113.07",
    "0xcb007107",
    "3405803783",
    "203.0.113.7/24",
    "203.0.113.7 203.0.113.8",
    "203.0.113.7:",
    "203.0.113.7:port",
    "203.0.113.7:1234567",
    "[203.0.113.7]x",
    "[2001:db8::1",
    "2001:db8::1]",
    "[[2001:db8::1]]",
    "2001:db8",
    "::1::",
    "2001:db8:::1",
    "12001:db8::1",
    "1:2:3:4:5:6:7:8:9",
    "1:2:3:4:5:6:7::8",
    "::ffff:203.0.113.256",
    "2001:db8::g",
    '"203.0.113.7"',
    "for=203.0.113.7",
    "203.0.113.7\u0000",
    "203.0.113.7\n203.0.113.8",
    "２０３.0.113.7",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    `fe80::1%${"x".repeat(100)}`,
    "1".repeat(100_000),
    "a:".repeat(50_000),
    "%".repeat(100_000),
  ])("text %# is none", (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  test("addresses that are written differently and are the same have one form", () => {
    const spellings = ["2001:db8::1", "2001:DB8::0:1", "2001:0db8:0000::0001", "[2001:db8::1%0]:9"];
    expect(new Set(spellings.map(parseAddress))).toEqual(new Set(["2001:db8::1"]));
  });
});

describe("the header that the deployment believes", () => {
  const find = (variable: string, headers: [string, string][]) =>
    findRuledAddress(parseAddressRule(variable)!, new Headers(headers));
  const forwarded = (...values: string[]) =>
    values.map((value): [string, string] => ["x-forwarded-for", value]);

  test.each([
    // What the client wrote is on the left.
    ["xff:1", forwarded("203.0.113.7"), "203.0.113.7"],
    ["xff:1", forwarded("1.1.1.1, 203.0.113.7"), "203.0.113.7"],
    ["xff:1", forwarded("1.1.1.1, 2.2.2.2, 3.3.3.3,203.0.113.7"), "203.0.113.7"],
    ["xff:1", forwarded(`${"1.1.1.1, ".repeat(5_000)}203.0.113.7`), "203.0.113.7"],
    ["xff:1", forwarded(`${"x".repeat(16_000)}, 203.0.113.7`), "203.0.113.7"],
    ["xff:1", forwarded("unknown, 203.0.113.7:1234"), "203.0.113.7"],
    ["xff:1", forwarded("1.1.1.1, [2001:db8::7]:1234"), "2001:db8::7"],
    ["xff:2", forwarded("1.1.1.1, 203.0.113.7, 10.0.0.1"), "203.0.113.7"],
    // Several headers are one list, in order.
    ["xff:1", forwarded("1.1.1.1", "203.0.113.7"), "203.0.113.7"],
    ["xff:2", forwarded("1.1.1.1, 203.0.113.7", "10.0.0.1"), "203.0.113.7"],
    // Fewer elements than proxies: the request did not come through all of them.
    ["xff:2", forwarded("203.0.113.7"), null],
    ["xff:3", forwarded("1.1.1.1, 203.0.113.7"), null],
    ["xff:1", [], null],
    ["xff:1", forwarded(""), null],
    // What a proxy appended is not skipped, or the client's element would take its place.
    ["xff:1", forwarded("203.0.113.7, "), null],
    ["xff:1", forwarded("203.0.113.7, unknown"), null],
    ["xff:1", forwarded("203.0.113.7,,"), null],
    ["xff:2", forwarded("1.1.1.1, 203.0.113.7, , 10.0.0.1"), null],
    ["xff:2", forwarded("1.1.1.1, , 10.0.0.1"), null],
    // Other headers do not count.
    ["xff:1", [["x-real-ip", "1.1.1.1"]], null],
    ["header:X-Real-IP", [["x-real-ip", "203.0.113.7"]], "203.0.113.7"],
    ["header:x-real-ip", [["x-real-ip", "[2001:db8::7]:1"]], "2001:db8::7"],
    ["header:x-real-ip", forwarded("1.1.1.1"), null],
    // A client that sends the header too, to a proxy that adds its own: neither is believed.
    [
      "header:x-real-ip",
      [
        ["x-real-ip", "1.1.1.1"],
        ["x-real-ip", "203.0.113.7"],
      ],
      null,
    ],
    ["header:x-real-ip", [["x-real-ip", "1.1.1.1, 203.0.113.7"]], null],
  ] as [string, [string, string][], string | null][])("%s, case %#", (variable, headers, ip) => {
    expect(find(variable, headers)).toBe(ip);
  });
});

describe("the variable", () => {
  test.each([undefined, "", " "])("%j is unset", (value) => {
    expect(parseAddressRule(value)).toBeNull();
  });

  test.each([
    ["xff:1", { kind: "forwardedFor", place: 1 }],
    [" xff:20\n", { kind: "forwardedFor", place: 20 }],
    ["header:CF-Connecting-IP", { kind: "header", name: "cf-connecting-ip" }],
  ])("%j is a rule", (value, rule) => {
    expect(parseAddressRule(value)).toEqual(rule);
  });

  test.each([
    "xff",
    "xff:",
    "xff:0",
    "xff:-1",
    "xff:01",
    "xff:1.5",
    "xff:21",
    "xff:1,2",
    "XFF:1",
    "x-forwarded-for:1",
    "header",
    "header:",
    "header: x-real-ip",
    "header:x real ip",
    "header:x-real-ip,x-other",
    "header:X-Forwarded-For",
    "header:forwarded",
    "true",
    "cloudflare",
    `header:${"x".repeat(101)}`,
    "1".repeat(10_000),
  ])("value %# is refused by name", (value) => {
    expect(() => parseAddressRule(value)).toThrow(/^BANATA_AUTH_CLIENT_ADDRESS .{10,400}$/);
  });
});

/** The form field, and what is read before anything is verified. */
import { describe, expect, test } from "vitest";
import { decodeMessage } from "../../convex/component/saml/encoding";
import { readUnverifiedResponse } from "../../convex/component/saml/unverified";
import { REQUEST_ID } from "./support/connection";
import { formatAssertion, formatResponse } from "./support/messages";

const encode = (bytes: string | Uint8Array) => Buffer.from(bytes).toString("base64");

describe("the form field", () => {
  test("is base64 of UTF-8, with or without lines and a byte order mark", () => {
    const xml = "<r>Ådä 👩‍💻</r>";
    const lines = encode(xml).replace(/.{8}/g, "$&\r\n");
    for (const field of [encode(xml), lines, ` ${encode(xml)}\n`, encode(`\ufeff${xml}`)])
      expect(decodeMessage(field)).toBe(xml);
  });

  test.each([
    ["encoding", "no base64", "<r/>"],
    ["encoding", "base64 of URLs", "PHI-_w=="],
    ["encoding", "base64 whose plus signs became spaces", "PHI Pj8/"],
    ["encoding", "UTF-16", encode(Buffer.from("\ufeff<r/>", "utf16le"))],
    ["encoding", "Latin-1", encode(Uint8Array.of(0x3c, 0xe4, 0x3e))],
    ["encoding", "surrogates in UTF-8", encode(Uint8Array.of(0xed, 0xa0, 0x80))],
    ["encoding", "an overlong form", encode(Uint8Array.of(0xc0, 0xbc))],
    ["too-large", "256 KB and a byte", encode("x".repeat(256 * 1024 + 1))],
    ["too-large", "1 MB of spaces", " ".repeat(1024 * 1024)],
  ])("is refused by %s: %s", (rule, _name, field) => {
    expect(() => decodeMessage(field)).toThrow(expect.objectContaining({ rule }));
  });
});

describe("an unverified response", () => {
  test("names the request that it answers, if it does", () => {
    const xml = formatResponse();
    expect(readUnverifiedResponse(xml)).toEqual({ inResponseTo: REQUEST_ID });
    expect(readUnverifiedResponse(xml.slice(0, 600))).toEqual({ inResponseTo: REQUEST_ID });
    const unsolicited = xml.replace(` InResponseTo="${REQUEST_ID}"`, "");
    expect(readUnverifiedResponse(unsolicited)).toEqual({ inResponseTo: null });
    const prefixed = xml.replace(" InResponseTo=", " samlp:InResponseTo=");
    expect(readUnverifiedResponse(prefixed)).toEqual({ inResponseTo: null });
  });

  test.each(["", "text", "<r/>", formatAssertion()])("is nothing else: %s", (xml) => {
    expect(() => readUnverifiedResponse(xml)).toThrow(
      expect.objectContaining({ rule: "wrong-document" }),
    );
  });
});

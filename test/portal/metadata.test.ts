/**
 * What people have reported of setting up SAML by metadata in other products, tried on the pages:
 * which documents are read, and that every other one is refused at its field with a reason.
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { generateKeyPair } from "../../convex/component/saml/keyPair";
import { beginConnection, keyDescriptor, rawMetadata } from "../support/portalSso";
import { SamlProvider } from "../support/samlProvider";
import { ssoStage } from "../support/ssoStage";

const stage = ssoStage();
const [provider, next] = [new SamlProvider(), new SamlProvider()];
let expired = "";
beforeAll(async () => {
  await Promise.all([provider.start(), next.start()]);
  const longAgo = Date.UTC(2001, 0, 1);
  expired = (await generateKeyPair({ commonName: "old", now: longAgo })).certificate;
});
beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "portal");
  return () => vi.unstubAllEnvs();
});

const pem = () => provider.samlConfig.idpCertificate;
const metadata = () => rawMetadata(pem());
const several = (...documents: readonly string[]) =>
  `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">${documents.join("")}</md:EntitiesDescriptor>`;
const other = () =>
  rawMetadata(next.samlConfig.idpCertificate, { entityId: "https://other.example" });

async function save(fields: Readonly<Record<string, string>>) {
  const { visitor, page, read } = await beginConnection(stage, await stage.newTenant(), "saml");
  const { status, text } = await visitor.submit(page, "/sso/provider", fields);
  return { status, text, connection: await read() };
}

describe("a document is read", () => {
  test.each([
    [
      "with two signing keys, as during a roll-over",
      () =>
        metadata().replace(
          "<md:Single",
          `${keyDescriptor(next.samlConfig.idpCertificate)}<md:Single`,
        ),
      2,
    ],
    [
      "with a key for encryption besides",
      () =>
        metadata().replace(
          "<md:Single",
          `${keyDescriptor(next.samlConfig.idpCertificate, "encryption")}<md:Single`,
        ),
      1,
    ],
    ["with a key without a use", () => metadata().replace(' use="signing"', ""), 1],
    [
      "with the same key twice",
      () => metadata().replace("<md:Single", `${keyDescriptor(pem())}<md:Single`),
      1,
    ],
    ["with a certificate that has expired", () => rawMetadata(expired), 1],
    ["for HTTP-POST alone", () => metadata().replace("HTTP-Redirect", "HTTP-POST"), 1],
    [
      "after a line break and a byte order mark",
      () => `\r\n\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n${metadata()}`,
      1,
    ],
    ["with comments", () => `<!-- ours -->${metadata()}`, 1],
    ["in a list of one", () => several(metadata()), 1],
  ] as const)("%s", async (_what, document, count) => {
    const metadataXml: string = document();
    const { status, connection } = await save({ metadataXml });
    expect([status, connection.state]).toEqual([200, "validating"]);
    const { idpCertificate } = connection.samlConfig!;
    expect(idpCertificate.split("-----BEGIN")).toHaveLength(count + 1);
  });

  test("of several identity providers, for the one that is named", async () => {
    const metadataXml = several(metadata(), other());
    const unnamed = await save({ metadataXml });
    expect([unnamed.status, unnamed.text]).toEqual([422, expect.stringContaining("name one")]);
    const { connection } = await save({ metadataXml, idpEntityId: "https://other.example" });
    expect(connection.samlConfig!.idpEntityId).toBe("https://other.example");
  });
});

describe("a document is refused, with its reason at the field,", () => {
  const bomb = () =>
    `<!DOCTYPE a [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i} "&a${i - 1};&a${i - 1};">`).join("")}]>`;
  test.each([
    ["with nested entities", (): string => bomb() + metadata(), "DOCTYPE"],
    [
      "with an external entity",
      () => `<!DOCTYPE a SYSTEM "file:///etc/passwd">${metadata()}`,
      "DOCTYPE",
    ],
    [
      "that has expired",
      () => metadata().replace("entityID", 'validUntil="2018-05-20T09:35:58Z" entityID'),
      "a time that has passed",
    ],
    [
      "of a service provider",
      () => metadata().replaceAll("IDPSSODescriptor", "SPSSODescriptor"),
      "does not describe",
    ],
    [
      "of SAML 1.1",
      () => metadata().replace("SAML:2.0:protocol", "SAML:1.1:protocol"),
      "does not describe",
    ],
    [
      "without a key",
      () => metadata().replace(/<md:KeyDescriptor[^]*<\/md:KeyDescriptor>/, ""),
      "no signing certificate",
    ],
    ["with a key that is none", () => metadata().replace(/>MII[^<]*</, ">AAAA<"), "certificate"],
    ["without an address", () => metadata().replace(/<md:SingleSign[^>]*>/, ""), "no sign-on URL"],
    [
      "with a script as its address",
      () => metadata().replace(provider.ssoUrl, "javascript:alert(1)"),
      "not an HTTP URL",
    ],
    ["without an entity id", () => metadata().replace(/entityID="[^"]*"/, ""), "entity id"],
    ["nested deeply", () => "<a>".repeat(200) + "</a>".repeat(200), "nested too deeply"],
    ["of many parts", () => `<a>${"<b/>".repeat(30_000)}</a>`, "too many parts"],
    ["that is a page", (): string => "<!DOCTYPE html><html></html>", "DOCTYPE"],
    ["that is cut off", () => metadata().slice(0, -20), "not well-formed"],
    [
      "of another encoding",
      () => `<?xml version="1.0" encoding="ISO-8859-1"?>${metadata()}`,
      "UTF-8",
    ],
  ] as const)("%s", async (_what, document, reason) => {
    const { status, text, connection } = await save({ metadataXml: document() });
    expect([status, text]).toEqual([422, expect.stringContaining(reason)]);
    expect(text).toMatch(/<textarea[^>]*name="metadataXml"[^>]*aria-invalid="true"/);
    expect(connection.state).toBe("draft");
  });

  test("that is too long, or comes with an address", async () => {
    for (const fields of [
      { metadataUrl: "", metadataXml: `<a>${"x".repeat(270_000)}</a>` },
      { metadataXml: metadata(), metadataUrl: "https://idp.example.com/metadata" },
    ]) {
      const { status, text } = await save(fields);
      expect(status).toBe(422);
      expect(text).toMatch(/name="metadataXml"[^>]*aria-invalid="true"/);
    }
  });
});

describe("an address", () => {
  let server: Server;
  let answer: { status: number; headers?: Record<string, string>; body: string };
  beforeAll(async () => {
    server = createServer((_request, response) => {
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    return () => server.close();
  });
  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/metadata`; // a TCP server

  test("is read once", async () => {
    answer = { status: 200, body: metadata() };
    const { status, connection } = await save({ metadataUrl: address() });
    expect([status, connection.state]).toEqual([200, "validating"]);
  });

  test.each([
    ["that redirects", { status: 302, headers: { location: "/elsewhere" }, body: "" }],
    ["that answers an error", { status: 404, body: "none" }],
    ["that answers a huge document", { status: 200, body: "<a/>".repeat(200_000) }],
    ["that answers a page", { status: 200, body: "<html>Sign in</html>" }],
    ["with a key that is none", { status: 200, body: rawMetadata("AAAA") }],
  ])("%s is refused at its field", async (_what, answered) => {
    answer = answered;
    const { status, text, connection } = await save({ metadataUrl: address() });
    expect(status).toBe(422);
    expect(text).toMatch(/name="metadataUrl"[^>]*aria-invalid="true"/);
    expect(text).toContain(`value="${address()}"`);
    expect(connection.state).toBe("draft");
  });

  test.each([
    "http://idp.example.com/metadata",
    "https://169.254.169.254/latest/meta-data",
    "https://user:secret@idp.example.com/",
    "file:///etc/passwd",
    "idp.example.com/metadata",
  ])("%s is refused", async (metadataUrl) => {
    const { status, text } = await save({ metadataUrl });
    expect(status).toBe(422);
    expect(text).toMatch(/name="metadataUrl"[^>]*aria-invalid="true"/);
  });
});

/** Metadata of an identity provider as a file. */
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { beginConnection, enterPortal, rawMetadata } from "../support/portalSso";
import { SamlProvider } from "../support/samlProvider";
import { ssoStage } from "../support/ssoStage";

const stage = ssoStage();
const [provider, next] = [new SamlProvider(), new SamlProvider()];
beforeAll(async () => void (await Promise.all([provider.start(), next.start()])));
beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "portal");
  return () => vi.unstubAllEnvs();
});

const metadata = () => rawMetadata(provider.samlConfig.idpCertificate);
const toFile = (...parts: BlobPart[]): readonly [string, File] => [
  "metadataFile",
  new File(parts, "metadata.xml", { type: "text/xml" }),
];

/** With a byte order mark, as Windows saves it, and a declaration that says so. */
function toUtf16(text: string, isLittle: boolean): Uint8Array<ArrayBuffer> {
  const units = `\uFEFF<?xml version="1.0" encoding="utf-16"?>\r\n${text}`;
  const bytes = new Uint8Array(units.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < units.length; i++) view.setUint16(2 * i, units.charCodeAt(i), isLittle);
  return bytes;
}

describe("a file configures the connection", () => {
  test.each([
    ["in UTF-8", () => metadata()],
    ["in UTF-8 with a byte order mark", () => `\uFEFF${metadata()}`],
    ["in UTF-16, little endian", () => toUtf16(metadata(), true)],
    ["in UTF-16, big endian", () => toUtf16(metadata(), false)],
  ])("%s", async (_what, content) => {
    const { visitor, page, read } = await beginConnection(stage, await stage.newTenant());
    expect(page.text).toContain('enctype="multipart/form-data"');
    const saved = await visitor.submit(page, "/sso/provider", {}, { files: [toFile(content())] });
    expect(saved.status).toBe(200);
    expect(await read()).toMatchObject({
      state: "validating",
      samlConfig: { idpEntityId: provider.entityId, idpSsoUrl: provider.ssoUrl },
    });
  });

  test("and adds the certificates of a renewal", async () => {
    const tenant = await stage.newTenant();
    const id = await stage.connectSaml(tenant, provider);
    const { visitor, shown } = await enterPortal(stage, tenant, "certificate_renewal");
    const files = [toFile(rawMetadata(next.samlConfig.idpCertificate))];
    const added = await visitor.submit(shown, "/certificates/add", {}, { files });
    expect([added.status, added.text]).toEqual([200, expect.stringContaining("Certificate 2")]);
    const { samlConfig } = await tenant.admin.sso.getConnection({ providerId: id });
    expect(samlConfig!.idpCertificate.split("-----BEGIN")).toHaveLength(3);
  });

  test("unless none was chosen, which browsers send as an empty one", async () => {
    const { visitor, page, read } = await beginConnection(stage, await stage.newTenant());
    const files = [["metadataFile", new File([], "")] as const];
    const fields = { metadataXml: metadata() };
    expect((await visitor.submit(page, "/sso/provider", fields, { files })).status).toBe(200);
    expect((await read()).state).toBe("validating");
  });
});

describe("a file is refused, and its field named,", () => {
  const KIB = 1_024;
  test.each([
    ["that is empty", [""], "The file is empty."],
    ["with white space alone", [" \r\n\uFEFF"], "The file is empty."],
    ["that is not text", [new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0xff])], "The file is no text"],
    ["of text with a zero byte", ["<a>\0</a>"], "The file is no text"],
    ["in UTF-16 without a mark", [toUtf16("<a/>", true).slice(2)], "The file is no text"],
    ["of half a UTF-16 unit", [toUtf16("<a/>", true).slice(0, -1)], "The file is no text"],
    ["of more than 256 KB", ["x".repeat(257 * KIB)], "The file is too large"],
    ["of more than 512 KB", ["x".repeat(600 * KIB)], "The file is too large"],
    ["that is no XML", ["%PDF-1.7"], "not well-formed"],
    ["of a page", ["<html></html>"], "not SAML 2.0 metadata"],
    ["with entities", ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'], "DOCTYPE"],
  ] as const)("%s", async (_what, parts, reason) => {
    const { visitor, page, read } = await beginConnection(stage, await stage.newTenant());
    const refused = await visitor.submit(page, "/sso/provider", {}, { files: [toFile(...parts)] });
    expect([refused.status, refused.text]).toEqual([422, expect.stringContaining(reason)]);
    expect(refused.text).toMatch(/name="metadataFile"[^>]*aria-invalid="true"/);
    expect((await read()).state).toBe("draft");
  });

  test("beside a second file, or another source", async () => {
    const { visitor, page, read } = await beginConnection(stage, await stage.newTenant());
    const [file, xml] = [toFile(metadata()), metadata()];
    for (const [fields, files] of [
      [{}, [file, file]],
      [{ metadataXml: xml }, [file]],
      [{ metadataUrl: "https://idp.example.com/metadata" }, [file]],
    ] as const) {
      const refused = await visitor.submit(page, "/sso/provider", fields, { files });
      expect(refused.status).toBe(422);
      expect(refused.text).toMatch(/name="metadataFile"[^>]*aria-invalid="true"/);
    }
    expect((await read()).state).toBe("draft");
  });

  test("that makes the form too large to be read", async () => {
    const { visitor, page, read } = await beginConnection(stage, await stage.newTenant());
    const files = [toFile(new Uint8Array(1_100 * KIB))];
    const refused = await visitor.submit(page, "/sso/provider", {}, { files });
    expect([refused.status, refused.text]).toEqual([413, expect.stringContaining("with its file")]);
    expect((await read()).state).toBe("draft");
  });
});

test("a body that is not the form that it is said to be is refused", async () => {
  const { visitor, page } = await beginConnection(stage, await stage.newTenant());
  for (const type of ["multipart/form-data", "multipart/form-data; boundary=x"]) {
    const headers = { "content-type": type };
    const { status } = await visitor.submit(page, "/sso/domains", {}, { headers });
    expect(status).toBe(403);
  }
});

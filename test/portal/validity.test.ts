/** Until when certificates are valid, on the pages of the portal. */
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { generateKeyPair } from "../../convex/component/saml/keyPair";
import { beginConnection, enterPortal } from "../support/portalSso";
import { SamlProvider } from "../support/samlProvider";
import { ssoStage } from "../support/ssoStage";

const stage = ssoStage();
const provider = new SamlProvider();
const DAY_MS = 86_400_000;
beforeAll(async () => await provider.start());
beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "portal");
  return () => vi.unstubAllEnvs();
});

/** A certificate that is valid until that many days from now. */
async function endingIn(days: number) {
  const { notAfter } = await generateKeyPair({ commonName: "probe", now: Date.now() });
  const now = Date.now() - (notAfter - Date.now()) + days * DAY_MS;
  const pair = await generateKeyPair({ commonName: "idp", now });
  return { pem: pair.certificate, until: new Date(pair.notAfter).toISOString().slice(0, 10) };
}

describe.each([
  ["of months", 100, (until: string) => `<p>Certificate 1 is valid until ${until}.</p>`],
  [
    "of days",
    10,
    (until: string) =>
      `<strong>Certificate 1 is valid until ${until}. Ask your identity provider for the next one.`,
  ],
  ["that is over", -10, (until: string) => `<strong>Certificate 1 expired on ${until}.`],
])("a validity %s", (_what, days, toText) => {
  test("is shown on the page of the connection, and on that of the renewal", async () => {
    const tenant = await stage.newTenant();
    const { visitor, page, read } = await beginConnection(stage, tenant, "saml");
    const { pem, until } = await endingIn(days);
    const { idpEntityId, idpSsoUrl } = provider.samlConfig;
    const saved = await visitor.submit(page, "/sso/provider", {
      ...{ idpEntityId, idpSsoUrl, idpCertificate: pem },
    });
    expect(saved.text).toContain(toText(until));
    expect((await read()).samlConfig?.idpCertificateExpiresAt?.toISOString()).toContain(until);
    const { shown } = await enterPortal(stage, tenant, "certificate_renewal");
    expect(shown.text).toContain(toText(until));
  });
});

test("a certificate of the future says from when, and each of several says its own", async () => {
  const tenant = await stage.newTenant();
  const { visitor, page } = await beginConnection(stage, tenant, "saml");
  const now = Date.now() + 40 * DAY_MS;
  const future = await generateKeyPair({ commonName: "idp", now });
  const { pem, until } = await endingIn(-10);
  const { idpEntityId, idpSsoUrl } = provider.samlConfig;
  const { text } = await visitor.submit(page, "/sso/provider", {
    ...{ idpEntityId, idpSsoUrl, idpCertificate: pem + future.certificate },
  });
  expect(text).toContain(`Certificate 1 expired on ${until}.`);
  const date = (time: number) => new Date(time).toISOString().slice(0, 10);
  expect(text).toMatch(
    new RegExp(
      `<strong>Certificate 2 is not valid yet: from ....-..-.. until ${date(future.notAfter)}`,
    ),
  );
});

/** AuthnRequests, read and verified by identity providers. */
import { verify, X509Certificate } from "node:crypto";
import { inflateRawSync } from "node:zlib";
import samlify from "samlify";
import samlp from "samlp";
import { beforeAll, describe, expect, test } from "vitest";
import { SamlFault } from "../../convex/component/saml/fault";
import {
  type AuthnRequest,
  createRequestId,
  toPostForm,
  toRedirectUrl,
} from "../../convex/component/saml/request";
import { ACS, type Connection, IDP, openConnection, SP } from "./support/connection";
import { pemBody } from "./support/keys";

const SSO = "https://idp.example.com/sso?tenant=1";
const POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
const REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
const EMAIL = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";

const request = (changes: Partial<AuthnRequest> = {}): AuthnRequest => ({
  id: createRequestId(),
  issuedAt: Date.now(),
  destination: SSO,
  issuer: SP,
  acsUrl: ACS,
  nameIdFormat: EMAIL,
  ...changes,
});

let connection: Connection;
beforeAll(async () => {
  connection = await openConnection();
  samlify.setSchemaValidator({ validate: async () => await Promise.resolve("skipped") });
});

const signing = (algorithm?: "rsa-sha256" | "rsa-sha384" | "rsa-sha512") => ({
  ...connection.spKey,
  algorithm,
});

function openProvider() {
  const identityProvider = samlify.IdentityProvider({
    entityID: IDP,
    privateKey: connection.idpKey.privateKey,
    signingCert: pemBody(connection.idpKey.certificate),
    wantAuthnRequestsSigned: true,
    singleSignOnService: [POST, REDIRECT].map((Binding) => ({ Binding, Location: SSO })),
    singleLogoutService: [{ Binding: POST, Location: SSO }],
  });
  const serviceProvider = samlify.ServiceProvider({
    entityID: SP,
    authnRequestsSigned: true,
    signingCert: pemBody(connection.spKey.certificate),
    assertionConsumerService: [{ Binding: POST, Location: ACS }],
  });
  return { identityProvider, serviceProvider };
}

/** What the identity provider gets of a redirect. */
function readRedirect(url: string) {
  const query = Object.fromEntries(new URL(url).searchParams);
  const start = url.indexOf("SAMLRequest=");
  const octetString = url.slice(start, url.indexOf("&Signature="));
  return { query, octetString };
}

describe("the redirect binding", () => {
  test.each(["rsa-sha256", "rsa-sha384", "rsa-sha512"] as const)(
    "a request signed with %s is verified by Node",
    async (algorithm) => {
      const url = await toRedirectUrl(request(), { relayState: "s", signing: signing(algorithm) });
      const { query, octetString } = readRedirect(url);
      expect(query.SigAlg).toBe(`http://www.w3.org/2001/04/xmldsig-more#${algorithm}`);
      const { publicKey } = new X509Certificate(connection.spKey.certificate);
      const signature = Buffer.from(query.Signature!, "base64");
      const hash = algorithm.replace("rsa-", "");
      expect(verify(hash, Buffer.from(octetString), publicKey, signature)).toBe(true);
    },
  );

  test.each(["rsa-sha256", "rsa-sha512"] as const)(
    "a request signed with %s is verified by samlify, and refused with another RelayState",
    async (algorithm) => {
      const { identityProvider, serviceProvider } = openProvider();
      const sent = request();
      const url = await toRedirectUrl(sent, { relayState: "s t&=+ä", signing: signing(algorithm) });
      expect(url.startsWith(`${SSO}&SAMLRequest=`)).toBe(true);
      const { query, octetString } = readRedirect(url);
      expect(query.RelayState).toBe("s t&=+ä");
      const { extract } = await identityProvider.parseLoginRequest(serviceProvider, "redirect", {
        query,
        octetString,
      });
      expect(extract).toMatchObject({
        issuer: SP,
        request: { id: sent.id, destination: SSO, assertionConsumerServiceUrl: ACS },
        nameIDPolicy: { format: EMAIL, allowCreate: "true" },
      });
      await expect(
        identityProvider.parseLoginRequest(serviceProvider, "redirect", {
          query: { ...query, RelayState: "other" },
          octetString: octetString.replace(/RelayState=[^&]*/, "RelayState=other"),
        }),
      ).rejects.toThrow(/SIGNATURE/);
    },
  );

  test("a request without a signature is read by samlp", async () => {
    const sent = request({ forceAuthn: true, providerName: `A & "B" <C>`, nameIdFormat: null });
    const url = await toRedirectUrl(sent, { relayState: "state", signing: null });
    const query = Object.fromEntries(new URL(url).searchParams);
    expect(Object.keys(query)).toEqual(["tenant", "SAMLRequest", "RelayState"]);
    const parsed = await new Promise((resolve, reject) => {
      samlp.parseRequest({ query, method: "GET" }, {}, (error, read) =>
        error ? reject(error) : resolve(read),
      );
    });
    expect(parsed).toMatchObject({
      id: sent.id,
      issuer: SP,
      destination: SSO,
      assertionConsumerServiceURL: ACS,
      forceAuthn: "true",
    });
    const xml = inflateRawSync(Buffer.from(query.SAMLRequest!, "base64")).toString();
    expect(xml).toContain(`ProviderName="A &amp; &quot;B&quot; &lt;C>"`);
    expect(xml).toContain(`<samlp:NameIDPolicy AllowCreate="true"/>`);
  });

  test("a fragment of the destination is left out", async () => {
    const url = await toRedirectUrl(request({ destination: "https://idp.example.com/sso#x" }), {
      relayState: "s",
      signing: null,
    });
    expect(url).toMatch(/^https:\/\/idp\.example\.com\/sso\?SAMLRequest=[^#]*$/);
  });
});

describe("the POST binding", () => {
  test("a signed request is verified by samlify, and refused after a change", async () => {
    const { identityProvider, serviceProvider } = openProvider();
    const sent = request();
    const { action, fields } = await toPostForm(sent, { relayState: "state", signing: signing() });
    expect({ action, relayState: fields.RelayState }).toEqual({ action: SSO, relayState: "state" });
    const { extract } = await identityProvider.parseLoginRequest(serviceProvider, "post", {
      body: fields,
    });
    expect(extract).toMatchObject({ request: { id: sent.id } });
    const changed = Buffer.from(fields.SAMLRequest, "base64").toString().replace(ACS, `${ACS}x`);
    await expect(
      identityProvider.parseLoginRequest(serviceProvider, "post", {
        body: { SAMLRequest: Buffer.from(changed).toString("base64") },
      }),
    ).rejects.toThrow(/SIGNATURE/);
  });

  test("a request without a signature is plain XML", async () => {
    const { fields } = await toPostForm(request(), { relayState: "state", signing: null });
    const xml = Buffer.from(fields.SAMLRequest, "base64").toString();
    expect(xml).toMatch(/^<samlp:AuthnRequest .*<\/samlp:AuthnRequest>$/);
    expect(xml).not.toContain("Signature");
  });
});

describe("a request is refused", () => {
  test.each([
    ["an id that begins with a digit", { id: "1" }, "state"],
    ["an id with markup", { id: `_"` }, "state"],
    ["a name that XML cannot have", { providerName: "a\0" }, "state"],
    ["an empty RelayState", {}, ""],
    ["a RelayState of more than 80 bytes", {}, "ä".repeat(41)],
  ])("%s", async (_name, changes, relayState) => {
    const options = { relayState, signing: null };
    await expect(toRedirectUrl(request(changes), options)).rejects.toBeInstanceOf(SamlFault);
    await expect(toPostForm(request(changes), options)).rejects.toBeInstanceOf(SamlFault);
  });
});

test("ids are different, and fit", () => {
  const ids = new Set(Array.from({ length: 100 }, createRequestId));
  expect(ids.size).toBe(100);
  for (const id of ids) expect(id).toMatch(/^_[0-9a-f]{40}$/);
});

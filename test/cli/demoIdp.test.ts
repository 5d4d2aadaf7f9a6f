/** The identity provider of `banata-auth demo-idp`, without a deployment. */
import { createHash, randomBytes } from "node:crypto";
import { createRemoteJWKSet, customFetch, jwtVerify } from "jose";
import { beforeEach, describe, expect, test } from "vitest";
import { decodeMessage } from "../../convex/component/saml/encoding";
import { parseIdpMetadata } from "../../convex/component/saml/metadata";
import { toPostForm, toRedirectUrl } from "../../convex/component/saml/request";
import { verifyResponse } from "../../convex/component/saml/response";
import { DemoIdp } from "../../src/cli/demoIdp/demoIdp";
import { requireLocalDeployment } from "../../src/cli/demoIdp/start";
import { createState } from "../../src/cli/demoIdp/state";

const ORIGIN = "http://127.0.0.1:3230";
const SP = { entityId: "https://auth.example/metadata", acsUrl: "https://auth.example/acs" };
const CLIENT = {
  clientId: "demo",
  clientSecret: "s3cret-_~",
  redirectUris: ["https://a.example/"],
};
const person = { email: "Ada@demo.example", name: "Ada <b>&", groups: "admins, R&D," };
const state = createState(3230);

let idp: DemoIdp;
beforeEach(async () => {
  idp = new DemoIdp(ORIGIN, await state);
  idp.saml.serviceProviders.set(SP.entityId, SP);
  idp.oidc.clients.set(CLIENT.clientId, CLIENT);
});

type Fields = Readonly<Record<string, string>>;

const get = async (path: string, fields: Fields = {}, headers: Fields = {}): Promise<Response> =>
  await idp.handle(
    new Request(`${ORIGIN}${path}?${new URLSearchParams(fields).toString()}`, { headers }),
  );
const post = async (path: string, fields: Fields, headers: Fields = {}): Promise<Response> =>
  await idp.handle(
    new Request(ORIGIN + path, { method: "POST", headers, body: new URLSearchParams(fields) }),
  );

const unescapeHtml = (text: string): string =>
  text
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, "&");

/** The hidden fields of the page's last form. */
function readFields(page: string): Record<string, string> {
  const form = page.slice(page.lastIndexOf("<form "));
  const inputs = form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)" \/>/g);
  return Object.fromEntries([...inputs].map(([, name, value]) => [name!, unescapeHtml(value!)])); // both are groups of the pattern
}

describe("by SAML", () => {
  const request = {
    id: "_a-request",
    issuedAt: Date.now(),
    destination: `${ORIGIN}/saml/sso`,
    issuer: SP.entityId,
    acsUrl: SP.acsUrl,
    nameIdFormat: null,
  };
  const options = { relayState: "a relay state", signing: null };
  const ask = {
    redirect: async (fields = request) =>
      await idp.handle(new Request(await toRedirectUrl(fields, options))),
    post: async (fields = request) =>
      await post("/saml/sso", (await toPostForm(fields, options)).fields),
  };
  const verify = async (page: Response, requestId: string | null) => {
    const text = await page.text();
    expect(page.status, text).toBe(200);
    expect(text).toContain(`action="${SP.acsUrl}"`);
    const { SAMLResponse = "", RelayState } = readFields(text);
    const verified = await verifyResponse(decodeMessage(SAMLResponse), {
      idpEntityId: idp.saml.entityId,
      certificates: [(await state).saml.certificate],
      spEntityId: SP.entityId,
      acsUrl: SP.acsUrl,
      requestId,
      now: Date.now(),
      decryptionKeys: [],
      requiredSignature: "both",
    });
    return { ...verified, relayState: RelayState };
  };

  test.each(["redirect", "post"] as const)(
    "the answer to a request by %s verifies",
    async (binding) => {
      const page = await ask[binding]();
      expect(page.status).toBe(200);
      const answer = await post("/saml/answer", { ...readFields(await page.text()), ...person });
      const { nameId, attributes, relayState } = await verify(answer, request.id);
      expect(nameId.value).toBe("ada@demo.example");
      expect(Object.fromEntries(attributes)).toEqual({
        email: ["ada@demo.example"],
        displayName: ["Ada <b>&"],
        groups: ["admins", "R&D"],
      });
      expect(relayState).toBe("a relay state");
    },
  );

  test("a sign-in that begins here answers no request", async () => {
    const page = await get("/saml/start", { sp: SP.entityId });
    const answer = await post("/saml/answer", { ...readFields(await page.text()), ...person });
    expect((await verify(answer, null)).responseInResponseTo).toBeNull();
    expect((await get("/saml/start", { sp: "https://other.example" })).status).toBe(400);
  });

  test.each([
    ["service provider", { issuer: "https://other.example" }],
    ["consumer service", { acsUrl: "https://evil.example/acs" }],
    ["destination", { destination: `${ORIGIN}/saml/sso?other` }],
  ])("a request of another %s is refused", async (_name, fields) => {
    expect((await ask.redirect({ ...request, ...fields })).status).toBe(400);
    expect((await ask.post({ ...request, ...fields })).status).toBe(400);
  });

  test.each(["", "AAAA", "no base64", Buffer.from("<a/>").toString("base64")])(
    "%o is no request",
    async (message) => {
      expect((await get("/saml/sso", { SAMLRequest: message })).status).toBe(400);
      expect((await post("/saml/sso", { SAMLRequest: message })).status).toBe(400);
    },
  );

  test("metadata names both bindings and the key", async () => {
    const metadata = parseIdpMetadata(await (await get("/saml/metadata")).text(), {
      now: Date.now(),
    });
    expect(metadata).toMatchObject({
      entityId: idp.saml.entityId,
      ssoUrls: { redirect: `${ORIGIN}/saml/sso`, post: `${ORIGIN}/saml/sso` },
      certificates: [(await state).saml.certificate],
    });
  });
});

describe("by OpenID Connect", () => {
  const verifier = randomBytes(32).toString("base64url");
  const request = {
    response_type: "code",
    client_id: CLIENT.clientId,
    redirect_uri: CLIENT.redirectUris[0]!,
    scope: "openid email profile",
    state: "a state & more",
    nonce: "a nonce",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  };
  const getCode = async (): Promise<string> => {
    const page = await get("/oidc/authorize", request);
    const answer = await post("/oidc/authorize", { ...readFields(await page.text()), ...person });
    const url = new URL(answer.headers.get("location")!);
    expect(url.origin + url.pathname).toBe(request.redirect_uri);
    expect(url.searchParams.get("state")).toBe(request.state);
    expect(url.searchParams.get("iss")).toBe(idp.oidc.issuer);
    return url.searchParams.get("code")!;
  };
  const redeem = async (code: string, fields: Fields = {}, authorization?: string) =>
    await post(
      "/oidc/token",
      {
        grant_type: "authorization_code",
        code,
        redirect_uri: request.redirect_uri,
        code_verifier: verifier,
        ...(authorization === undefined
          ? { client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret }
          : {}),
        ...fields,
      },
      authorization === undefined ? {} : { authorization },
    );
  const basic = (secret: string) =>
    `Basic ${Buffer.from(`${CLIENT.clientId}:${encodeURIComponent(secret)}`).toString("base64")}`;

  test.each([
    ["in the body", undefined],
    ["in the header", basic(CLIENT.clientSecret)],
  ])("a code becomes tokens, with the secret %s", async (_name, authorization) => {
    const response = await redeem(await getCode(), {}, authorization);
    expect(response.status).toBe(200);
    const tokens = (await response.json()) as { id_token: string; access_token: string };
    const discovery = (await (await get("/oidc/.well-known/openid-configuration")).json()) as {
      issuer: string;
      jwks_uri: string;
    };
    const keys = createRemoteJWKSet(new URL(discovery.jwks_uri), {
      [customFetch]: async (url: string) => await idp.handle(new Request(url)),
    });
    const { payload } = await jwtVerify(tokens.id_token, keys, {
      issuer: discovery.issuer,
      audience: CLIENT.clientId,
      algorithms: ["RS256"],
    });
    const claims = {
      sub: "ada@demo.example",
      email: "ada@demo.example",
      email_verified: true,
      name: "Ada <b>&",
      groups: ["admins", "R&D"],
    };
    expect(payload).toMatchObject({ ...claims, nonce: request.nonce });
    const bearer = { authorization: `Bearer ${tokens.access_token}` };
    expect(await (await get("/oidc/userinfo", {}, bearer)).json()).toEqual(claims);
    expect((await get("/oidc/userinfo")).status).toBe(401);
  });

  test.each([
    ["an unknown client", { client_id: "other" }],
    ["another redirect_uri", { redirect_uri: "https://a.example/other" }],
    ["another response_type", { response_type: "token" }],
    ["no openid", { scope: "email" }],
    ["no challenge", { code_challenge: "" }],
    ["a plain challenge", { code_challenge_method: "plain" }],
  ])("a request with %s is refused, and never redirects", async (_name, fields) => {
    for (const answer of [
      await get("/oidc/authorize", { ...request, ...fields }),
      await post("/oidc/authorize", { ...request, ...person, ...fields }),
    ]) {
      expect(answer.status).toBe(400);
      expect(answer.headers.get("location")).toBeNull();
    }
  });

  test("a code works once", async () => {
    const code = await getCode();
    expect((await redeem(code)).status).toBe(200);
    expect(await (await redeem(code)).json()).toEqual({ error: "invalid_grant" });
  });

  test.each<readonly [string, Fields, string | undefined, string]>([
    ["another verifier", { code_verifier: "wrong" }, undefined, "invalid_grant"],
    ["another redirect_uri", { redirect_uri: "https://b.example/" }, undefined, "invalid_grant"],
    ["a wrong secret", { client_secret: "wrong" }, undefined, "invalid_client"],
    ["a wrong secret in the header", {}, basic("wrong"), "invalid_client"],
    ["an unknown client", { client_id: "other" }, undefined, "invalid_client"],
    ["another grant", { grant_type: "password" }, undefined, "unsupported_grant_type"],
  ])("%s gets no tokens", async (_name, fields, authorization, error) => {
    expect(await (await redeem(await getCode(), fields, authorization)).json()).toEqual({ error });
  });
});

describe("the pages", () => {
  test("escape what a request contains", async () => {
    const page = await get("/saml/start", {
      sp: SP.entityId,
      RelayState: '"><script>alert(1)</script>',
    });
    const text = await page.text();
    expect(text).not.toContain("<script>");
    expect(text).toContain("&quot;&gt;&lt;script&gt;");
  });

  test.each([
    ["no address", { email: "ada" }],
    ["no name", { name: " " }],
    ["a control character", { name: "Ada\u0001" }],
    ["too many groups", { groups: "a,".repeat(30) + "b" }],
  ])("refuse a person with %s", async (_name, fields) => {
    const answer = await post("/saml/answer", { sp: SP.entityId, ...person, ...fields });
    expect(answer.status).toBe(400);
  });

  test("are not served under another name", async () => {
    const answer = await idp.handle(new Request("http://rebound.example:3230/"));
    expect(answer.status).toBe(421);
  });

  test("link to a sign-in that begins here", async () => {
    const text = await (await get("/")).text();
    expect(text).toContain(`/saml/start?sp=${encodeURIComponent(SP.entityId)}`);
    expect((await get("/missing")).status).toBe(404);
    expect((await post("/start", {})).status).toBe(400);
  });
});

describe("a deployment that is not local", () => {
  const url = "http://127.0.0.1:1";
  const facts = {
    ...{ cloudUrl: url, siteUrl: url, baseUrl: url },
    ...{ adminKey: "key", projectId: "proj_1", apiKey: "sk_test_1" },
  };

  test.each(["cloudUrl", "siteUrl", "baseUrl"])("is refused by its %s", async (name) => {
    for (const other of ["https://happy-otter-1.convex.site", "http://localhost.example:1", ""])
      await expect(requireLocalDeployment({ ...facts, [name]: other })).rejects.toMatchObject({
        name: "CommandError",
        message: expect.stringContaining("a local deployment only"),
      });
  });

  test("and one that does not run", async () => {
    await expect(requireLocalDeployment(null)).rejects.toThrow("no local deployment");
    await expect(requireLocalDeployment(facts)).rejects.toThrow("does not run");
  });
});

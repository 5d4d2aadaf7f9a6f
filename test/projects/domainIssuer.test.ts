/** The issuer of a project at its own domain: a request is answered where it arrived. */
import * as oauth from "oauth4webapi";
import { decodeJwt } from "jose";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { verifyAccessToken } from "../../src/index";
import { beginFlow, codeFor, newApp, openPage, REDIRECT } from "../support/hosted";
import { httpRuntime } from "../support/runtime";
import { begin, neighbour, type Scene } from "../support/signIn";

/** The host of every request on the test engine. */
const HERE = "https://some.convex.site";
const SITE = "https://happy-otter-123.convex.example.com";
const ELSEWHERE = "https://auth.example.com";
const AUDIENCE = "https://api.example.com";
const settings = { features: { hostedUi: true } };

let engine: ReturnType<typeof httpRuntime>["engine"];
let scene: Scene;

beforeEach(async () => {
  const runtime = httpRuntime();
  ({ engine } = runtime);
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  vi.stubEnv("CONVEX_SITE_URL", HERE);
  scene = await begin(() => runtime, settings);
  await scene.visit().client.signUp.email(scene.ada);
  return () => vi.unstubAllEnvs();
});

/** Confirms the domain for the project; null removes all. */
async function setDomain({ project }: Pick<Scene, "project">, origin: string | null) {
  const authDomains = origin === null ? [] : [new URL(origin).host];
  await engine.run(async ({ db }) => {
    for (const row of await db.query("authDomains").collect()) await db.delete(row._id);
    for (const domain of authDomains)
      await db.insert("authDomains", { projectId: project.id, domain, confirmedAt: Date.now() });
    for (const row of await db.query("projects").collect())
      if (row.id === project.id) await db.patch(row._id, { authDomains });
  });
}

const arriveAtDomain = async () => {
  await setDomain(scene, HERE);
  vi.stubEnv("CONVEX_SITE_URL", SITE);
};
const arriveAtSite = async () => {
  await setDomain(scene, ELSEWHERE);
  vi.stubEnv("CONVEX_SITE_URL", HERE);
};

const toIssuer = (origin: string, { project }: Pick<Scene, "project">) =>
  `${origin}/p/${project.id}`;

async function discover({ project, runtime }: Pick<Scene, "project" | "runtime">) {
  const answer = await runtime.fetch(`/p/${project.id}/.well-known/openid-configuration`);
  return { status: answer.status, body: (await answer.json()) as oauth.AuthorizationServer };
}

/** Requests of standard libraries, whatever host they name. */
const throughRuntime = async (input: RequestInfo | URL, init?: RequestInit) => {
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  return await scene.runtime.fetch(pathname, init);
};

async function askForToken({ visit, ada }: Scene, clientId: string): Promise<string> {
  const { client } = visit();
  await client.signIn.email(ada);
  const { data } = await client.$fetch<{ token: string }>("/token", {
    method: "POST",
    body: { audience: AUDIENCE },
    headers: { "x-banata-client-id": clientId },
  });
  return data!.token;
}

describe.each([
  ["the domain", arriveAtDomain, HERE],
  ["the site URL", arriveAtSite, HERE],
])("at %s", (_where, arrive, origin) => {
  beforeEach(arrive);

  test("discovery, key set and access tokens name the issuer of the address", async () => {
    const issuer = toIssuer(origin, scene);
    const { body } = await discover(scene);
    expect(body).toMatchObject({ issuer, jwks_uri: `${issuer}/api/auth/jwks` });
    const { clientId } = await newApp(scene, { audiences: [AUDIENCE] });
    const token = await askForToken(scene, clientId);
    expect(decodeJwt(token).iss).toBe(issuer);
    vi.stubGlobal("fetch", throughRuntime);
    const other = toIssuer(ELSEWHERE, scene);
    const accept = async (...issuers: string[]) =>
      await verifyAccessToken(token, { issuer: issuers, audience: AUDIENCE });
    expect(await accept(other, issuer)).toMatchObject({ iss: issuer });
    await expect(accept(other)).rejects.toThrow("iss");
    await expect(
      accept(other, toIssuer(SITE, { project: { ...scene.project, id: "proj_x" } })),
    ).rejects.toThrow("iss");
    vi.unstubAllGlobals();
  });
});

test("the token of Convex keeps the issuer that auth.config.ts names", async () => {
  await arriveAtDomain();
  const { client } = scene.visit();
  await client.signIn.email(scene.ada);
  const { data } = await client.$fetch<{ token: string }>("/convex/token", { method: "GET" });
  expect(decodeJwt(data!.token).iss).toBe(SITE);
});

test("a flow that is begun at the domain ends with the domain's issuer", async () => {
  await arriveAtDomain();
  const { clientId } = await newApp(scene);
  const issuer = new URL(toIssuer(HERE, scene));
  const as = await oauth.processDiscoveryResponse(
    issuer,
    await oauth.discoveryRequest(issuer, { [oauth.customFetch]: throughRuntime }),
  );
  const { next, state } = await codeFor(scene, clientId);
  expect(next!.origin + next!.pathname).toBe(REDIRECT);
  const server = { ...as, authorization_response_iss_parameter_supported: true };
  const parameters = oauth.validateAuthResponse(server, { client_id: clientId }, next!, state);
  expect(parameters.get("code")).not.toBe("");
});

test("a flow that is begun at the site URL ends with its issuer, though its pages are at the domain", async () => {
  const { clientId } = await newApp(scene);
  const begun = beginFlow(scene, clientId);
  await arriveAtSite();
  const { next: moved } = await openPage(scene, begun.path);
  expect(moved!.origin).toBe(ELSEWHERE);
  await arriveAtDomain();
  const path = moved!.pathname + moved!.search;
  const { next, state } = await codeFor(scene, clientId, { ...begun, path });
  const client = { client_id: clientId };
  const server = (origin: string) => ({
    issuer: toIssuer(origin, scene),
    authorization_response_iss_parameter_supported: true,
  });
  expect(() => oauth.validateAuthResponse(server(SITE), client, next!, state)).not.toThrow();
  expect(() => oauth.validateAuthResponse(server(HERE), client, next!, state)).toThrow(/iss/);
});

test("an error ends with the issuer of the address where its flow was begun", async () => {
  const { clientId } = await newApp(scene);
  await arriveAtDomain();
  const { path } = beginFlow(scene, clientId, { prompt: "none" });
  const visitor = scene.visit();
  const end = async (query: string) =>
    (await openPage(visitor, path + query)).next!.searchParams.get("iss");
  expect(await end("")).toBe(toIssuer(HERE, scene));
  expect(await end("&begun_at=site")).toBe(toIssuer(SITE, scene));
  expect(await end("&begun_at=https://evil.example")).toBe(toIssuer(HERE, scene));
});

describe("isolation", () => {
  test("the domain of one project is no issuer of another", async () => {
    const other = await neighbour(scene, settings);
    await arriveAtDomain();
    const refused = { code: "forbidden", errors: [{ code: "auth_domain" }] };
    expect(await discover(other)).toMatchObject({ status: 403, body: refused });
    const keys = await scene.runtime.fetch(`/p/${other.project.id}/api/auth/jwks`);
    expect(keys.status).toBe(403);
    const token = await other.post("/token", { audience: AUDIENCE });
    expect([token.status, await token.json()]).toMatchObject([403, refused]);
  });

  test("a token of the domain is worthless with another project's issuer", async () => {
    const other = await neighbour(scene, settings);
    await arriveAtDomain();
    const { clientId } = await newApp(scene, { audiences: [AUDIENCE] });
    const token = await askForToken(scene, clientId);
    vi.stubGlobal("fetch", throughRuntime);
    await setDomain(other, HERE);
    const issuer = [toIssuer(SITE, other), toIssuer(HERE, other)];
    for (const each of [issuer, ...issuer])
      await expect(
        verifyAccessToken(token, { issuer: each, audience: AUDIENCE }),
      ).rejects.toMatchObject({ code: "authentication_required" });
    vi.unstubAllGlobals();
  });

  test("a domain that is removed is no issuer any more", async () => {
    await arriveAtDomain();
    expect((await discover(scene)).body.issuer).toBe(toIssuer(HERE, scene));
    await setDomain(scene, null);
    expect((await discover(scene)).body.issuer).toBe(toIssuer(SITE, scene));
    const { clientId } = await newApp(scene);
    const { path } = beginFlow(scene, clientId, { prompt: "none" });
    const { next } = await openPage(scene.visit(), path);
    expect(next!.searchParams.get("iss")).toBe(toIssuer(SITE, scene));
  });
});

/**
 * Tokens for services other than Convex: who gets them, what they say, and that neither kind passes
 * for the other.
 */
import {
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  generateKeyPair,
  jwtVerify,
  SignJWT,
} from "jose";
import { ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { verifyAccessToken } from "../../src/index";
import { deployedRuntime, newProject, type TestProject } from "../support/runtime";
import { newVisitor } from "../support/visitor";

const AUDIENCE = "https://api.example.com";
const ada = { email: "ada@example.com", name: "Ada", password: "correct horse battery" };
const runtime = deployedRuntime();

type Visitor = ReturnType<typeof newVisitor>["client"];

async function tokenOf(
  visitor: Visitor,
  clientId: string | null,
  body: object = { audience: AUDIENCE },
) {
  const headers = clientId === null ? {} : { "x-banata-client-id": clientId };
  return await visitor.$fetch<{ token: string }>("/token", { method: "POST", body, headers });
}

async function scene(fields: object = {}) {
  const project = await newProject(runtime);
  const admin = runtime.client(project);
  const client = await admin.authClients.createClient({
    name: "Shop",
    type: "web",
    audiences: [AUDIENCE],
    trustedOrigins: ["https://shop.example.com"],
    ...fields,
  });
  const visitor = newVisitor(runtime, project.id).client;
  const { data } = await visitor.signUp.email(ada);
  return {
    project,
    admin,
    client,
    visitor,
    userId: data?.user.id ?? "",
    issuer: `${inject("deployment").siteUrl}/banata/p/${project.id}`,
  };
}

test("an access token is good for the audience that it was made for, and says who calls", async () => {
  const { project, client, visitor, userId, issuer } = await scene();
  const { data } = await tokenOf(visitor, client.clientId);
  const claims = await verifyAccessToken(data!.token, { issuer, audience: AUDIENCE });
  const [session] = (await visitor.listSessions()).data ?? [];
  expect(claims).toMatchObject({
    sub: userId,
    sid: session?.id,
    project: project.id,
    client_id: client.clientId,
    role: "user",
    aud: AUDIENCE,
    iss: issuer,
  });
  expect(claims.exp - claims.iat).toBe(900);
  expect(decodeProtectedHeader(data!.token)).toMatchObject({ alg: "RS256", typ: "at+jwt" });
});

test("without an audience it is for the client itself", async () => {
  const { client, visitor, issuer } = await scene();
  const { data } = await tokenOf(visitor, client.clientId, {});
  expect((await verifyAccessToken(data!.token, { issuer, audience: client.clientId })).aud).toBe(
    client.clientId,
  );
});

test("its lifetime is the project's setting", async () => {
  const { admin, client, visitor } = await scene();
  await admin.configuration.saveDashboardConfig({ sessions: { accessTokenDuration: 120 } });
  const { iat, exp } = decodeJwt((await tokenOf(visitor, client.clientId)).data!.token);
  expect(exp! - iat!).toBe(120);
});

describe("no token", () => {
  test("without a session", async () => {
    const { project, client } = await scene();
    expect(
      (await tokenOf(newVisitor(runtime, project.id).client, client.clientId)).error?.status,
    ).toBe(401);
  });
  test("without an auth client", async () => {
    const { visitor } = await scene();
    expect((await tokenOf(visitor, null)).error).toMatchObject({
      status: 400,
      code: "CLIENT_REQUIRED",
    });
  });
  test("for an audience that the client has not registered", async () => {
    const { client, visitor } = await scene();
    expect(
      (await tokenOf(visitor, client.clientId, { audience: "https://bank.example.com" })).error,
    ).toMatchObject({ status: 403, code: "AUDIENCE_NOT_ALLOWED" });
    expect((await tokenOf(visitor, client.clientId, { audience: 7 })).error?.status).toBe(400);
  });
  test("for a client of another project, or a disabled one", async () => {
    const [here, there] = [await scene(), await scene()];
    expect((await tokenOf(here.visitor, there.client.clientId)).error?.status).toBe(404);
    await here.admin.authClients.updateClient({ clientId: here.client.clientId, disabled: true });
    expect((await tokenOf(here.visitor, here.client.clientId)).error?.status).toBe(404);
  });
});

describe("refused by verifyAccessToken", () => {
  let made: Awaited<ReturnType<typeof scene>>;
  let other: Awaited<ReturnType<typeof scene>>;
  let token: string;
  beforeAll(async () => {
    [made, other] = [await scene(), await scene()];
    token = (await tokenOf(made.visitor, made.client.clientId)).data!.token;
  });
  const verify = async (text: string, options: object = {}) =>
    await verifyAccessToken(text, { issuer: made.issuer, audience: AUDIENCE, ...options });
  const refused = { name: "AuthenticationError", status: 401 };

  test("another audience", async () =>
    await expect(verify(token, { audience: "https://bank.example.com" })).rejects.toMatchObject(
      refused,
    ));
  test("another project's token", async () => {
    const theirs = (await tokenOf(other.visitor, other.client.clientId)).data!.token;
    await expect(verify(theirs)).rejects.toMatchObject(refused);
    expect(
      (await verifyAccessToken(theirs, { issuer: other.issuer, audience: AUDIENCE })).project,
    ).toBe(other.project.id);
  });
  test("a token for Convex", async () => {
    const convex = (
      await made.visitor.$fetch<{ token: string }>("/convex/token", { method: "GET" })
    ).data!.token;
    await expect(verify(convex)).rejects.toMatchObject(refused);
    await expect(verify(convex, { audience: "convex" })).rejects.toMatchObject(refused);
    await expect(
      verify(convex, { issuer: decodeJwt(convex).iss, audience: "convex" }),
    ).rejects.toMatchObject(refused); // there it fails by its type
  });
  test("a changed one", async () => {
    const [header, payload, signature] = token.split(".");
    const changed = btoa(JSON.stringify({ ...decodeJwt(token), role: "super_admin" }))
      .replaceAll("=", "")
      .replaceAll("+", "-")
      .replaceAll("/", "_");
    await expect(verify([header, changed, signature].join("."))).rejects.toMatchObject(refused);
    await expect(
      verify([btoa('{"alg":"none","typ":"at+jwt"}').replaceAll("=", ""), payload, ""].join(".")),
    ).rejects.toMatchObject(refused);
    await expect(verify("")).rejects.toMatchObject(refused);
  });
  test("one that somebody else signed with the same words", async () => {
    const { privateKey } = await generateKeyPair("RS256");
    const forged = await new SignJWT(decodeJwt(token))
      .setProtectedHeader({ ...decodeProtectedHeader(token), alg: "RS256" })
      .sign(privateKey);
    await expect(verify(forged)).rejects.toMatchObject(refused);
  });
  test("an expired one, but for the difference of two clocks", async () => {
    await made.admin.configuration.saveDashboardConfig({ sessions: { accessTokenDuration: 60 } });
    const short = (await tokenOf(made.visitor, made.client.clientId)).data!.token;
    const { jwks_uri } = (await (
      await fetch(`${made.issuer}/.well-known/openid-configuration`)
    ).json()) as { jwks_uri: string };
    const at = async (seconds: number) =>
      await jwtVerify(short, createRemoteJWKSet(new URL(jwks_uri)), {
        currentDate: new Date(Date.now() + seconds * 1_000),
      });
    await at(50);
    await expect(at(61)).rejects.toThrow("exp");
  });
});

test("Convex refuses an access token", async () => {
  const { client, visitor } = await scene();
  const convex = new ConvexHttpClient(inject("deployment").cloudUrl);
  const ask = async (token: string) => {
    convex.setAuth(token);
    return await convex.query(anyApi.auth!.currentUser!, {});
  };
  const access = (await tokenOf(visitor, client.clientId)).data!.token;
  await expect(ask(access)).rejects.toThrow(/auth/i);
  expect(
    await ask(
      (await visitor.$fetch<{ token: string }>("/convex/token", { method: "GET" })).data!.token,
    ),
  ).toMatchObject({ email: ada.email });
});

describe("key sets", () => {
  const keysAt = async (url: string) =>
    ((await (await fetch(url)).json()) as { keys: Record<string, unknown>[] }).keys;
  const baseUrl = `${inject("deployment").siteUrl}/banata`;

  test("a project has keys of its own, none of them private, and the same every time", async () => {
    const [here, there] = [await newProject(runtime), await newProject(runtime)];
    const urlOf = ({ id }: TestProject) => `${baseUrl}/p/${id}/api/auth/jwks`;
    const [ours, theirs, deployments] = [
      await keysAt(urlOf(here)),
      await keysAt(urlOf(there)),
      await keysAt(`${baseUrl}/api/auth/convex/jwks`),
    ];
    expect(await keysAt(urlOf(here))).toEqual(ours);
    expect(new Set([...ours, ...theirs, ...deployments].map(({ kid }) => kid)).size).toBe(
      ours.length + theirs.length + deployments.length,
    );
    for (const key of [...ours, ...theirs, ...deployments])
      expect(Object.keys(key).toSorted()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
  });

  test("twenty first requests at once make one key", async () => {
    const { id } = await newProject(runtime);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async () => await keysAt(`${baseUrl}/p/${id}/api/auth/jwks`)),
    );
    expect(new Set(answers.map((keys) => keys.map(({ kid }) => kid).join())).size).toBe(1);
  });

  test("each issuer has its discovery document", async () => {
    const { id } = await newProject(runtime);
    const document = async (url: string) => (await (await fetch(url)).json()) as object;
    expect(await document(`${baseUrl}/p/${id}/.well-known/openid-configuration`)).toMatchObject({
      issuer: `${baseUrl}/p/${id}`,
      jwks_uri: `${baseUrl}/p/${id}/api/auth/jwks`,
    });
    expect(
      await document(`${baseUrl}/api/auth/convex/.well-known/openid-configuration`),
    ).toMatchObject({ issuer: baseUrl, jwks_uri: `${baseUrl}/api/auth/convex/jwks` });
  });

  test("a project that is not there has none", async () => {
    for (const path of ["/api/auth/jwks", "/.well-known/openid-configuration"])
      expect((await fetch(`${baseUrl}/p/proj_01JD3Z7A0000000000000000AA${path}`)).status).toBe(404);
  });
});

/** Replacing the keys that sign tokens: no verifier meets a key that it cannot know. */
import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  jwtVerify,
  type JSONWebKeySet,
} from "jose";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { finishRunning } from "../support/backgroundWork";
import { allRows } from "../support/rows";
import { deployedRuntime, httpRuntime, newProject } from "../support/runtime";
import { failureOf, keyWith, scene } from "../support/transports";
import { newVisitor } from "../support/visitor";

const AUDIENCE = "https://api.example.com";
const ada = { email: "ada@example.com", name: "Ada", password: "correct horse battery" };
const SECOND = 1_000;
const CACHE = 300 * SECOND;
const DAY = 24 * 3_600 * SECOND;

/** Whose keys: the same rules for both. */
type Issuer = "project" | "deployment";
const issuers: readonly Issuer[] = ["project", "deployment"];

async function staged(issuer: Issuer) {
  const stage = await scene(httpRuntime);
  const { runtime, project, client } = stage;
  const { clientId } = await client.authClients.createClient({
    name: "Shop",
    type: "web",
    audiences: [AUDIENCE],
  });
  const visitor = newVisitor(runtime, project.id);
  await visitor.client.signUp.email(ada);
  const adminKey = await runtime.setup("createAdminKey", { name: "admin" });
  const admin = runtime.client({ id: "", key: adminKey.key });
  const paths = {
    project: `/p/${project.id}/api/auth/jwks`,
    deployment: "/api/auth/convex/jwks",
  };
  const tables = { project: "projectSigningKeys", deployment: "signingKeys" } as const;
  /** Lets the time pass, and what was scheduled until then come to its end. */
  const settle = async (milliseconds = 0) => {
    for (const each of [milliseconds, 0]) {
      await vi.advanceTimersByTimeAsync(each);
      await finishRunning(runtime.engine);
    }
  };
  return {
    ...{ ...stage, admin, settle },
    token: async () => {
      const { data } =
        issuer === "project"
          ? await visitor.client.$fetch<{ token: string }>("/token", {
              method: "POST",
              body: { audience: AUDIENCE },
              headers: { "x-banata-client-id": clientId },
            })
          : await visitor.client.$fetch<{ token: string }>("/convex/token", { method: "GET" });
      return data!.token;
    },
    keySet: async () => (await (await runtime.fetch(paths[issuer])).json()) as JSONWebKeySet,
    rotate: async (now = false) => {
      const made =
        issuer === "project"
          ? await client.projects.rotateSigningKeys({ now })
          : await admin.projects.rotateSigningKeys({ deployment: true, now });
      await settle();
      return made;
    },
    rows: async () => (await allRows(runtime.engine))[tables[issuer]],
  };
}

const kidOf = (token: string) => decodeProtectedHeader(token).kid!;
const verifies = async (token: string, keys: JSONWebKeySet) =>
  await jwtVerify(token, createLocalJWKSet(keys), { currentDate: new Date() }).then(
    () => true,
    () => false,
  );

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] }));
afterEach(() => void vi.useRealTimers());

describe.each(issuers)("rotating the keys of the %s", (issuer) => {
  test("a key is published, signs when the caches have run out, and stays until its last token has expired", async () => {
    const { token, keySet, rotate, settle, rows, client } = await staged(issuer);
    await client.configuration.saveDashboardConfig({
      sessions: { accessTokenDuration: 86_400, inactivityTimeout: 604_800 },
    });
    const first = await token();
    const { signsFrom } = await rotate();
    expect(signsFrom).toBeGreaterThanOrEqual(Date.now() + CACHE - 5 * SECOND);
    expect((await keySet()).keys).toHaveLength(2);
    expect(kidOf(await token())).toBe(kidOf(first));

    await settle(CACHE - 2 * SECOND);
    const last = await token();
    expect(kidOf(last)).toBe(kidOf(first));
    await settle(2 * SECOND);
    const second = await token();
    expect(kidOf(second)).not.toBe(kidOf(first));

    const { exp } = decodeJwt(last);
    await settle(exp! * SECOND - Date.now() - 5 * SECOND);
    expect(await verifies(last, await keySet())).toBe(true);
    await settle(CACHE + 10 * SECOND);
    expect((await keySet()).keys.map(({ kid }) => kid)).toEqual([kidOf(second)]);
    expect((await rows()).map(({ kid }) => kid)).toEqual([kidOf(second)]);
  });

  test("no token is signed by a key that a verifier with a cache of 300 s cannot know", async () => {
    const { token, keySet, rotate, settle, rows } = await staged(issuer);
    let cached = await keySet();
    let readAt = Date.now();
    const signers = new Set<string>();
    for (let step = 0; step < 24; step++) {
      if (step === 3 || step === 13) await rotate();
      const text = await token();
      signers.add(kidOf(text));
      expect(await verifies(text, cached), `step ${step}`).toBe(true);
      await settle(60 * SECOND);
      if (Date.now() - readAt < CACHE) continue;
      [cached, readAt] = [await keySet(), Date.now()];
    }
    expect(signers.size).toBe(3);
    expect(await rows()).toHaveLength(3);
  });

  test("now: the new key signs at once, and tokens of the old ones stop verifying", async () => {
    const { token, keySet, rotate, rows } = await staged(issuer);
    const old = await token();
    await rotate();
    await rotate(true);
    const keys = await keySet();
    expect(keys.keys).toHaveLength(1);
    expect(await verifies(old, keys)).toBe(false);
    expect(await verifies(await token(), keys)).toBe(true);
    expect(await rows()).toHaveLength(1);
  });

  test("of parallel rotations one is done, and another waits until it signs", async () => {
    const { token, keySet, rotate, settle } = await staged(issuer);
    await token();
    const results = await Promise.allSettled([rotate(), rotate(), rotate(), rotate()]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results)
      if (result.status === "rejected")
        expect(result.reason).toMatchObject({ status: 409, code: "conflict" });
    await settle();
    expect((await keySet()).keys).toHaveLength(2);
    await settle(CACHE - 5 * SECOND);
    expect(await failureOf(rotate())).toMatchObject({ status: 409 });
    await settle(6 * SECOND);
    await rotate();
    expect((await keySet()).keys).toHaveLength(3);
  });

  test("so many in a row that a used key would be pushed out are refused, except now", async () => {
    const { token, keySet, rotate, settle } = await staged(issuer);
    const first = await token();
    for (let i = 0; i < 4; i++) {
      await rotate();
      await settle(CACHE + SECOND);
    }
    expect(await failureOf(rotate())).toMatchObject({ status: 409, code: "conflict" });
    expect((await keySet()).keys.map(({ kid }) => kid)).toContain(kidOf(first));
    await rotate(true);
    expect((await keySet()).keys).toHaveLength(1);
    await rotate();
    await settle(DAY + 2 * CACHE + SECOND);
    expect((await keySet()).keys).toHaveLength(1);
  });

  test("a rotation whose key was never made can be repeated", async () => {
    const { client, admin, token, keySet, settle, rotate } = await staged(issuer);
    await token();
    const key = vi.spyOn(crypto.subtle, "generateKey").mockRejectedValue(new Error("lost"));
    const errors = vi.spyOn(console, "error").mockReturnValue();
    try {
      await (issuer === "project"
        ? client.projects.rotateSigningKeys({})
        : admin.projects.rotateSigningKeys({ deployment: true }));
    } finally {
      await settle();
    }
    key.mockRestore();
    errors.mockRestore();
    expect((await keySet()).keys).toHaveLength(1);
    await settle(61 * SECOND);
    await rotate();
    expect((await keySet()).keys).toHaveLength(2);
  });
});

describe("who may", () => {
  test("a project's key rotates its own project's keys, and leaves all others alone", async () => {
    const here = await staged("project");
    const other = await newProject(here.runtime);
    const jwks = async () =>
      await (await here.runtime.fetch(`/p/${other.id}/api/auth/jwks`)).text();
    const before = [await jwks(), await (await here.runtime.fetch("/api/auth/convex/jwks")).text()];
    await here.token();
    await here.rotate(true);
    expect([
      await jwks(),
      await (await here.runtime.fetch("/api/auth/convex/jwks")).text(),
    ]).toEqual(before);
    const { projects } = here.client;
    expect(await failureOf(projects.rotateSigningKeys({ id: other.id }))).toMatchObject({
      status: 404,
    });
    expect(await failureOf(projects.rotateSigningKeys({ deployment: true }))).toMatchObject({
      status: 403,
    });
    expect(
      await failureOf(here.admin.projects.rotateSigningKeys({ deployment: true, id: other.id })),
    ).toMatchObject({ status: 422 });
    await here.admin.projects.rotateSigningKeys({ id: other.id, now: true });
    await here.settle();
    expect(await jwks()).not.toBe(before[0]);
  });

  test("takes a permission of its own", async () => {
    const here = await staged("project");
    const weak = await keyWith(here, ["project.update"]);
    expect(await failureOf(weak.client.projects.rotateSigningKeys({}))).toMatchObject({
      status: 403,
    });
    const strong = await keyWith(here, ["signing_key.rotate"]);
    await strong.client.projects.rotateSigningKeys({});
  });

  test("the command does the same, with a record of it", async () => {
    const { runtime, project, client, settle, keySet, token } = await staged("project");
    await token();
    const { signsFrom } = await runtime.setup<{ signsFrom: number }>("rotateSigningKeys", {
      projectId: project.id,
      now: false,
    });
    await settle();
    expect((await keySet()).keys).toHaveLength(2);
    const [entry] = (await client.auditLogs.listEvents({ action: "signing_keys.rotated" })).data;
    expect(entry).toMatchObject({ actor: { id: "setup" } });
    expect(signsFrom).toBeGreaterThan(Date.now());
    await runtime.setup("rotateSigningKeys", { projectId: null, now: true });
    await expect(
      runtime.setup("rotateSigningKeys", { projectId: "prj_none", now: true }),
    ).rejects.toThrow(/./);
  });
});

test("HEAD answers like GET, without a body, wherever a verifier reads", async () => {
  vi.useRealTimers();
  const runtime = deployedRuntime();
  const { id } = await newProject(runtime);
  for (const path of [
    "/api/auth/convex/jwks",
    "/api/auth/convex/.well-known/openid-configuration",
    `/p/${id}/api/auth/jwks`,
    `/p/${id}/.well-known/openid-configuration`,
  ]) {
    const [get, head] = [await runtime.fetch(path), await runtime.fetch(path, { method: "HEAD" })];
    expect(head.status, path).toBe(200);
    expect(await head.text()).toBe("");
    for (const name of ["content-type", "cache-control", "access-control-allow-origin"])
      expect(head.headers.get(name), `${path} ${name}`).toBe(get.headers.get(name));
  }
  expect((await runtime.fetch("/p/none/api/auth/jwks", { method: "HEAD" })).status).toBe(404);
});

import { generateKeyPairSync } from "node:crypto";
import { ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startLocalDeployment, type LocalDeployment } from "../src";
import { createComponentsProject, type Project } from "./fixtures/project";

// Components that Convex publishes, unmodified and pushed by the unmodified CLI: each is installed
// in one app and driven once. What they need of a deployment, apps need, too.
let project: Project;
let deployment: LocalDeployment;
const client = () => new ConvexHttpClient(deployment.cloudUrl, { logger: false });
const mutate = (path: string) => client().mutation(reference(path), {});

function reference(path: string) {
  const [module, name] = path.split(":");
  return anyApi[module!]![name!]!;
}

/** Waits for what scheduled work has left. */
const marksOf = (by: string, count = 1) =>
  vi.waitFor(
    async () => {
      const marks = (await client().query(anyApi.marks!.all!)) as { by: string; value: unknown }[];
      const values = marks.filter((mark) => mark.by === by).map(({ value }) => value);
      expect(values.length).toBeGreaterThanOrEqual(count);
      return values;
    },
    { timeout: 20_000, interval: 50 },
  );

beforeAll(async () => {
  project = await createComponentsProject();
  deployment = await startLocalDeployment({ directory: null, cloudPort: 0, sitePort: 0 });
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const jwk = { use: "sig", ...publicKey.export({ format: "jwk" }) };
  const variables = {
    SITE_URL: "http://localhost:5173",
    JWT_PRIVATE_KEY: key.trimEnd().replaceAll("\n", " "),
    JWKS: JSON.stringify({ keys: [jwk] }),
  };
  const changes = Object.entries(variables).map(([name, value]) => ({ name, value }));
  const set = await fetch(`${deployment.cloudUrl}/api/update_environment_variables`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Convex ${deployment.adminKey}`,
    },
    body: JSON.stringify({ changes }),
  });
  expect(set.status).toBe(200);
  const pushed = await project.convex(deployment, "dev", "--once", "--typecheck=disable");
  expect(pushed.output).toContain("Convex functions ready!");
}, 300_000);

afterAll(async () => {
  await deployment.close();
  await project.remove();
});

test("workpool runs actions, retries them and reports their results", async () => {
  await mutate("workpool:drive");
  expect(await marksOf("workpool 0")).toEqual([{ kind: "success", returnValue: "after 1" }]);
  expect(await marksOf("workpool 1")).toEqual([{ kind: "success", returnValue: "after 2" }]);
}, 30_000);

test("workflow runs steps in parallel and in order", async () => {
  await mutate("workflow:drive");
  expect(await marksOf("workflow")).toEqual(["ada 3 6 after 1"]);
}, 30_000);

test("action-retrier retries an action until it succeeds", async () => {
  await mutate("retrier:drive");
  expect(await marksOf("retrier")).toEqual([{ type: "success", returnValue: "after 3" }]);
}, 30_000);

test("crons registers a job at run time and runs it", async () => {
  expect(await mutate("cronJobs:drive")).toEqual(["tick"]);
  expect(await marksOf("crons")).toEqual(["tick"]);
}, 30_000);

test("migrations changes a table in batches", async () => {
  await mutate("migrate:drive");
  await vi.waitFor(
    async () => expect(await client().query(anyApi.migrate!.sizes!)).toEqual([1, 2, 3, 4, 5]),
    { timeout: 20_000, interval: 50 },
  );
}, 30_000);

test("aggregate counts, sums and finds the maximum", async () => {
  expect(await mutate("counting:aggregate")).toEqual([3, 15, 9]);
});

test("sharded-counter counts", async () => {
  expect(await mutate("counting:shardedCounter")).toBe(5);
});

test("rate-limiter lets two of three pass", async () => {
  expect(await mutate("counting:rateLimiter")).toEqual([true, true, false]);
});

test("resend queues a mail and cancels it", async () => {
  expect(await mutate("mails:drive")).toEqual(["waiting", "cancelled"]);
});

test("better-auth signs a user up and knows the session", async () => {
  const post = (path: string, body: object) =>
    fetch(`${deployment.siteUrl}/better/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: deployment.siteUrl },
      body: JSON.stringify(body),
    });
  const account = { email: "ada@example.com", password: "correct horse battery", name: "Ada" };
  const signedUp = await post("sign-up/email", account);
  expect(signedUp.status, await signedUp.clone().text()).toBe(200);
  const cookie = signedUp.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
  const session = await fetch(`${deployment.siteUrl}/better/get-session`, { headers: { cookie } });
  expect(await session.json()).toMatchObject({ user: { email: account.email } });
}, 30_000);

test("@convex-dev/auth signs a user up, and its token authenticates calls", async () => {
  const { tokens } = (await client().action(anyApi.auth!.signIn!, {
    provider: "password",
    params: { flow: "signUp", email: "ada@example.com", password: "correct horse battery" },
  })) as { tokens: { token: string } };
  const authenticated = new ConvexHttpClient(deployment.cloudUrl, { logger: false });
  authenticated.setAuth(tokens.token);
  expect(await authenticated.query(anyApi.auth!.isAuthenticated!)).toBe(true);
  expect(await client().query(anyApi.auth!.isAuthenticated!)).toBe(false);
}, 30_000);

/** Operators work at the console's origin only, whatever they present at another host. */
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { contract } from "../../convex/component/contract";
import { findAudience, parseConsoleOrigin } from "../../convex/component/core/consoleOrigin";
import type { Endpoint } from "../../convex/component/signIn/endpoint";
import { endpoints as table } from "../../convex/component/signIn/endpoints";
import type { OperationDefinition } from "../../convex/component/wire/operation";
import { Authenticator } from "../support/authenticator";
import { deployApp, setEnvironment } from "../support/deployment";
import { inboxOf } from "../support/mailbox";
import {
  adminClientOf,
  beginOperator,
  confirm,
  linkFor,
  newOperatorEmail,
  passSecondFactor,
  trustSession,
  visitAsOperator,
  type Operator,
} from "../support/operators";
import { challengeOf } from "../support/passkeys";
import {
  deployedRuntime,
  httpRuntime,
  newProject,
  type HttpRuntime,
  type TestProject,
} from "../support/runtime";
import { linkIn } from "../support/signIn";
import { newVisitor, pathIn } from "../support/visitor";

/** The host of every request on the test engine. */
const HERE = "https://some.convex.site";
const CONSOLE = "https://console.example.com";
const APPS = "https://auth.example.org";

let runtime: ReturnType<typeof httpRuntime>;
let project: TestProject;

beforeEach(async () => {
  runtime = httpRuntime();
  project = await newProject(runtime);
  vi.stubEnv("BANATA_AUTH_PAGES", "console,hosted,portal");
  return () => vi.unstubAllEnvs();
});

/** From here on, requests arrive at this host of a deployment whose site and console are there. */
function move(site: string, consoleOrigin: string | undefined): void {
  vi.stubEnv("CONVEX_SITE_URL", site);
  vi.stubEnv("BANATA_AUTH_CONSOLE_ORIGIN", consoleOrigin);
}

const refused = { code: "forbidden", errors: [{ code: "console_origin" }] };

async function owner(): Promise<Operator> {
  const operator = await beginOperator(runtime, { projectId: project.id });
  await trustSession(
    async (work) => await runtime.engine.run(async (ctx) => await work(ctx)),
    operator,
  );
  return operator;
}

describe("the variable", () => {
  test.each([
    ["https://console.example.com", "https://console.example.com"],
    [" https://console.example.com:8443 ", "https://console.example.com:8443"],
    ["http://localhost:3211", "http://localhost:3211"],
    ["", null],
    [undefined, null],
  ])("%j is %j", (value, expected) => {
    expect(parseConsoleOrigin(value)).toBe(expected);
  });

  test.each([
    "http://console.example.com",
    "https://console.example.com/",
    "https://console.example.com/console",
    "https://console.example.com?x=1",
    "https://ops@console.example.com",
    "https://Console.example.com",
    "console.example.com",
    "https://*.example.com",
    "https://a.example,https://b.example",
    "javascript:alert(1)",
  ])("%j is no origin", (value) => {
    expect(() => parseConsoleOrigin(value)).toThrow(/BANATA_AUTH_CONSOLE_ORIGIN must be an origin/);
  });

  test.each([
    ["http://console.example.com/x", "operators"], // a proxy that does not say X-Forwarded-Proto
    ["https://console.example.com:443/x", "operators"],
    ["http://console.example.com:443/x", "operators"],
    ["https://console.example.com:8443/x", "apps"],
    ["https://console.example.com.evil.example/x", "apps"],
    ["https://some.convex.site/https://console.example.com", "apps"],
  ])("a request to %s is for %s", (url, expected) => {
    move(HERE, CONSOLE);
    expect(findAudience(url)).toBe(expected);
  });
});

describe("at the console's origin", () => {
  test.each([
    ["of its own", APPS],
    ["that is the deployment's, too", HERE],
  ])("%s, an operator signs in and works", async (_what, site) => {
    move(site, HERE);
    const { link } = await linkFor(runtime, newOperatorEmail(), project.id);
    expect(link).toMatch(new RegExp(`^${HERE}/p/proj_`));
    const operator = await beginOperator(runtime, { projectId: project.id });
    const passkey = await passSecondFactor(runtime, operator); // bound to the console's host
    const input = { projectId: project.id, name: "made at the console" };
    expect((await operator.call("apiKeys.createKey", input)).status).toBe(200);
    expect((await operator.get("/get-session")).status).toBe(200);
    const again = visitAsOperator(runtime, operator);
    await confirm(runtime, again, passkey);
    expect((await again.call("projects.listProjects")).status).toBe(200);
    const opened = await runtime.fetch("/console");
    expect([opened.status, opened.headers.has("content-security-policy")]).toEqual([200, true]);
  });

  test("that is public, a second factor is needed, wherever the site is", async () => {
    move("http://127.0.0.1:3211", HERE);
    const operator = await beginOperator(runtime, { projectId: project.id });
    expect(await operator.call("projects.listProjects")).toMatchObject({
      status: 403,
      body: { errors: [{ code: "mfa_required" }] },
    });
  });

  test("passkeys of a domain that it is not in are not asked for", async () => {
    move(HERE, undefined);
    const { key } = await runtime.setup<{ key: string }>("createAdminKey", { name: "admin" });
    const operator = await owner();
    const admin = runtime.client({ id: operator.base.slice("/p/".length), key });
    await admin.configuration.saveDashboardConfig({ passkeys: { rpId: "example.org" } });
    move(APPS, HERE);
    const options = await operator.get("/passkey/generate-authenticate-options");
    expect(await options.json()).toMatchObject({ rpId: new URL(HERE).hostname });
  });

  test("of its own, the users and pages of other projects have no place", async () => {
    move(HERE, undefined);
    const visitor = newVisitor(runtime, project.id);
    const ada = { email: newOperatorEmail(), name: "Ada", password: "correct horse battery" };
    expect((await visitor.post("/sign-up/email", ada)).status).toBe(200);
    move(APPS, HERE);
    for (const path of ["/authorize", "/account", "/portal", "/hosted/sign-in"])
      expect([path, (await runtime.fetch(`/p/${project.id}${path}`)).status]).toSatisfy(
        ([, status]) => status === 403 || status === 404,
      );
    expect((await runtime.fetch(`/p/${project.id}/authorize`)).status).toBe(403);
    const signIn = await visitor.post("/sign-in/email", ada);
    expect([signIn.status, await signIn.json()]).toMatchObject([403, refused]);
    const own = await visitor.browse(`/p/${project.id}/api/auth/organization/list`);
    expect([own.status, await own.json()]).toMatchObject([403, refused]);
    expect((await runtime.client(project).users.listUsers()).data).toHaveLength(1); // keys work
  });

  test("of its own, the pages that the admin project trusts call nothing", async () => {
    move(APPS, HERE);
    const operator = await owner();
    const { key } = await runtime.setup<{ key: string }>("createAdminKey", { name: "admin" });
    const admin = runtime.client({ id: operator.base.slice("/p/".length), key });
    const origin = "https://app.example.com";
    await admin.configuration.saveDashboardConfig({ sessions: { corsOrigins: [origin] } });
    const read = await operator.get("/get-session", { origin });
    expect(read.headers.get("access-control-allow-origin")).toBeNull();
    // Nor does a server of theirs forward for operators: links in mails would lead there.
    const forwarded = await operator.get("/get-session", {
      "x-better-auth-forwarded-host": new URL(origin).host,
      "x-better-auth-forwarded-proto": "https",
    });
    expect([forwarded.status, await forwarded.json()]).toMatchObject([403, refused]);
    const sent = await operator.post(
      "/sign-in/email",
      { email: "a@b.example", password: "x" },
      { origin },
    );
    expect(sent.status).toBe(403);
  });
});

describe("at another host", () => {
  let operator: Operator;
  beforeEach(async () => {
    move(HERE, undefined);
    operator = await owner();
    expect((await operator.call("projects.listProjects")).status).toBe(200);
    move(HERE, CONSOLE);
  });

  test("no operation takes an operator's cookie or token", async () => {
    const groups: Record<string, Record<string, OperationDefinition>> = contract;
    const names = Object.entries(groups).flatMap(([group, operations]) =>
      Object.entries(operations).flatMap(([name, { session }]) =>
        session === "none" ? [] : [`${group}.${name}`],
      ),
    );
    expect(names).toContain("users.startImpersonation");
    for (const name of names)
      expect(await operator.call(name, { projectId: project.id }), name).toMatchObject({
        status: 403,
        body: refused,
      });
    const cookie = [...operator.cookies].find(([name]) => name.endsWith("session_token"))![1];
    const token = decodeURIComponent(cookie).split(".")[0]!;
    const path = `${operator.base}${contract.projects.listProjects.path}`;
    const bearer = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const ask = async () =>
      (await runtime.fetch(path, { method: "POST", headers: bearer, body: "{}" })).status;
    expect(await ask()).toBe(403);
    move(APPS, HERE);
    expect(await ask()).toBe(200);
  });

  test("no header changes the host", async () => {
    const headers = {
      "x-forwarded-host": new URL(CONSOLE).host,
      forwarded: `host=${new URL(CONSOLE).host}`,
      origin: CONSOLE,
      "x-banata-visitor-url": `${CONSOLE}/api/auth`,
      "x-better-auth-forwarded-host": new URL(CONSOLE).host,
      "x-better-auth-forwarded-proto": "https",
    };
    expect((await operator.call("projects.listProjects", {}, headers)).status).toBe(403);
    for (const path of ["/get-session", "/passkey/generate-authenticate-options"])
      expect((await operator.get(path, headers)).status, path).toBe(403);
    expect((await runtime.fetch("/console", { headers })).status).toBe(403);
  });

  test("no endpoint of sign-in answers", async () => {
    const rows = Object.entries<Endpoint | null>(table).flatMap(([path, row]) =>
      (row?.methods ?? []).map((method) => ({ method, path: path.replace(/:\w+/, "github") })),
    );
    expect(rows.length).toBeGreaterThan(50);
    const served: string[] = [];
    for (const { method, path } of rows) {
      const answer =
        method === "GET"
          ? await operator.get(`${path}?token=x`)
          : await operator.post(path, { token: "x" });
      const body: unknown = await answer.json().catch(() => null);
      if (answer.status === 200) served.push(path);
      else expect([path, answer.status, body]).toMatchObject([path, 403, refused]);
      expect(answer.headers.get("set-cookie"), path).toBeNull();
    }
    expect([...new Set(served)].filter((path) => !/jwks|\.well-known/.test(path))).toEqual([]);
  });

  test("a passkey begins no session", async () => {
    move(HERE, undefined);
    const passkey = await passSecondFactor(runtime, operator);
    const visitor = newVisitor(runtime, operator.base.slice("/p/".length));
    const challenge = await challengeOf(visitor, "authenticate");
    move(HERE, CONSOLE);
    for (const origin of [HERE, CONSOLE]) {
      const page = { origin, rpId: new URL(HERE).hostname };
      const answer = await visitor.post(
        "/passkey/verify-authentication",
        { response: passkey.assert(challenge, page) },
        { origin },
      );
      expect([answer.status, await answer.json()]).toMatchObject([403, refused]);
    }
    expect(passkey).toBeInstanceOf(Authenticator);
  });

  test("a link shows where it works, keeps its token to itself, and stays good", async () => {
    const { link } = await linkFor(runtime, newOperatorEmail(), project.id);
    expect(link.startsWith(`${CONSOLE}/p/`)).toBe(true);
    const token = new URL(link).searchParams.get("token")!;
    for (const method of ["GET", "POST"]) {
      const headers = { origin: HERE };
      const answer = await runtime.fetch(pathIn(link), { method, headers });
      const text = await answer.text();
      expect([answer.status, answer.headers.get("set-cookie")]).toEqual([403, null]);
      expect(answer.headers.get("location")).toBeNull();
      expect(text).toContain(`This link works at ${CONSOLE} only`);
      expect(text).toContain("for the host some.convex.site");
      expect(text).not.toContain(token);
    }
    move(APPS, HERE);
    const visitor = newVisitor(runtime, operator.base.slice("/p/".length));
    expect((await visitor.click(link)).status).toBe(303);
  });

  test("the console shows its address, and serves no asset", async () => {
    for (const path of ["/console", "/console/projects/proj_1?q=secret", "/console/assets/x.js"]) {
      const answer = await runtime.fetch(path);
      const text = await answer.text();
      expect(answer.status, path).toBe(403);
      expect(text).toContain(`href="${CONSOLE}/console"`);
      expect(text).not.toContain("q=secret");
      expect(text).not.toContain("<script");
    }
  });

  test("users of other projects sign in as before", async () => {
    const visitor = newVisitor(runtime, project.id);
    const ada = { email: newOperatorEmail(), name: "Ada", password: "correct horse battery" };
    expect((await visitor.post("/sign-up/email", ada)).status).toBe(200);
    expect((await visitor.get("/get-session")).status).toBe(200);
    const ofProject = await runtime.fetch(`/p/${project.id}/authorize`);
    expect(ofProject.status).not.toBe(403);
  });
});

describe("with a wrong value", () => {
  beforeEach(() => move(HERE, "https://console.example.com/console"));

  test("operators work nowhere, and everyone else does", async () => {
    move(HERE, undefined);
    const operator = await owner();
    move(HERE, "https://console.example.com/console");
    expect(await operator.call("projects.listProjects")).toMatchObject({
      status: 403,
      body: refused,
    });
    expect((await operator.get("/get-session")).status).toBe(403);
    const page = await runtime.fetch("/console");
    expect([page.status, await page.text()]).toEqual([
      403,
      expect.stringContaining("npx banata-auth doctor"),
    ]);
    expect((await runtime.client(project).users.listUsers()).data).toEqual([]);
    const visitor = newVisitor(runtime, project.id);
    expect((await visitor.get("/get-session")).status).toBe(200);
  });

  test("no link is made", async () => {
    await expect(linkFor(runtime, newOperatorEmail(), project.id)).rejects.toThrow(
      /must be an origin/,
    );
  });
});

describe("on the local deployment, with two names", () => {
  let console_: HttpRuntime;
  let apps: HttpRuntime;

  beforeAll(async () => {
    const deployment = await deployApp();
    const siteUrl = deployment.siteUrl.replace("127.0.0.1", "localhost");
    await setEnvironment(deployment, { BANATA_AUTH_CONSOLE_ORIGIN: siteUrl });
    apps = deployedRuntime(deployment);
    console_ = deployedRuntime({ ...deployment, siteUrl });
    return async () => await deployment.close();
  }, 120_000);

  test("a cookie of the console is worth nothing at the other one", async () => {
    const inProject = await newProject(apps);
    const operator = await beginOperator(console_, { projectId: inProject.id });
    expect((await operator.call("projects.listProjects")).body).toMatchObject({
      projects: [{ id: inProject.id }],
    });
    const thief = visitAsOperator(apps, operator, new Map(operator.cookies));
    expect(await thief.call("projects.listProjects")).toMatchObject({ status: 403, body: refused });
    expect((await thief.get("/get-session")).status).toBe(403);
    const { link } = await linkFor(apps, newOperatorEmail(), inProject.id);
    expect(link.startsWith(`${console_.origin}/banata/p/`)).toBe(true);
    expect((await apps.fetch(pathIn(link))).status).toBe(403);
    expect([
      (await apps.fetch("/console")).status,
      (await console_.fetch("/console")).status,
    ]).toEqual([403, 200]);
  });

  test("mails to operators lead to the console, and those to users do not", async () => {
    const inProject = await newProject(apps);
    const operator = await beginOperator(console_, { projectId: inProject.id });
    const inbox = await inboxOf(apps);
    const email = newOperatorEmail();
    const input = { projectId: inProject.id, email, role: "viewer" };
    expect((await operator.call("projects.inviteMember", input)).status).toBe(200);
    const [invitation] = /https?:\/\/\S+\/operators\/invitation\?\S+/.exec(
      (await inbox.next(email)).text,
    )!;
    expect(new URL(invitation).origin).toBe(console_.origin);
    expect((await apps.fetch(pathIn(invitation))).status).toBe(403);
    const visitor = newVisitor(console_, operator.base.slice("/p/".length));
    expect((await visitor.click(invitation)).status).toBe(303);

    const admin = await adminClientOf(apps, operator);
    await admin.configuration.saveDashboardConfig({
      sessions: { corsOrigins: ["https://app.example.com"] },
    });
    const redirectUrl = "https://app.example.com/reset";
    const { data } = await admin.users.listUsers({ email });
    await admin.users.sendPasswordReset({ userId: data[0]!.id, redirectUrl });
    expect(new URL(linkIn(await inbox.next(email, 2))).origin).toBe(console_.origin);

    const client = apps.client(inProject);
    await client.configuration.saveDashboardConfig({
      sessions: { corsOrigins: ["https://app.example.com"] },
    });
    const { user } = await client.users.createUser({ email: newOperatorEmail(), name: "Ada" });
    await client.users.sendPasswordReset({ userId: user.id, redirectUrl });
    expect(new URL(linkIn(await inbox.next(user.email))).origin).toBe(apps.origin);
  });
});

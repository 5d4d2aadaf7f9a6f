/**
 * The server helpers of `@convex-dev/better-auth`, unmodified, between visitors and the runtime on
 * the local deployment. The app's files are those of docs/migrate-from-convex-better-auth.md.
 */
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { hashPassword } from "better-auth/crypto";
import { makeFunctionReference, type FunctionReference } from "convex/server";
import { afterAll, beforeAll, beforeEach, expect, inject, test, vi } from "vitest";
import { handledRequest, writeMigratedApp, type MigratedApp } from "../browser/migratedApp/app";
import { inboxOf } from "../support/mailbox";
import { deployedRuntime, newProject, type TestProject } from "../support/runtime";
import { linkIn } from "../support/signIn";

type Query = FunctionReference<"query", "public", Record<string, never>, { email: string } | null>;
interface AuthServer {
  readonly handler: Record<"GET" | "POST", (request: Request) => Promise<Response>>;
  readonly getToken: () => Promise<string | undefined>;
  readonly isAuthenticated: () => Promise<boolean>;
  readonly fetchAuthQuery: (query: Query) => Promise<{ email: string } | null>;
  readonly preloadAuthQuery: (query: Query) => Promise<{ _valueJSON: unknown }>;
}

const APP = "http://localhost:3000";
const person = { email: "ada@example.com", name: "Ada", password: "correct horse battery" };
const currentUser: Query = makeFunctionReference("auth:currentUser");

let app: MigratedApp;
let bundle: string;
let project: TestProject;
let serial = 0;

beforeAll(async () => {
  app = await writeMigratedApp();
  bundle = await app.bundleForServer("src/lib/auth-server.ts");
});
afterAll(async () => await app?.remove());
beforeEach(async () => {
  project = await newProject(deployedRuntime());
  handledRequest.headers = new Headers();
});

/** The server of an app, and one visitor of it. */
async function serve(): Promise<{
  server: AuthServer;
  visit: (path: string, body?: object | string, headers?: object) => Promise<Response>;
}> {
  const { cloudUrl, baseUrl } = inject("deployment");
  vi.stubEnv("NEXT_PUBLIC_CONVEX_URL", cloudUrl);
  vi.stubEnv("NEXT_PUBLIC_CONVEX_SITE_URL", `${baseUrl}/p/${project.id}`);
  const server = (await import(/* @vite-ignore */ `${bundle}?${serial++}`)) as AuthServer; // the guide's exports
  const jar = new Map([["theme", "dark"]]);
  return {
    server,
    visit: async (path, body, headers = {}) => {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      const sent = { cookie, origin: APP, "content-type": "application/json", ...headers };
      const response =
        body === undefined
          ? await server.handler.GET(new Request(APP + path, { headers: sent }))
          : await server.handler.POST(
              new Request(APP + path, {
                method: "POST",
                headers: sent,
                body: typeof body === "string" ? body : JSON.stringify(body),
              }),
            );
      for (const each of response.headers.getSetCookie()) {
        const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
        if (/max-age=0/i.test(each)) jar.delete(name);
        else jar.set(name, value);
      }
      handledRequest.headers = new Headers({
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
        host: "localhost:3000",
      });
      return response;
    },
  };
}

test("a visitor signs in on the app's own domain, and the server knows who it is until the sign-out", async () => {
  const { server, visit } = await serve();
  expect([await server.isAuthenticated(), await server.getToken()]).toEqual([false, undefined]);
  const signUp = await visit("/api/auth/sign-up/email", person);
  expect(signUp.status).toBe(200);
  expect(signUp.headers.getSetCookie().join()).toMatch(/session_token=.*HttpOnly/i);
  expect(signUp.headers.getSetCookie().join()).not.toMatch(/domain=/i);
  expect(await server.isAuthenticated()).toBe(true);
  expect(await server.getToken()).toMatch(/^ey/);
  expect(await server.fetchAuthQuery(currentUser)).toMatchObject({ email: person.email });
  expect(await server.preloadAuthQuery(currentUser)).toMatchObject({
    _valueJSON: { email: person.email },
  });
  expect((await visit("/api/auth/get-session")).status).toBe(200);

  const { headers } = handledRequest;
  expect((await visit("/api/auth/sign-out", {})).status).toBe(200);
  handledRequest.headers = headers; // the cookie of the ended session
  expect(await server.isAuthenticated()).toBe(false);
  expect(await server.fetchAuthQuery(currentUser)).toBeNull();
});

test("a mailed link leads to the app's own domain and signs in there", async () => {
  const runtime = deployedRuntime();
  await runtime
    .sdk(project)
    .configuration.saveDashboardConfig({ authMethods: { magicLink: true } });
  const inbox = await inboxOf(runtime);
  const email = `ada.${project.id.toLowerCase()}@example.com`;
  const { server, visit } = await serve();
  await visit("/api/auth/sign-in/magic-link", { email, callbackURL: "/welcome" });
  const link = new URL(linkIn(await inbox.next(email)));
  expect(link.origin + link.pathname).toBe(`${APP}/api/auth/magic-link/verify`);
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const page = await visit(link.pathname + link.search, "", form);
  expect(await page.text()).toContain(`${APP}/welcome"`);
  expect(await server.isAuthenticated()).toBe(true);
  expect(await server.fetchAuthQuery(currentUser)).toMatchObject({ email });
});

test("the word of a server that the project does not trust is not taken", async () => {
  const runtime = deployedRuntime();
  await runtime
    .sdk(project)
    .configuration.saveDashboardConfig({ authMethods: { magicLink: true } });
  const inbox = await inboxOf(runtime);
  const email = `bea.${project.id.toLowerCase()}@example.com`;
  for (const [host, protocol] of [
    ["evil.example", "http"],
    ["localhost:3000", "https"],
    ["localhost:3000@evil.example", "http"],
    ["localhost:3000/x?", "http"],
    ["", "http"],
  ] as const) {
    const response = await runtime.fetch(`/p/${project.id}/api/auth/sign-in/magic-link`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-better-auth-forwarded-host": host,
        "x-better-auth-forwarded-proto": protocol,
      },
      body: JSON.stringify({ email, callbackURL: "/" }),
    });
    expect([host, response.status]).toEqual([host, 200]);
  }
  const messages = await inbox.next(email, 5).then(async () => await inbox.messages(email));
  for (const message of messages) expect(new URL(linkIn(message)).origin).toBe(runtime.origin);
});

test("the helpers of TanStack Start do the same", async () => {
  interface StartServer {
    readonly handler: (request: Request) => Promise<Response>;
    readonly getToken: () => Promise<string | undefined>;
    readonly fetchAuthQuery: AuthServer["fetchAuthQuery"];
  }
  const { cloudUrl, baseUrl } = inject("deployment");
  vi.stubEnv("VITE_CONVEX_URL", cloudUrl);
  vi.stubEnv("VITE_CONVEX_SITE_URL", `${baseUrl}/p/${project.id}`);
  const path = await app.bundleForServer("src/lib/auth-start.ts");
  const server = (await import(/* @vite-ignore */ path)) as StartServer; // the guide's exports
  expect(await server.getToken()).toBeUndefined();
  const signUp = await server.handler(
    new Request(`${APP}/api/auth/sign-up/email`, {
      method: "POST",
      headers: { origin: APP, "content-type": "application/json" },
      body: JSON.stringify(person),
    }),
  );
  expect(signUp.status).toBe(200);
  handledRequest.headers = new Headers({
    cookie: signUp.headers
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; "),
  });
  expect(await server.getToken()).toMatch(/^ey/);
  expect(await server.fetchAuthQuery(currentUser)).toMatchObject({ email: person.email });
  const session = await server.handler(
    new Request(`${APP}/api/auth/get-session`, { headers: handledRequest.headers }),
  );
  expect(await session.json()).toMatchObject({ user: { email: person.email } });
});

/** Runs a script of the guide in the app, with the variables that it names. */
async function runScript(path: string): Promise<void> {
  const script = await app.bundleForServer(path);
  const env = {
    ...process.env,
    BANATA_API_KEY: project.key,
    BANATA_AUTH_URL: inject("deployment").baseUrl,
  };
  await promisify(execFile)(process.execPath, [script], { cwd: app.directory, env });
}

test("the script configures the project", async () => {
  await runScript("scripts/configure.mjs");
  const { configuration } = deployedRuntime().sdk(project);
  expect(await configuration.getDashboardConfig()).toMatchObject({
    sessions: { corsOrigins: ["https://app.example.com"] },
    authMethods: { magicLink: true, twoFactor: true },
  });
});

test("the script moves users with their passwords, and once", async () => {
  const rows = {
    user: [
      { _id: "k17a", name: "Ada", email: person.email, emailVerified: true, image: null },
      { _id: "k17b", name: "Bea", email: "bea@example.com", emailVerified: false },
    ],
    account: [
      { userId: "k17b", providerId: "google", accountId: "1" },
      { userId: "k17a", providerId: "google", accountId: "2", password: null },
      {
        ...{ userId: "k17a", providerId: "credential", accountId: "k17a" },
        password: await hashPassword(person.password),
      },
    ],
  };
  for (const [table, documents] of Object.entries(rows)) {
    const path = join(app.directory, `old/_components/betterAuth/${table}/documents.jsonl`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, documents.map((each) => `${JSON.stringify(each)}\n`).join(""));
  }
  await runScript("scripts/move-users.mjs");
  await runScript("scripts/move-users.mjs");
  const { users } = deployedRuntime().sdk(project);
  const { data } = await users.listUsers({ order: "asc" });
  expect(data).toMatchObject([
    { email: person.email, emailVerified: true, metadata: { previousId: "k17a" } },
    { email: "bea@example.com", emailVerified: false, metadata: { previousId: "k17b" } },
  ]);
  const { server, visit } = await serve();
  expect((await visit("/api/auth/sign-in/email", person)).status).toBe(200);
  expect(await server.isAuthenticated()).toBe(true);
});

/**
 * A server of an app between its visitors and the runtime on the local deployment, as Next.js would
 * run it.
 */
import { makeFunctionReference } from "convex/server";
import { afterEach, beforeEach, expect, inject, test, vi } from "vitest";
import {
  createBanataAuthServer,
  type BanataAuthServer,
  type BanataAuthServerOptions,
} from "../../src/next";
import { inboxOf } from "../support/mailbox";
import {
  deployedRuntime,
  newProject,
  type HttpRuntime,
  type TestProject,
} from "../support/runtime";
import { linkIn } from "../support/signIn";
import { serveAnswers } from "./answers";

const person = { email: "ada@example.com", name: "Ada", password: "correct horse battery" };
const currentUser = makeFunctionReference<"query", Record<string, never>, { email: string } | null>(
  "auth:currentUser",
);

let runtime: HttpRuntime;
let project: TestProject;
const closing: (() => void)[] = [];

beforeEach(async () => {
  runtime = deployedRuntime();
  project = await newProject(runtime);
});
afterEach(() => {
  for (const close of closing.splice(0)) close();
  vi.restoreAllMocks();
});

const serve = async (answer: (request: Request) => Promise<Response>): Promise<string> => {
  const { url, close } = await serveAnswers(answer);
  closing.push(close);
  return url;
};

async function app(options: BanataAuthServerOptions = {}): Promise<{
  auth: BanataAuthServer;
  url: string;
  visit: (path: string, body?: object, headers?: Record<string, string>) => Promise<Response>;
  jar: Map<string, string>;
}> {
  const { baseUrl, cloudUrl } = inject("deployment");
  const auth = createBanataAuthServer({
    apiKey: project.key,
    authUrl: baseUrl,
    convexUrl: cloudUrl,
    ...options,
  });
  const url = await serve(
    async (request) =>
      await (request.method === "GET" ? auth.handler.GET(request) : auth.handler.POST(request)),
  );
  const jar = new Map([["theme", "dark"]]);
  const visit = async (path: string, body?: object, headers: Record<string, string> = {}) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const init = {
      headers: { origin: url, cookie, "content-type": "application/json", ...headers },
      redirect: "manual" as const,
    };
    const response = await fetch(
      url + path,
      body ? { ...init, method: "POST", body: JSON.stringify(body) } : init,
    );
    for (const each of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
      if (/max-age=0/i.test(each)) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
  return { auth, url, visit, jar };
}

const asRequest = (jar: Map<string, string>, url: string) =>
  new Request(url, {
    headers: {
      cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
      host: new URL(url).host,
    },
  });

test("a visitor signs in on the app's own domain, and the server knows who it is until the sign-out", async () => {
  const { auth, url, visit, jar } = await app();
  expect(await auth.isAuthenticated(asRequest(jar, url))).toBe(false);
  const signUp = await visit("/api/auth/sign-up/email", person);
  expect(signUp.status).toBe(200);
  expect(signUp.headers.getSetCookie().join()).toMatch(/session_token=.*HttpOnly/i);
  expect(signUp.headers.getSetCookie().join()).not.toMatch(/domain=/i);
  expect(signUp.headers.get("set-auth-token")).toBeNull();

  const request = asRequest(jar, url);
  expect(await auth.isAuthenticated(request)).toBe(true);
  expect(await auth.getToken(request)).toMatch(/^ey/);
  expect(await auth.fetchAuthQuery(currentUser, {}, { request })).toMatchObject({
    email: person.email,
  });
  expect(await auth.preloadAuthQuery(currentUser, {}, { request })).toMatchObject({
    _name: "auth:currentUser",
    _valueJSON: { email: person.email },
  });

  expect((await visit("/api/auth/sign-out", {})).status).toBe(200);
  expect(await auth.isAuthenticated(request)).toBe(false);
  expect(await auth.fetchAuthQuery(currentUser, {}, { request })).toBeNull();
});

test("the key's powers are not the visitor's: signed in or not, management answers 401, also to a key that the visitor sends", async () => {
  const { visit } = await app();
  const refused = async (headers?: Record<string, string>) => [
    (await visit("/api/auth/admin/list-users", undefined, headers)).status,
    (await visit("/api/auth/admin/create-user", person, headers)).status,
  ];
  expect(await refused()).toEqual([401, 401]);
  expect(
    await refused({
      authorization: `Bearer ${project.key}`,
      "x-api-key": project.key,
      "x-banata-proxy-key": project.key,
    }),
  ).toEqual([401, 401]);
  await visit("/api/auth/sign-up/email", person);
  expect(await refused()).toEqual([401, 401]);
  expect((await runtime.client(project).users.listUsers()).data).toHaveLength(1);
});

test("only headers of the list go to the runtime and come back", async () => {
  const seen: Headers[] = [];
  const authUrl = await serve(async ({ url, headers }) => {
    if (url.endsWith("/projects/current"))
      return Response.json({ project: { id: "proj_1", createdAt: 0, updatedAt: 0 } });
    seen.push(headers);
    return new Response("{}", {
      headers: [
        ["set-cookie", "__Secure-banata.proj_1.session_token=x; Domain=.example.com; Secure"],
        ["set-auth-token", "x"],
        ["x-internal", "1"],
        ["x-request-id", "req_1"],
      ],
    });
  });
  const { visit } = await app({
    authUrl,
    clientId: "cli_1",
    visitorAddress: (headers) => headers.get("x-real-ip"),
  });
  const headers = {
    authorization: "Bearer x",
    "x-api-key": "x",
    "x-forwarded-for": "9.9.9.9",
    "x-real-ip": "203.0.113.7",
    "x-banata-visitor-ip": "1.1.1.1",
    "better-auth-cookie": "a=1",
    cookie: "theme=dark; banata.proj_1.session_token=t",
  };
  const response = await visit("/api/auth/get-session", undefined, headers);
  const names = [...seen[0]!.keys()].filter(
    (name) => !["accept-encoding", "accept-language", "connection", "host"].includes(name),
  ); // what fetch itself adds
  expect(names.toSorted()).toEqual([
    "accept",
    "cache-control", // with pragma: of requests that no cache may answer
    "content-type",
    "cookie",
    "origin",
    "pragma",
    "sec-fetch-mode",
    "user-agent",
    "x-banata-client-id",
    "x-banata-proxy-key",
    "x-banata-visitor-ip",
    "x-banata-visitor-url",
  ]);
  expect(Object.fromEntries(seen[0]!)).toMatchObject({
    cookie: "banata.proj_1.session_token=t",
    "x-banata-visitor-ip": "203.0.113.7",
    "x-banata-client-id": "cli_1",
  });
  expect(response.headers.getSetCookie()).toEqual([
    "__Secure-banata.proj_1.session_token=x; Secure",
  ]);
  expect([
    response.headers.get("set-auth-token"),
    response.headers.get("x-internal"),
    response.headers.get("x-request-id"),
  ]).toEqual([null, null, "req_1"]);
});

test.each([
  "/api/auth/%2e%2e/%2e%2e/x",
  "/api/auth/..%2f..%2fx",
  "/api/auth/x/%2E%2E/%2E%2E/%2E%2E/%2E%2E/api/auth/admin/list-users",
  "/api/auth//evil.example/x",
  "/api/auth/\\..\\..\\x",
])("%s leads to no other project and no other host", async (path) => {
  const paths: string[] = [];
  const authUrl = await serve(async ({ url }) => {
    paths.push(new URL(url).pathname);
    return Response.json({ project: { id: "proj_1", createdAt: 0, updatedAt: 0 } });
  });
  const { auth } = await app({ authUrl });
  await auth.handler.GET({
    url: `http://localhost${path}`,
    method: "GET",
    headers: new Headers({ host: "localhost" }),
  } as Request); // as it is spelled: `new Request` would tidy it up
  expect(
    paths.filter(
      (each) => !each.startsWith("/p/proj_1/api/auth/") && !each.endsWith("/projects/current"),
    ),
  ).toEqual([]);
});

test("limits count the visitor's address, not the server's", async () => {
  const { visit } = await app();
  const attempt = async (address: string, i: number) =>
    (
      await visit(
        "/api/auth/sign-up/email",
        { ...person, email: `p${i}@example.com`, password: "short" },
        { "x-forwarded-for": `198.51.100.1, ${address}` },
      )
    ).status;
  for (let i = 0; i < 10; i++) expect(await attempt("203.0.113.1", i)).toBe(400);
  expect(await attempt("203.0.113.1", 10)).toBe(429);
  expect(await attempt("203.0.113.2", 11)).toBe(400);
});

test("what is said about a visitor is believed with a key of the project alone, and an app that it trusts", async () => {
  const client = runtime.client(project);
  const other = await newProject(runtime);
  const organization = await client.organizations.createOrganization({ name: "Acme" });
  const bound = await client.apiKeys.createKey({ name: "bound", organizationId: organization.id });
  const powerless = await client.apiKeys.createKey({
    name: "nothing",
    permissions: ["project.read"],
  });
  const revoked = await client.apiKeys.createKey({ name: "revoked" });
  await client.apiKeys.deleteKey({ keyId: revoked.id });
  const call = async (headers: Record<string, string>) =>
    (
      await runtime.fetch(`/p/${project.id}/api/auth/get-session`, {
        headers: {
          "x-banata-visitor-url": "http://localhost:3000/api/auth",
          "x-banata-visitor-ip": "203.0.113.1",
          ...headers,
        },
      })
    ).status;
  expect(await call({})).toBe(200);
  expect(await call({ "x-banata-proxy-key": powerless.key })).toBe(200);
  for (const key of [other.key, bound.key, revoked.key, "sk_test_nonsense"])
    expect(await call({ "x-banata-proxy-key": key })).toBe(401);
  for (const url of ["https://evil.example/api/auth", "http://localhost.evil.example/api/auth"])
    expect(await call({ "x-banata-proxy-key": project.key, "x-banata-visitor-url": url })).toBe(
      403,
    );
  for (const url of [
    "nonsense",
    "javascript://x/api/auth",
    "http://localhost:3000/elsewhere",
    "http://a@localhost/api/auth",
  ])
    expect(await call({ "x-banata-proxy-key": project.key, "x-banata-visitor-url": url })).toBe(
      422,
    );
  expect(
    await call({ "x-banata-proxy-key": project.key, "x-banata-visitor-ip": "not an address" }),
  ).toBe(422);
});

test("a runtime that gives no answer is 502 to the visitor and an error to the server, and asked again the next time", async () => {
  vi.spyOn(console, "error").mockReturnValue();
  let isUp = false;
  const authUrl = await serve(async ({ url }) => {
    if (!isUp) return new Response("down", { status: 404 });
    return url.endsWith("/projects/current")
      ? Response.json({ project: { id: "proj_1", createdAt: 0, updatedAt: 0 } })
      : Response.json({ token: "t" });
  });
  const { auth, url, visit } = await app({ authUrl });
  const request = asRequest(new Map([["banata.x", "1"]]), url);
  expect((await visit("/api/auth/get-session")).status).toBe(502);
  await expect(auth.getToken(request)).rejects.toMatchObject({ status: 404 });
  isUp = true;
  expect((await visit("/api/auth/get-session")).status).toBe(200);
  expect(await auth.getToken(request)).toBe("t");
});

test("an answer has one content type", async () => {
  const { visit } = await app();
  expect((await visit("/api/auth/get-session")).headers.get("content-type")).toBe(
    "application/json",
  );
});

test("requests for a visitor ask no cache: Next.js 14 would answer them from its own", async () => {
  const { auth, url } = await app();
  const fetched = vi.spyOn(globalThis, "fetch");
  await auth.getToken(asRequest(new Map([["banata.x", "1"]]), url));
  const asked = fetched.mock.calls.find(([to]) => String(to).endsWith("/convex/token"));
  expect(asked?.[1]).toMatchObject({ cache: "no-store" });
});

test("works where React has no cache, as React 18 in the Pages Router", async () => {
  vi.resetModules();
  vi.doMock("react", () => ({}));
  try {
    const next: typeof import("../../src/next") = await import("../../src/next");
    const auth = next.createBanataAuthServer({ apiKey: project.key });
    expect(await auth.getToken({ headers: new Headers() })).toBeNull();
  } finally {
    vi.doUnmock("react");
    vi.resetModules();
  }
});

test("without an API key, a build can import it, and requests say what is missing", async () => {
  vi.stubEnv("BANATA_API_KEY", "");
  vi.stubEnv("BANATA_AUTH_API_KEY", "");
  const logged = vi.spyOn(console, "error").mockImplementation(() => {});
  const auth = createBanataAuthServer();
  const response = await auth.handler.GET(new Request("http://localhost/api/auth/get-session"));
  expect(response.status).toBe(502);
  expect(logged.mock.calls.flat().join(" ")).toContain("set BANATA_API_KEY");
  const signedIn = { headers: new Headers({ cookie: "banata.session_token=x" }) };
  await expect(auth.getToken(signedIn)).rejects.toThrow("set BANATA_API_KEY");
  logged.mockRestore();
  vi.unstubAllEnvs();
});

test("a mailed link leads to the app, shows the page there, and signs in on its domain by the button", async () => {
  await runtime
    .client(project)
    .configuration.saveDashboardConfig({ authMethods: { magicLink: true } });
  const { url, visit, jar } = await app();
  const inbox = await inboxOf(runtime);
  const email = `ada.${project.id.toLowerCase()}@example.com`;
  await visit("/api/auth/sign-in/magic-link", { email, callbackURL: "/home" });
  const link = linkIn(await inbox.next(email));
  expect(link.startsWith(`${url}/api/auth/`), link).toBe(true);
  const page = await fetch(link);
  expect(page.status).toBe(200);
  expect(page.headers.get("content-security-policy")).toContain("form-action 'self'");
  expect(await page.text()).toContain('<form method="post">');
  const press = async (origin: string) =>
    await fetch(link, {
      method: "POST",
      headers: { origin, "content-type": "application/x-www-form-urlencoded" },
    });
  expect((await press(runtime.origin)).status).toBe(403);
  const pressed = await press(url);
  expect([pressed.status, pressed.headers.get("refresh")]).toEqual([200, `0; url=${url}/home`]);
  for (const each of pressed.headers.getSetCookie()) {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(each) ?? [];
    jar.set(name, value);
  }
  const session = (await (await visit("/api/auth/get-session")).json()) as {
    user: { email: string };
  };
  expect(session.user.email).toBe(email);
});

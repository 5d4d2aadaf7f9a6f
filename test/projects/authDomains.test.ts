/** A project's own domain: who has it, when it counts, and what follows it. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { internal } from "../../convex/component/_generated/api";
import { beginOperator } from "../support/operators";
import { beginFlow, newApp, openPage } from "../support/hosted";
import { httpRuntime } from "../support/runtime";
import { begin, linkIn, neighbour, type Scene } from "../support/signIn";
import { failureOf } from "../support/transports";

/** The host of every request on the test engine. */
const HERE = "https://some.convex.site";
const DOMAIN = "some.convex.site";
/** The deployment's own, elsewhere: requests of the tests arrive at `DOMAIN`. */
const SITE = "https://happy-otter-123.convex.example.com";
const CALLBACK = "https://app.example.com/callback";

/** A host whose proxy replaces the `Host` header, so that requests arrive at `DOMAIN`. */
const PROXY = "proxy.example.com";

type Engine = ReturnType<typeof httpRuntime>["engine"];
let engine: Engine;
let scene: Scene;
/** The TXT records at each domain: the projects that its owner names. */
let named: string[];
/** What the domain answers when it is asked; null for the deployment's own answer. */
let domainAnswers: ((url: URL) => Response | null) | null;

const settings = {
  authMethods: { magicLink: true, passkey: true, sso: true },
  features: { hostedUi: true },
  sessions: { corsOrigins: ["https://app.example.com"] },
};

beforeEach(async () => {
  const runtime = httpRuntime();
  ({ engine } = runtime);
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted,portal,console");
  vi.stubEnv("CONVEX_SITE_URL", SITE);
  const reach = fetch;
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.hostname === "127.0.0.1") return await reach(input, init); // the mailbox
    if (url.pathname === "/dns-query") return Response.json(answerDns(url.searchParams));
    if (url.host === DOMAIN || url.host === PROXY)
      return domainAnswers?.(url) ?? (await runtime.fetch(url.pathname + url.search));
    throw new Error("no such host");
  });
  domainAnswers = null;
  named = [];
  scene = await begin(() => runtime, settings);
  return () => {
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
  };
});

function answerDns(query: URLSearchParams) {
  if (query.get("type") !== "TXT")
    return { Status: 0, Answer: [{ type: 1, data: "93.184.215.14" }] };
  const isOfDomain = [DOMAIN, PROXY].some((each) => query.get("name") === `_banata-auth.${each}`);
  return { Status: 0, Answer: isOfDomain ? named.map((data) => ({ type: 16, data })) : [] };
}

const rows = async () =>
  await engine.run(async ({ db }) =>
    (await db.query("authDomains").collect()).map(({ projectId, domain, confirmedAt }) => ({
      ...{ projectId, domain },
      isConfirmed: confirmedAt !== null,
    })),
  );

/** The domains' owner agrees. */
async function name({ admin, project }: Scene, ...authDomains: string[]) {
  named.push(project.id);
  return await admin.projects.updateProject({ id: project.id, authDomains });
}

/** Names the domain and waits for its confirmation. */
async function confirm(of: Scene): Promise<void> {
  await name(of, DOMAIN);
  await expect
    .poll(rows)
    .toContainEqual({ projectId: of.project.id, domain: DOMAIN, isConfirmed: true });
}

/** The same with another domain: requests of the tests arrive at the deployment's own host. */
async function confirmElsewhere(of: Scene): Promise<void> {
  await confirm(of);
  const domain = "auth.example.com";
  await engine.run(async ({ db }) => {
    for (const row of await db.query("authDomains").collect())
      await db.patch("authDomains", row._id, { domain });
    for (const row of await db.query("projects").collect())
      if (row.id === of.project.id) await db.patch("projects", row._id, { authDomains: [domain] });
  });
  vi.stubEnv("CONVEX_SITE_URL", HERE);
}

/** A project whose domain could not be confirmed. */
async function nameOnly(of: Scene): Promise<void> {
  domainAnswers = () => new Response("another service", { status: 200 });
  await name(of, DOMAIN);
}

describe("the gate", () => {
  test("a domain that is confirmed for another project is refused, until it is given up", async () => {
    await name(scene, "auth.example.com", DOMAIN);
    await confirm(scene);
    const other = await neighbour(scene);
    const taken = await failureOf(name(other, "a.example.com", DOMAIN));
    expect(taken).toMatchObject({
      status: 409,
      errors: [{ field: "authDomains[1]", code: "taken" }],
    });
    expect((await rows()).map(({ domain }) => domain)).not.toContain("a.example.com");
    await name(scene, "auth.example.com");
    await confirm(other);
  });

  test("a domain that another project only names stops no project, and is confirmed for the first", async () => {
    const other = await neighbour(scene);
    let asked = 0;
    domainAnswers = () => new Response(`another service, ${++asked}`);
    await name(other, DOMAIN);
    await expect.poll(() => asked).toBe(1);
    domainAnswers = null;
    await confirm(scene);
    expect((await failureOf(name(other, DOMAIN))).status).toBe(409);
    await engine.mutation(internal.projects.domainConfirmation.store, {
      ...{ projectId: other.project.id, domain: DOMAIN },
    });
    expect((await rows()).filter(({ isConfirmed }) => isConfirmed)).toEqual([
      { projectId: scene.project.id, domain: DOMAIN, isConfirmed: true },
    ]);
  });

  test("the deployment's own host belongs to every project", async () => {
    const { hostname } = new URL(SITE);
    await name(scene, hostname);
    await name(await neighbour(scene), hostname);
    expect(await rows()).toEqual([]);
  });

  test("a project that is deleted frees its domains at once", async () => {
    const other = await neighbour(scene);
    await name(other, "auth.example.com");
    const { key } = await scene.runtime.setup<{ key: string }>("createAdminKey", { name: "admin" });
    const admin = scene.runtime.client({ id: "", key });
    await admin.projects.deleteProject({ id: other.project.id });
    await name(scene, "auth.example.com");
    expect(await rows()).toMatchObject([{ projectId: scene.project.id }]);
  });
});

/** Attempts to come. */
const pending = async () =>
  await engine.run(async ({ db }) =>
    (await db.system.query("_scheduled_functions").collect()).filter(
      ({ name: path, state }) => path.includes("domainConfirmation") && state.kind === "pending",
    ),
  );
/** Waits for the first attempt to end without success. */
const isRefused = async () =>
  await expect
    .poll(async () => (await pending()).map(({ args }) => args))
    .toMatchObject([[{ projectId: scene.project.id, attempt: 1 }]]);

describe("the confirmation", () => {
  test("asks the domain for what this deployment alone can answer", async () => {
    await confirm(scene);
    const { checks } = await scene.admin.projects.getReadiness({});
    expect(checks.find(({ id }) => id === "auth_domain")).toMatchObject({
      status: "ok",
      message: expect.stringContaining(`${DOMAIN}, confirmed at 20`),
    });
  });

  test.each<[string, (url: URL) => Response]>([
    ["a page", () => new Response("<p>hello</p>")],
    ["an error", () => new Response("", { status: 404 })],
    ["a redirect", () => Response.redirect("https://elsewhere.example/")],
    ["too much", () => new Response("a".repeat(2_000))],
  ])("%s confirms nothing, and saving again asks again", async (_what, answer) => {
    domainAnswers = answer;
    await name(scene, DOMAIN);
    const asked = vi.fn<typeof answer>(answer);
    domainAnswers = asked;
    await name(scene, DOMAIN);
    await expect.poll(() => asked.mock.calls.length).toBeGreaterThan(0);
    expect(await rows()).toMatchObject([{ isConfirmed: false }]);
    domainAnswers = null;
    await confirm(scene);
  });

  test.each<[string, (id: string) => string[]]>([
    ["no project", () => []],
    ["another project", () => ["proj_01ARZ3NDEKTSV4RRFFQ69G5FAV"]],
    ["more than the project", (id) => [`${id} and others`]],
  ])(
    "a record of the owner that names %s confirms nothing, whatever the host answers",
    async (_what, records) => {
      const asked = vi.fn<() => null>(() => null);
      domainAnswers = asked;
      const { id } = scene.project;
      named = records(id);
      await scene.admin.projects.updateProject({ id, authDomains: [DOMAIN] });
      await isRefused();
      expect(asked).not.toHaveBeenCalled();
      expect(await rows()).toMatchObject([{ isConfirmed: false }]);
      const { checks } = await scene.admin.projects.getReadiness({});
      expect(checks.find((check) => check.id === "auth_domain")).toMatchObject({
        status: "warning",
        fix: expect.stringContaining(`${id} at _banata-auth.${DOMAIN}`),
      });
      named = [id];
      await confirm(scene);
    },
  );

  test("saving again leaves one attempt to come", async () => {
    domainAnswers = () => new Response("another service");
    for (let i = 0; i < 5; i++) await name(scene, DOMAIN);
    await isRefused();
  });

  test("a proxy that replaces the host confirms nothing", async () => {
    const asked = vi.fn<() => null>(() => null);
    domainAnswers = asked;
    await name(scene, PROXY);
    await expect.poll(() => asked.mock.calls.length).toBeGreaterThan(0);
    await name(scene, PROXY, DOMAIN);
    await expect
      .poll(rows)
      .toContainEqual({ projectId: scene.project.id, domain: DOMAIN, isConfirmed: true });
    expect(await rows()).toContainEqual({
      ...{ projectId: scene.project.id, domain: PROXY },
      isConfirmed: false,
    });
  });

  test("the answer is for one project and for the host that was asked", async () => {
    const read = async (of: Scene, init?: RequestInit) =>
      await (
        await scene.runtime.fetch(`/p/${of.project.id}/.well-known/banata-auth-domain`, init)
      ).text();
    const other = await neighbour(scene);
    const own = await read(scene);
    expect(own).toMatch(/^[0-9a-f]{64}$/);
    expect(await read(other)).not.toBe(own);
    expect(await read(scene, { headers: { "x-forwarded-host": "other.example.com" } })).toBe(own);
    domainAnswers = () => new Response(own);
    vi.stubEnv("CONVEX_SITE_URL", HERE); // where the answer is for no domain
    expect(await read(scene)).not.toBe(own);
  });
});

/** A link without a request of its receiver, for each place that makes one. */
const links: Record<string, (of: Scene) => Promise<string>> = {
  "the mail of a reset that an operator sends": async ({ admin, ada, inbox }) => {
    const { user } = await admin.users.createUser({ email: ada.email, name: ada.name });
    await admin.users.sendPasswordReset({
      userId: user.id,
      redirectUrl: "https://app.example.com/reset",
    });
    return linkIn(await inbox.next(ada.email));
  },
  "the mail of an invitation": async ({ admin, ada, inbox }) => {
    const { id } = await admin.organizations.createOrganization({ name: "Acme" });
    await admin.organizations.sendInvitation({
      ...{ organizationId: id, email: ada.email, role: "member" },
    });
    return linkIn(await inbox.next(ada.email));
  },
  "an impersonation": async (of) => {
    const { clientId } = await newApp(of, { initiateLoginUri: "https://app.example.com/login" });
    const { user } = await of.admin.users.createUser({ email: of.ada.email, name: "Ada" });
    const started = await of.admin.users.startImpersonation({ userId: user.id, clientId });
    return (started as { url: string }).url;
  },
  "the admin portal": async ({ admin }) => {
    const { id } = await admin.organizations.createOrganization({ name: "Acme" });
    const { link } = await admin.portal.generateLink({ organizationId: id, intent: "sso" });
    return link;
  },
};

describe.each(Object.entries(links))("%s", (_what, make) => {
  test("leads to the confirmed domain", async () => {
    await confirm(scene);
    expect(new URL(await make(scene)).origin).toBe(HERE);
  });

  test("leads to the deployment while the domain is not confirmed", async () => {
    await nameOnly(scene);
    expect(new URL(await make(scene)).origin).toBe(SITE);
  });

  test("never leads to the domain of another project", async () => {
    await confirm(await neighbour(scene, settings));
    expect(new URL(await make(scene)).origin).toBe(SITE);
  });
});

/** What a request at the domain is answered with, for each place that uses the request's host. */
const requests: Record<string, (of: Scene) => Promise<readonly [status: number, origin: string]>> =
  {
    "a mailed link of sign-in": async ({ post, ada, inbox }) => {
      const { status } = await post("/sign-in/magic-link", { email: ada.email });
      return [status, status === 200 ? new URL(linkIn(await inbox.next(ada.email))).origin : ""];
    },
    "the callback of a social provider": async (of) => {
      await of.admin.configuration.saveSocialProviderCredential({
        ...{ providerId: "github", clientId: "id", clientSecret: "secret", enabled: true },
      });
      const answer = await of.post("/sign-in/social", { provider: "github", callbackURL: "/" });
      const { url } = (await answer.json()) as { url?: string };
      const target = url === undefined ? null : new URL(url).searchParams.get("redirect_uri");
      return [answer.status, target === null ? "" : new URL(target).origin];
    },
  };

describe.each(Object.entries(requests))("%s", (_what, ask) => {
  test("is at the domain of the request, when it is the project's", async () => {
    await confirm(scene);
    expect(await ask(scene)).toEqual([200, HERE]);
  });

  test("is refused at the domain of another project", async () => {
    await confirm(await neighbour(scene, settings));
    expect(await ask(scene)).toEqual([403, ""]);
  });

  test("is at the deployment's own host, when it was asked there", async () => {
    await confirmElsewhere(scene);
    expect(await ask(scene)).toEqual([200, HERE]);
  });
});

const refused = { code: "forbidden", errors: [{ code: "auth_domain" }] };

describe("at the domain of another project", () => {
  let other: Scene;
  beforeEach(async () => {
    await confirm(scene);
    other = await neighbour(scene, settings);
  });

  test("no cookie or token of a session works, and none is set", async () => {
    vi.stubEnv("CONVEX_SITE_URL", HERE);
    const { post, cookies, ada } = other;
    expect((await post("/sign-up/email", ada)).status).toBe(200);
    const read = async () => {
      const answers = [
        await other.get("/get-session"),
        await other.post("/organization/create", { name: "A", slug: "a" }),
        await other.post("/sign-in/email", ada),
        await other.get("/verify-email?token=x"),
      ];
      for (const answer of answers) expect(answer.headers.get("set-cookie")).toBeNull();
      return await Promise.all(
        answers.map(async (answer) => [answer.status, await answer.json().catch(() => null)]),
      );
    };
    vi.stubEnv("CONVEX_SITE_URL", SITE);
    const before = new Map(cookies);
    for (const answer of await read()) expect(answer).toMatchObject([403, refused]);
    expect(cookies).toEqual(before);
  });

  test.each(["/authorize", "/account", "/portal", "/invitation?token=x", "/organizations"])(
    "no page is served: %s",
    async (path) => {
      const answer = await scene.runtime.fetch(`/p/${other.project.id}${path}`);
      expect([answer.status, await answer.json()]).toMatchObject([403, refused]);
      expect(answer.headers.get("set-cookie")).toBeNull();
    },
  );

  test("operators have no console and no session there", async () => {
    vi.stubEnv("CONVEX_SITE_URL", HERE);
    const operator = await beginOperator(scene.runtime, { projectId: other.project.id });
    vi.stubEnv("CONVEX_SITE_URL", SITE);
    expect((await operator.call("projects.listProjects")).status).toBe(403);
    expect((await operator.get("/get-session")).status).toBe(403);
    expect((await scene.runtime.fetch("/console")).status).toBe(403);
  });

  test("API keys work as at every host", async () => {
    expect((await other.admin.users.listUsers()).data).toEqual([]);
  });
});

test("related origins of passkeys name the confirmed domain", async () => {
  await confirm(scene);
  await scene.admin.configuration.saveDashboardConfig({
    passkeys: { rpId: "example.com", relatedOrigins: true },
  });
  const answer = await scene.runtime.fetch(`/p/${scene.project.id}/.well-known/webauthn`);
  expect(await answer.json()).toEqual({ origins: [HERE] });
});

test("pages of the domain call with their session, and others do not", async () => {
  await confirm(scene);
  expect((await scene.post("/sign-up/email", scene.ada)).status).toBe(200);
  const list = async (origin: string) => (await scene.get("/organization/list", { origin })).status;
  expect([await list(SITE), await list(HERE)]).toEqual([403, 200]);
});

describe("the hosted pages", () => {
  test("work at the domain, with its cookies", async () => {
    await confirm(scene);
    const { clientId } = await newApp(scene);
    const shown = await openPage(scene, beginFlow(scene, clientId).path);
    expect([shown.status, shown.next?.pathname ?? null]).toMatchObject([200, null]);
    expect([...scene.cookies.keys()].every((each) => each.startsWith("__"))).toBe(true);
  });

  test("lead from the deployment's own host to the domain", async () => {
    await confirmElsewhere(scene);
    const { clientId } = await newApp(scene);
    const { path } = beginFlow(scene, clientId);
    const shown = await openPage(scene, path);
    expect([shown.status, shown.next?.href]).toEqual([
      303,
      `https://auth.example.com${path}&begun_at=site`,
    ]);
  });

  test("stay at the deployment's own host while the domain is not confirmed", async () => {
    await nameOnly(scene);
    vi.stubEnv("CONVEX_SITE_URL", HERE);
    const { clientId } = await newApp(scene, { redirectUris: [CALLBACK] });
    expect((await openPage(scene, beginFlow(scene, clientId).path)).status).toBe(200);
  });
});

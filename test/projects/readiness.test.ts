/** `projects.getReadiness`: each check in each of its states. */
import { SignJWT } from "jose";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { ReadinessCheckId } from "../../convex/component/projects/contract";
import { parseAddress } from "../../convex/component/projects/readiness/addresses";
import { httpRuntime, newProject } from "../support/runtime";
import { failureOf, keyWith, scene, transports, type Scene } from "../support/transports";
import type { WireClient } from "../support/wireClient";

type EngineScene = Scene<ReturnType<typeof httpRuntime>>;

const DAY_MS = 86_400_000;
const google = { providerId: "google" as const, clientId: "123.apps.example", clientSecret: "abc" };
const MAIL_KEY = "re_1234567890";
const web = {
  name: "Web",
  type: "web" as const,
  redirectUris: ["https://app.example.com/callback"],
  trustedOrigins: ["https://app.example.com"],
};

afterEach(() => vi.unstubAllEnvs());

const loadChecks = async ({ client }: Pick<EngineScene, "client">) =>
  (await client.projects.getReadiness({})).checks;

/** A client secret as Apple expects it. */
const appleSecret = async (expiresInDays: number): Promise<string> =>
  await new SignJWT({})
    .setProtectedHeader({ alg: "HS256" })
    .setExpirationTime(Math.floor((Date.now() + expiresInDays * DAY_MS) / 1_000))
    .sign(new TextEncoder().encode("a key of the test"));

async function useApple(client: WireClient, clientSecret: string): Promise<void> {
  await client.configuration.saveSocialProviderCredential({
    ...google,
    providerId: "apple",
    clientSecret,
  });
}

const saveMail = async ({ emails }: WireClient, fromEmail = "hello@example.com") =>
  await emails.saveProvider({ provider: "resend", apiKey: MAIL_KEY, fromEmail });

async function useSmtp({ client, runtime }: EngineScene): Promise<void> {
  await runtime.run("outbound/nodeFile:register", { sendMail: "function://x" });
  await client.emails.saveProvider({
    provider: "smtp",
    host: "mail.example.com",
    fromEmail: "hello@example.com",
  });
}

const replaceSecret = () =>
  vi.stubEnv("BANATA_AUTH_SECRET", "another secret of the tests, long enough");

const noMethods = {
  emailPassword: false,
  magicLink: false,
  emailOtp: false,
  passkey: false,
  username: false,
  anonymous: false,
  organization: false,
};

interface Case {
  readonly when: string;
  readonly status: "ok" | "warning" | "failed" | "unknown";
  /** Part of the message. */
  readonly says?: string;
  readonly arrange?: (client: WireClient, scene: EngineScene) => Promise<unknown>;
}

/** A check without a row does not compile. */
const cases: Readonly<Record<ReadinessCheckId, readonly Case[]>> = {
  sign_in_methods: [
    { when: "nothing was changed", status: "ok", says: "emailPassword" },
    {
      when: "every method is off",
      status: "failed",
      arrange: async ({ configuration }) =>
        await configuration.saveDashboardConfig({ authMethods: noMethods }),
    },
    {
      when: "only SSO is on, and no organization has an active connection",
      status: "failed",
      arrange: async ({ configuration }) =>
        await configuration.saveDashboardConfig({ authMethods: { ...noMethods, sso: true } }),
    },
    {
      when: "only a social provider is on",
      status: "ok",
      says: "google",
      arrange: async ({ configuration }) => {
        await configuration.saveDashboardConfig({ authMethods: noMethods });
        await configuration.saveSocialProviderCredential(google);
      },
    },
    {
      when: "an auth client allows none of the enabled methods",
      status: "failed",
      says: "Web",
      arrange: async ({ authClients }) =>
        await authClients.createClient({ ...web, enabledMethods: ["passkey"] }),
    },
    {
      when: "such a client is disabled",
      status: "ok",
      arrange: async ({ authClients }) => {
        const { clientId } = await authClients.createClient({ ...web, enabledMethods: [] });
        await authClients.updateClient({ clientId, disabled: true });
      },
    },
    {
      when: "it is a service, which signs in no users",
      status: "ok",
      arrange: async ({ authClients }) =>
        await authClients.createClient({ name: "API", type: "service", enabledMethods: [] }),
    },
  ],
  provider_credentials: [
    { when: "no provider is enabled", status: "ok", says: "No social provider" },
    {
      when: "an enabled one has credentials",
      status: "ok",
      says: "google",
      arrange: async ({ configuration }) =>
        await configuration.saveSocialProviderCredential(google),
    },
    {
      when: "an auth client offers a provider without credentials",
      status: "failed",
      says: 'The auth client "Web" allows google, which has no credentials',
      arrange: async ({ authClients }) =>
        await authClients.createClient({ ...web, enabledMethods: ["emailPassword", "google"] }),
    },
    {
      when: "it offers one that is off",
      status: "warning",
      says: "turned off",
      arrange: async ({ authClients, configuration }) => {
        await configuration.saveSocialProviderCredential({ ...google, enabled: false });
        await authClients.createClient({ ...web, enabledMethods: ["emailPassword", "google"] });
      },
    },
    {
      when: "the secret of the deployment was replaced",
      status: "failed",
      says: "google cannot be decrypted",
      arrange: async ({ configuration }) => {
        await configuration.saveSocialProviderCredential(google);
        replaceSecret();
      },
    },
    {
      when: "an unreadable one is off",
      status: "ok",
      arrange: async ({ configuration }) => {
        await configuration.saveSocialProviderCredential({ ...google, enabled: false });
        replaceSecret();
      },
    },
    {
      when: "Apple's secret is a key file",
      status: "failed",
      says: "not a signed JWT",
      arrange: async (client) => await useApple(client, "-----BEGIN PRIVATE KEY-----"),
    },
    {
      when: "it has expired",
      status: "failed",
      says: "expired at",
      arrange: async (client) => await useApple(client, await appleSecret(-1)),
    },
    {
      when: "it expires this month",
      status: "warning",
      says: "expires at",
      arrange: async (client) => await useApple(client, await appleSecret(20)),
    },
    {
      when: "it expires later",
      status: "ok",
      arrange: async (client) => await useApple(client, await appleSecret(100)),
    },
    {
      when: "SSO is on, and no organization has an active connection",
      status: "warning",
      arrange: async ({ configuration }) =>
        await configuration.saveDashboardConfig({ authMethods: { sso: true } }),
    },
  ],
  email_provider: [
    { when: "there is none and passwords cannot be reset", status: "warning", says: "resets" },
    {
      when: "there is none and a method needs mail",
      status: "failed",
      says: "magic links",
      arrange: async ({ configuration }) =>
        await configuration.saveDashboardConfig({ authMethods: { magicLink: true } }),
    },
    {
      when: "addresses must be verified",
      status: "failed",
      says: "verification",
      arrange: async ({ configuration }) =>
        await configuration.saveDashboardConfig({
          emailPassword: { requireEmailVerification: true },
        }),
    },
    {
      when: "nothing sends mail",
      status: "ok",
      arrange: async ({ configuration }) =>
        await configuration.saveDashboardConfig({ authMethods: { ...noMethods, passkey: true } }),
    },
    {
      when: "it is set",
      status: "ok",
      says: "resend",
      arrange: async (client) => await saveMail(client),
    },
    {
      when: "its key cannot be decrypted",
      status: "failed",
      says: "resend",
      arrange: async (client) => {
        await saveMail(client);
        replaceSecret();
      },
    },
    {
      when: "the sender is the provider's trial address",
      status: "failed",
      says: "trial",
      arrange: async (client) => await saveMail(client, "onboarding@resend.dev"),
    },
    {
      when: "the trial address is only similar",
      status: "ok",
      arrange: async (client) => await saveMail(client, "hello@my-resend.dev"),
    },
    {
      when: "SMTP is set and the Node file is registered",
      status: "ok",
      says: "smtp",
      arrange: async (_client, started) => await useSmtp(started),
    },
    {
      when: "the Node file is not registered, after an import of the data",
      status: "failed",
      says: "Node file",
      arrange: async (_client, started) => {
        await useSmtp(started);
        await started.runtime.engine.run(async ({ db }) => {
          for (const row of await db.query("deployment").take(1)) await db.delete(row._id);
        });
      },
    },
    {
      when: "mail goes to the local mailbox",
      status: "warning",
      says: "mailbox",
      arrange: async () => {
        vi.stubEnv("BANATA_LOCAL_MAILBOX_URL", "http://127.0.0.1:9");
      },
    },
  ],
  auth_clients: [
    { when: "there is none", status: "failed" },
    {
      when: "there is none on a local deployment, which trusts its own machine",
      status: "warning",
      arrange: async () => {
        vi.stubEnv("CONVEX_SITE_URL", "http://127.0.0.1:3211");
      },
    },
    {
      when: "only CORS origins are set",
      status: "warning",
      arrange: async ({ configuration }) =>
        await configuration.saveDashboardConfig({
          sessions: { corsOrigins: ["https://app.example.com"] },
        }),
    },
    {
      when: "one is complete",
      status: "ok",
      says: "Web",
      arrange: async ({ authClients }) => await authClients.createClient(web),
    },
    {
      when: "one has no redirect URI",
      status: "warning",
      says: "Web",
      arrange: async ({ authClients }) =>
        await authClients.createClient({ ...web, redirectUris: [] }),
    },
    {
      when: "the only one is disabled",
      status: "failed",
      arrange: async ({ authClients }) => {
        const { clientId } = await authClients.createClient(web);
        await authClients.updateClient({ clientId, disabled: true });
      },
    },
    {
      when: "the only one is a service",
      status: "failed",
      arrange: async ({ authClients }) =>
        await authClients.createClient({ name: "API", type: "service" }),
    },
  ],
  one_environment: [
    { when: "there are no addresses", status: "unknown" },
    {
      when: "all are public",
      status: "ok",
      arrange: async ({ authClients }) => {
        await authClients.createClient(web);
        await authClients.createClient({
          ...web,
          type: "mobile",
          redirectUris: ["com.example.app:/callback"],
        });
      },
    },
    {
      when: "loopback is next to a public host",
      status: "failed",
      says: "http://localhost:3000",
      arrange: async ({ authClients }) =>
        await authClients.createClient({
          ...web,
          trustedOrigins: [...web.trustedOrigins, "http://localhost:3000"],
        }),
    },
    {
      when: "they are next to each other in two clients",
      status: "failed",
      says: "http://127.0.0.1:5173/callback",
      arrange: async ({ authClients }) => {
        await authClients.createClient(web);
        await authClients.createClient({
          ...web,
          redirectUris: ["http://127.0.0.1:5173/callback"],
          trustedOrigins: [],
        });
      },
    },
    {
      when: "loopback is among the CORS origins",
      status: "failed",
      arrange: async ({ authClients, configuration }) => {
        await authClients.createClient(web);
        await configuration.saveDashboardConfig({
          sessions: { corsOrigins: ["http://localhost:3000"] },
        });
      },
    },
    {
      when: "the client with the other environment is disabled",
      status: "ok",
      arrange: async ({ authClients }) => {
        await authClients.createClient(web);
        const { clientId } = await authClients.createClient({
          ...web,
          trustedOrigins: ["http://localhost:3000"],
        });
        await authClients.updateClient({ clientId, disabled: true });
      },
    },
    {
      when: "all are loopback",
      status: "warning",
      says: "Only development addresses",
      arrange: async ({ authClients }) =>
        await authClients.createClient({
          ...web,
          redirectUris: ["http://localhost:3000/callback"],
          trustedOrigins: ["http://localhost:3000"],
        }),
    },
    {
      when: "staging is next to production",
      status: "warning",
      says: "https://staging.example.com",
      arrange: async ({ authClients }) =>
        await authClients.createClient({
          ...web,
          trustedOrigins: [...web.trustedOrigins, "https://staging.example.com"],
        }),
    },
    {
      when: "all are staging",
      status: "ok",
      arrange: async ({ authClients }) =>
        await authClients.createClient({
          ...web,
          redirectUris: ["https://staging.example.com/callback"],
          trustedOrigins: ["https://staging.example.com"],
        }),
    },
  ],
  auth_domain: [
    { when: "none is named", status: "unknown", says: "some.convex.site" },
    {
      when: "one is not confirmed",
      status: "warning",
      says: "auth.example.com",
      arrange: async ({ projects }, { project }) =>
        await projects.updateProject({ id: project.id, authDomains: ["auth.example.com"] }),
    },
    {
      when: "it names the deployment's own",
      status: "ok",
      says: "some.convex.site",
      arrange: async ({ projects }, { project }) =>
        await projects.updateProject({ id: project.id, authDomains: ["some.convex.site"] }),
    },
  ],
  shared_secrets: [{ when: "whatever is set", status: "unknown", says: "cannot see" }],
  api_key_rotation: [
    { when: "none was rotated", status: "warning", says: "in the last 400 days" },
    {
      when: "one was rotated",
      status: "ok",
      arrange: async ({ apiKeys }) => {
        const { id } = await apiKeys.createKey({ name: "ci" });
        await apiKeys.rotateKey({ keyId: id });
      },
    },
    {
      when: "the audit log does not keep everything",
      status: "warning",
      says: "in the last 90 days",
      arrange: async ({ auditLogs }) => await auditLogs.saveRetention({ auditDays: 90 }),
    },
  ],
  signing_key_rotation: [
    { when: "there are none", status: "ok", says: "no signing keys" },
    {
      when: "the first one signs",
      status: "warning",
      arrange: async (_client, { runtime, project }) => {
        await runtime.fetch(`/p/${project.id}/api/auth/jwks`);
      },
    },
    {
      when: "they were rotated with the project's key",
      status: "ok",
      arrange: async ({ projects }, { runtime, project }) => {
        await runtime.fetch(`/p/${project.id}/api/auth/jwks`);
        await projects.rotateSigningKeys({ now: true });
      },
    },
    {
      when: "they were rotated from the admin project, whose audit log has the entry",
      status: "ok",
      arrange: async (_client, { runtime, project }) => {
        const { key } = await runtime.setup("createAdminKey", { name: "operator" });
        await runtime.fetch(`/p/${project.id}/api/auth/jwks`);
        await runtime.client({ id: "", key }).projects.rotateSigningKeys({ id: project.id });
      },
    },
  ],
  audit_retention: [
    { when: "none is set", status: "ok", says: "400 days and events for 90, the default" },
    {
      when: "audit entries are kept forever",
      status: "warning",
      says: "Audit entries are kept without limit",
      arrange: async ({ auditLogs }) => await auditLogs.saveRetention({ auditDays: null }),
    },
    {
      when: "events are kept forever",
      status: "warning",
      says: "Events are kept without limit",
      arrange: async ({ auditLogs }) => await auditLogs.saveRetention({ eventDays: null }),
    },
    {
      when: "it is set",
      status: "ok",
      says: "365 days",
      arrange: async ({ auditLogs }) => await auditLogs.saveRetention({ auditDays: 365 }),
    },
  ],
  audit_export: [{ when: "whatever is set", status: "unknown", says: "does not record" }],
  status_reporting: [
    { when: "none is set", status: "unknown", says: "does not report" },
    {
      when: "error pages link to it",
      status: "ok",
      says: "https://status.example.com/",
      arrange: async ({ projects }, { project }) =>
        await projects.updateProject({ id: project.id, statusUrl: "https://status.example.com/" }),
    },
  ],
};

describe.each(Object.entries(cases))("the check %s", (id, ofCheck) => {
  test.each(ofCheck)("is $status when $when", async ({ status, says = "", arrange }) => {
    const started = await scene(httpRuntime);
    await arrange?.(started.client, started);
    const check = (await loadChecks(started)).find((each) => each.id === id);
    expect(check).toMatchObject({ status, message: expect.stringContaining(says) });
    if (status === "ok") expect(check?.fix).toBeNull();
    else expect(check?.fix).toMatch(/\.$/);
  });
});

describe.each(transports)("readiness, %s", (_name, start) => {
  test("has every check, in order", async () => {
    const { sdk } = await scene(start);
    const checks = await sdk.projects.getReadiness();
    expect(checks.map(({ id }) => id)).toEqual(Object.keys(cases));
  });
});

describe("a project's readiness", () => {
  test("is about that project alone", async () => {
    const runtime = httpRuntime();
    const [own, other] = [await newProject(runtime), await newProject(runtime)];
    const before = await loadChecks({ client: runtime.client(own) });
    const theirs = runtime.client(other);
    await theirs.authClients.createClient({ ...web, name: "Theirs" });
    await theirs.auditLogs.saveRetention({ auditDays: 365 });
    await theirs.apiKeys.rotateKey({ keyId: (await theirs.apiKeys.createKey({ name: "k" })).id });
    await theirs.configuration.saveSocialProviderCredential(google);
    expect(await loadChecks({ client: runtime.client(own) })).toEqual(before);
  });

  test("is shown to the admin project, by id, and to no other", async () => {
    const runtime = httpRuntime();
    const [own, other] = [await newProject(runtime), await newProject(runtime)];
    await runtime.client(own).authClients.createClient(web);
    const { key } = await runtime.setup("createAdminKey", { name: "operator" });
    const admin = runtime.sdk({ id: "", key });
    const checks = await runtime.sdk(own).projects.getReadiness();
    expect(await admin.projects.getReadiness(own.id)).toEqual(checks);
    expect(await runtime.sdk(own).projects.getReadiness(own.id)).toEqual(checks);
    expect(await admin.projects.getReadiness(other.id)).not.toEqual(checks);

    const notFound = { status: 404, message: "Project not found" };
    for (const id of [own.id, "proj_x", "ü".repeat(100)])
      expect(await failureOf(runtime.sdk(other).projects.getReadiness(id))).toMatchObject(notFound);
    expect(await failureOf(admin.projects.getReadiness("proj_x"))).toMatchObject(notFound);
  });

  test("of the admin project asks for no auth client", async () => {
    const runtime = httpRuntime();
    const { key } = await runtime.setup("createAdminKey", { name: "operator" });
    const checks = await runtime.sdk({ id: "", key }).projects.getReadiness();
    expect(checks.find(({ id }) => id === "auth_clients")?.status).toBe("ok");
  });

  test("is read with project.read alone", async () => {
    const started = await scene(httpRuntime);
    const reader = await keyWith(started, ["project.read"]);
    expect(await reader.sdk.projects.getReadiness()).toHaveLength(Object.keys(cases).length);
    const other = await keyWith(started, ["config.read", "client.read"]);
    expect(await failureOf(other.sdk.projects.getReadiness())).toMatchObject({ status: 403 });
  });

  test("names three of many clients, and shows no secret", async () => {
    const started = await scene(httpRuntime);
    const { client } = started;
    for (const name of ["A", "B", "C", "D", "E"])
      await client.authClients.createClient({ ...web, name, redirectUris: [] });
    await client.configuration.saveSocialProviderCredential(google);
    await saveMail(client);
    const checks = await loadChecks(started);
    expect(checks.find(({ id }) => id === "auth_clients")?.message).toMatch(
      /: \w, \w, \w and 2 more\.$/,
    );
    const text = JSON.stringify(checks);
    for (const secret of [google.clientSecret, MAIL_KEY, started.project.key])
      expect(text).not.toContain(secret);
  });
});

describe("an address", () => {
  test.each([
    ["https://app.example.com", "public"],
    ["https://app.example.co.uk/callback", "public"],
    ["https://xn--mnchen-3ya.example.com", "public"],
    ["https://93.184.216.34", "public"],
    ["http://localhost:3000", "development"],
    ["http://127.0.0.1:8080/callback", "development"],
    ["http://[::1]:3000", "development"],
    ["https://app.localhost", "development"],
    ["https://app.test", "development"],
    ["https://192.168.1.20:3000", "development"],
    ["https://[fd00::1]", "development"],
    ["https://intranet", "development"],
    ["https://1a2b.ngrok-free.app", "development"],
    ["https://notngrok.io", "public"],
    ["exp://192.168.1.20:8081/--/callback", "development"],
    ["com.example.app:/callback", "app"],
    ["myapp://", "app"],
  ])("%s is of the kind %s", (text, kind) => {
    expect(parseAddress(text).kind).toBe(kind);
  });

  test.each([
    ["https://staging.example.com", true],
    ["https://app-git-preview-x.vercel.app", true],
    ["https://api.dev.example.com", true],
    ["https://app.example.com", false],
    ["https://devotion.example.com", false],
    ["https://dev.to", false],
    ["https://latest.example.com", false],
    ["http://staging.localhost", false],
  ])("%s looks like a preview: %s", (text, isPreview) => {
    expect(parseAddress(text).isPreview).toBe(isPreview);
  });
});

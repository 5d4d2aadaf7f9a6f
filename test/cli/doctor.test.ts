/** `banata-auth doctor` against the tests' deployment, and its checks against scripted answers. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalDeployment } from "@banata-auth/local";
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from "vitest";
import { runDeploymentChecks } from "../../src/cli/doctor/deploymentChecks";
import { checkSharedSecrets, type FingerprintFile } from "../../src/cli/doctor/fingerprints";
import type { Diagnosis } from "../../src/cli/doctor/output";
import type { Check, Report } from "../../src/cli/doctor/report";
import { deployApp, repository, setEnvironment } from "../support/deployment";
import { deployedRuntime, newProject } from "../support/runtime";

const TIMEOUT_MS = 180_000;
/** No other project of the shared deployment has it. */
const clientSecret = `GOCSPX-${crypto.randomUUID()}`;

interface Result {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const doctor = async (...args: string[]) => await runDoctorOn(inject("deployment"), ...args);

async function runDoctorOn(
  { cloudUrl, adminKey }: Pick<LocalDeployment, "cloudUrl" | "adminKey">,
  ...args: string[]
): Promise<Result> {
  const choice = ["--url", cloudUrl, "--admin-key", adminKey];
  return await new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--import", "tsx", "src/cli/index.ts", "doctor", ...args, ...choice],
      { cwd: repository },
      (error, stdout, stderr) =>
        resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

const parse = ({ stdout }: Result) => JSON.parse(stdout) as Diagnosis;
const toStatuses = (checks: readonly Check[]) =>
  Object.fromEntries(checks.map(({ id, status }) => [id, status]));

describe("on a deployment", { timeout: TIMEOUT_MS }, () => {
  test("a project without a failed check exits with 0, as text and as JSON", async () => {
    const { id } = await newProject(deployedRuntime(), { name: "Shop" });
    const json = await doctor("--project", id, "--json");
    expect(json.exitCode).toBe(0);
    const { siteUrl, checks, projects } = parse(json);
    expect(siteUrl).toBe(`${inject("deployment").siteUrl}/banata`);
    expect(toStatuses(checks)).toMatchObject({
      component: "ok",
      secret: "ok",
      issuer: "ok",
      jwks: "ok",
      site_url: "warning",
      environments: "unknown",
      client_address: "unknown",
      shared_secrets: "unknown",
    });
    expect(projects.map((project) => project.id)).toEqual([id]);
    expect(toStatuses(projects[0]!.checks)).toMatchObject({
      sign_in_methods: "ok",
      auth_clients: "warning",
      audit_export: "unknown",
    });

    const text = await doctor("--project", id);
    expect(text).toMatchObject({ exitCode: 0, stderr: "" });
    expect(text.stdout).toContain(`Deployment ${siteUrl}\n  ok       component: `);
    expect(text.stdout).toContain(`\n\nProject "Shop" (${id})\n  ok       sign_in_methods: `);
    expect(text.stdout).toMatch(/\n {2}warning {2}api_key_rotation: .+\n {11}Fix: .+\./);
    expect(text.stdout).toMatch(/\n\n0 failed, \d+ warnings, \d+ unknown, \d+ ok\.\n$/);
  });

  test("the function of live pages is called", async () => {
    const own = await deployApp();
    onTestFinished(async () => await own.close());
    await newProject(deployedRuntime(own));
    const check = async (name: string) => {
      await setEnvironment(own, { BANATA_AUTH_LIVE_FUNCTION: name });
      const { checks } = parse(await runDoctorOn(own, "--json"));
      return checks.find(({ id }) => id === "live_pages");
    };
    expect(await check("live:latestEvent")).toMatchObject({ status: "ok" });
    expect(await check("live:latest")).toMatchObject({
      status: "failed",
      message: expect.stringContaining("live:latest is not a public function of the app."),
    });
    expect(await check("auth:currentUser")).toMatchObject({
      status: "failed",
      message: expect.stringContaining("auth:currentUser is not the query of liveFunctions"),
    });
  });

  test("a failed check exits with 1 and says how to fix it", async () => {
    const runtime = deployedRuntime();
    const project = await newProject(runtime, { environment: "production" });
    await runtime.client(project).authClients.createClient({
      name: "Web",
      type: "web",
      redirectUris: ["https://app.example.com/callback"],
      trustedOrigins: ["https://app.example.com", "http://localhost:3000"],
    });
    const { exitCode, stdout } = await doctor("--project", project.id);
    expect(exitCode).toBe(1);
    expect(stdout).toContain("  ok       environments: All projects belong to one environment");
    expect(stdout).toContain(
      "  failed   one_environment: Development addresses are trusted next to public ones: http://localhost:3000.\n           Fix: ",
    );
    expect(stdout).toMatch(/\n1 failed, /);
  });

  test.each([
    ["an unknown project", ["--project", "proj_x"], "Project not found\n"],
    ["an unknown option", ["--nonsense"], /^Unknown option '--nonsense'.*\nRun banata-auth/s],
    ["a file of something else", ["--fingerprints", "package.json"], /not a fingerprints file/],
    ["a folder", ["--fingerprints", "src"], /^Cannot read src: /],
  ])("%s is refused in one message", async (_what, args, message) => {
    const { exitCode, stdout, stderr } = await doctor(...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
    if (typeof message === "string") expect(stderr).toBe(message);
    else expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test("a component that is not there is a failed check", async () => {
    const result = await doctor("--component", "someOther", "--json");
    expect(result.exitCode).toBe(1);
    expect(toStatuses(parse(result).checks)).toEqual({ component: "failed" });
  });
});

describe("--fingerprints", { timeout: TIMEOUT_MS }, () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "fingerprints-"));
  });
  afterAll(async () => await rm(folder, { recursive: true }));

  test("finds what two projects and two deployments share, and stores no secret", async () => {
    const runtime = deployedRuntime();
    const projects = [await newProject(runtime), await newProject(runtime)];
    for (const project of projects)
      await runtime.client(project).configuration.saveSocialProviderCredential({
        providerId: "google",
        clientId: `${project.id}.apps.example`,
        clientSecret,
      });
    const path = join(folder, "prints.json");
    const ids = projects.map(({ id }) => id);
    const first = parse(await doctor("--fingerprints", path, "--json")).checks.filter(
      ({ id, message }) => id === "shared_secrets" && ids.some((own) => message.includes(own)),
    );
    expect(first).toEqual([
      expect.objectContaining({
        status: "failed",
        message: expect.stringMatching(/^client secret of google in project .* is the same as /),
      }),
    ]);

    const text = await readFile(path, "utf8");
    for (const secret of [clientSecret, ...projects.map(({ key }) => key)])
      expect(text).not.toContain(secret);
    expect((await stat(path)).mode & 0o777).toBe(0o600);

    // Another deployment with the same data.
    const { deployments, ...file } = JSON.parse(text) as FingerprintFile;
    const [own = []] = Object.values(deployments);
    const elsewhere = "https://other.example/banata";
    await writeFile(path, JSON.stringify({ ...file, deployments: { [elsewhere]: own } }));
    const result = await doctor("--fingerprints", path, "--project", ids[0]!);
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain(
      `failed   shared_secrets: BANATA_AUTH_SECRET is the same as BANATA_AUTH_SECRET at ${elsewhere}.`,
    );
    expect(result.stdout).toContain("shared_secrets: API key sk_test_");
    // A run for one project leaves the file as it was.
    expect(
      Object.keys((JSON.parse(await readFile(path, "utf8")) as FingerprintFile).deployments),
    ).toEqual([elsewhere]);
  });
});

const report: Report = {
  siteUrl: "https://auth.example.com/banata",
  cloudUrl: null,
  secretFault: null,
  signingKeys: "first",
  secretRotation: { hasPreviousSecret: false, reseal: "not started" },
  hasMore: false,
  projects: [],
};

/** A server that gives one answer to everything. */
async function answering(status: number, body: object | string): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens on a port
}

const checked = async (id: string, change: Partial<Report>) =>
  (await runDeploymentChecks({ ...report, siteUrl: "http://127.0.0.1:1/banata", ...change })).find(
    (check) => check.id === id,
  );

describe("the check of auth.config.ts", () => {
  test.each([
    ["NoAuthProvider", "No auth provider found", "failed"],
    ["InvalidAuthHeader", "Could not fetch JWKS from URL", "failed"],
    ["AuthProviderDiscoveryFailed", "Auth provider discovery failed", "failed"],
    ["InvalidAuthHeader", "Could not decode token", "ok"],
  ])("when Convex answers %s: %s", async (code, message, expected) => {
    const cloudUrl = await answering(401, { code, message });
    expect((await checked("issuer", { cloudUrl }))?.status).toBe(expected);
  });

  test.each([200, 503])("when Convex answers %i, which says nothing", async (status) => {
    const cloudUrl = await answering(status, {});
    expect((await checked("issuer", { cloudUrl }))?.status).toBe("unknown");
  });

  test("when the deployment's own answers about another issuer", async () => {
    const { cloudUrl } = inject("deployment");
    expect(await checked("issuer", { cloudUrl })).toMatchObject({
      status: "failed",
      message: expect.stringContaining("does not trust"),
    });
  });

  test("when Convex cannot be reached, or its URL is not known", async () => {
    const unreachable = await checked("issuer", { cloudUrl: "http://127.0.0.1:1" });
    expect(unreachable?.status).toBe("unknown");
    expect((await checked("issuer", { cloudUrl: null }))?.status).toBe("unknown");
  });
});

test.each([
  ["is there", 200, { keys: [{ kid: "1" }] }, "ok"],
  ["is empty", 200, { keys: [] }, "failed"],
  ["is a web page", 200, "<html>", "failed"],
  ["is JSON of something else", 200, "null", "failed"],
  ["is not found", 404, {}, "failed"],
])("the JWKS %s", async (_what, status, body, expected) => {
  const check = await checked("jwks", { siteUrl: await answering(status, body) });
  expect(check?.status).toBe(expected);
});

const project = (name: string, environment: string | null, isAdmin = false) => ({
  id: `proj_${name}`,
  name,
  environment,
  isAdmin,
  checks: [],
});

test.each<[id: string, what: string, change: Partial<Report>, expected: string]>([
  ["component", "has no URL", { siteUrl: "" }, "failed"],
  ["component", "is mounted", {}, "ok"],
  ["secret", "is too short", { secretFault: "too short" }, "failed"],
  ["secret_rotation", "was never done", {}, "warning"],
  [
    "secret_rotation",
    "is in progress",
    { secretRotation: { hasPreviousSecret: true, reseal: "finished" } },
    "warning",
  ],
  [
    "secret_rotation",
    "was done",
    { secretRotation: { hasPreviousSecret: false, reseal: "finished" } },
    "ok",
  ],
  ["secret_rotation", "cannot be known", { secretRotation: null }, "unknown"],
  ["signing_key_rotation", "was never done", {}, "warning"],
  ["signing_key_rotation", "was done", { signingKeys: "rotated" }, "ok"],
  ["client_address", "cannot be known", {}, "unknown"],
  ["projects", "are all there", {}, "ok"],
  ["projects", "are too many", { hasMore: true }, "warning"],
  ["environments", "has none", {}, "unknown"],
  ["environments", "has no label", { projects: [project("a", null)] }, "unknown"],
  [
    "environments",
    "is one",
    { projects: [project("a", "production"), project("admin", null, true)] },
    "ok",
  ],
  [
    "environments",
    "is several",
    { projects: [project("a", "production"), project("b", "staging")] },
    "warning",
  ],
])("%s %s", async (id, _what, change, expected) => {
  expect((await checked(id, change))?.status).toBe(expected);
});

describe("the check of the client's address", () => {
  const clientAddress = { variable: "header:x-real-ip", fault: null, probe: "a token" };
  const believing = (address: string | null) =>
    answering(200, { address, isTrusted: address !== null, forwardedFor: null });
  const check = async (change: object, siteUrl = "http://127.0.0.1:1/banata") =>
    await checked("client_address", {
      siteUrl,
      clientAddress: { ...clientAddress, ...change },
    });

  test.each([
    ["198.51.100.7", "ok"], // on this machine any address will do
    [null, "failed"],
    ["192.0.2.1", "failed"], // the one that the doctor claims to have
  ])("when the runtime believes %j: %s", async (address, expected) => {
    expect((await check({}, await believing(address)))?.status).toBe(expected);
  });

  test.each<[what: string, change: object, expected: string]>([
    ["an invalid variable", { variable: "xff", fault: "xff is invalid" }, "failed"],
    ["a deployment that cannot be reached", {}, "unknown"],
    ["no variable on this machine", { variable: null }, "unknown"],
  ])("%s", async (_what, change, expected) => {
    expect((await check(change))?.status).toBe(expected);
  });

  test("no variable elsewhere", async () => {
    const found = await check({ variable: null }, "https://auth.example.invalid/banata");
    expect(found).toMatchObject({ status: "warning", fix: expect.stringContaining("xff:<n>") });
  });
});

describe("the check of the console's origin", () => {
  const origin = { variable: "https://console.example.com", fault: null, isServed: true };
  const check = async (change: object, siteUrl = "https://auth.example.invalid/banata") =>
    await checked("console_origin", { siteUrl, consoleOrigin: { ...origin, ...change } });

  test.each([
    [200, "ok"],
    [403, "failed"],
    [404, "failed"],
    [503, "failed"],
  ])("when the console there answers %i: %s", async (status, expected) => {
    const variable = await answering(status, {});
    expect((await check({ variable }))?.status).toBe(expected);
  });

  test.each<[what: string, change: object, expected: string]>([
    ["a wrong value", { fault: "no origin" }, "failed"],
    ["nothing there", { variable: "http://127.0.0.1:1" }, "failed"],
    ["a deployment without a console", { isServed: false }, "unknown"],
    ["no variable", { variable: null }, "warning"],
    ["neither", { variable: null, isServed: false }, "ok"],
  ])("%s", async (_what, change, expected) => {
    expect((await check(change))?.status).toBe(expected);
  });

  test("no variable on this machine", async () => {
    expect((await check({ variable: null }, "http://127.0.0.1:1/banata"))?.status).toBe("unknown");
  });

  test("an older runtime", async () => {
    expect((await checked("console_origin", {}))?.status).toBe("unknown");
  });
});

describe("the check of live pages", () => {
  const feed = { variable: "live:latestEvent", url: "http://127.0.0.1:1", token: "a token" };
  const check = async (change: object, isServed = true) =>
    await checked("live_pages", {
      consoleOrigin: { variable: null, fault: null, isServed },
      liveFeed: { ...feed, ...change },
    });

  test.each<[what: string, body: object, expected: string, message: string]>([
    ["the feed", { status: "success", value: { eventId: null } }, "ok", "tells pages"],
    [
      "nothing of the app",
      { status: "error", errorMessage: "Could not find public function for 'live:latestEvent'." },
      "failed",
      "is not a public function",
    ],
    [
      "a mutation",
      { status: "error", errorMessage: "Trying to execute it as Query" },
      "failed",
      "not the query of liveFunctions, or it fails: Trying",
    ],
    ["another query", { status: "success", value: [] }, "failed", "is not the query of"],
    [
      "the feed of another component",
      { status: "success", value: null },
      "failed",
      "another component",
    ],
  ])("when the variable names %s", async (_what, body, status, message) => {
    const url = await answering(200, body);
    expect(await check({ url })).toMatchObject({
      status,
      message: expect.stringContaining(message),
    });
  });

  test.each([
    {
      what: "no variable",
      change: { variable: null },
      found: { status: "ok", message: expect.stringContaining("does not pass it on") },
    },
    {
      what: "no console either",
      change: { variable: null },
      isServed: false,
      found: { status: "ok", message: "The deployment serves no console." },
    },
    {
      what: "a name that no function can have",
      change: { url: null },
      found: { status: "failed", message: expect.stringContaining("cannot be the name") },
    },
    {
      what: "no project",
      change: { token: null },
      found: { status: "unknown", message: expect.stringContaining("was not tried") },
    },
    {
      what: "a deployment that cannot be reached",
      change: {},
      found: { status: "unknown", message: expect.stringContaining("could not be reached") },
    },
  ])("$what", async ({ change, isServed = true, found }) => {
    expect(await check(change, isServed)).toMatchObject(found);
  });

  test("an older runtime", async () => {
    expect((await checked("live_pages", {}))?.status).toBe("unknown");
  });
});

// Their hosts do not resolve, so only the URL is looked at.
test.each([
  ["https://auth.example.com/banata", "ok"],
  ["http://auth.example.com/banata", "failed"],
  ["https://auth.internal/banata", "warning"],
  ["http://127.0.0.1:3211/banata", "warning"],
  ["", "failed"],
])("the site URL %j", async (siteUrl, expected) => {
  expect((await checked("site_url", { siteUrl }))?.status).toBe(expected);
});

test("secrets that no other deployment shares are ok once there is something to compare", () => {
  const mine = { ...report, fingerprints: [{ holder: "BANATA_AUTH_SECRET", mac: "a" }] };
  const file: FingerprintFile = { version: 1, salt: "s".repeat(64), deployments: {} };
  const statuses = (deployments: FingerprintFile["deployments"], own: Report = mine) =>
    checkSharedSecrets({ ...file, deployments }, own).map(({ status }) => status);
  const holder = { holder: "BANATA_AUTH_SECRET", project: null };
  expect(statuses({})).toEqual(["unknown"]);
  expect(statuses({ [report.siteUrl]: [{ ...holder, mac: "a" }] })).toEqual(["unknown"]);
  expect(statuses({ "https://b.example": [{ ...holder, mac: "b" }] })).toEqual(["ok"]);
  expect(statuses({ "https://b.example": [{ ...holder, mac: "a" }] })).toEqual(["failed"]);

  const elsewhere = { "https://b.example": [{ ...holder, mac: "b" }] };
  const unreadable = { ...project("a", null), fingerprints: [{ holder: "a key", mac: null }] };
  expect(statuses(elsewhere, { ...mine, projects: [unreadable] })).toEqual(["unknown"]);
  expect(statuses(elsewhere, { ...report, secretFault: "too short" })).toEqual(["unknown"]);
});

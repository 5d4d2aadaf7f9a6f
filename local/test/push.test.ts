import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startLocalDeployment, type LocalDeployment } from "../src";

// Sends pushes like the CLI's, with modules written by hand: each takes milliseconds instead of
// seconds.
let deployment: LocalDeployment;

beforeEach(async () => {
  deployment = await startLocalDeployment({ directory: null, cloudPort: 0, sitePort: 0 });
});
afterEach(() => deployment.close());

interface Module {
  readonly path: string;
  readonly source: string;
  readonly environment?: "isolate" | "node";
}
interface Definition {
  readonly name?: string;
  readonly children?: readonly { name: string; path: string; env?: readonly [string, unknown][] }[];
  readonly mounts?: Record<string, string>;
  readonly env?: readonly (readonly [string, { readonly type: "value"; readonly value: string }])[];
  readonly modules?: readonly Module[];
  readonly schema?: unknown;
}

const required = (name: string, validator: unknown = { type: "string" }) =>
  [name, { type: "value", value: JSON.stringify(validator) }] as const;
const text = (value: unknown) => `export default { export: () => (${JSON.stringify(value)}) };`;
const isolate = (module: Module) => ({ environment: "isolate", ...module });

/** Creates a module with one query that returns `value` (an expression). */
const query = (path: string, name: string, value: string): Module => ({
  path,
  source: `const ${name} = () => {}; Object.assign(${name}, { isQuery: true, isPublic: true, exportArgs: () => '{"type":"any"}', exportReturns: () => '{"type":"any"}',
    invokeQuery: async () => JSON.stringify(${value}) }); export { ${name} };`,
});

/** Creates a router with one route that answers with the requested URL. */
const router = (path: string): Module => ({
  path: "http.js",
  source: `const answer = { invokeHttpAction: async (request) => new Response(process.env.CONVEX_SITE_URL + " " + request.url) };
    export default { isRouter: true, getRoutes: () => [[${JSON.stringify(path)}, "GET", answer]], lookup: () => [answer, "GET", ${JSON.stringify(path)}] };`,
});

function definitionModule({ name, children = [], mounts = {}, env = [] }: Definition): Module {
  const definitionType = name === undefined ? { type: "app" } : { type: "childComponent", name };
  const childComponents = children.map((child) => ({ args: [], env: [], ...child }));
  const exports = { type: "branch", branch: [] };
  return {
    path: "convex.config.js",
    source: text({ definitionType, childComponents, httpMounts: mounts, exports, envVars: env }),
  };
}

const schemaModule = (schema: unknown) =>
  schema === undefined
    ? null
    : isolate({ path: "schema.js", source: text(JSON.stringify(schema)) });

const app = (definition: Definition, components: Record<string, Definition> = {}) => ({
  dryRun: false,
  functions: "convex/",
  appDefinition: {
    definition: isolate(definitionModule(definition)),
    dependencies: [],
    schema: schemaModule(definition.schema),
    changedModules: (definition.modules ?? []).map(isolate),
    unchangedModuleHashes: [],
    udfServerVersion: "1.48.0",
  },
  componentDefinitions: Object.entries(components).map(([definitionPath, component]) => ({
    definitionPath,
    definition: isolate(definitionModule(component)),
    dependencies: [],
    schema: schemaModule(component.schema),
    functions: (component.modules ?? []).map(isolate),
    udfServerVersion: "1.48.0",
  })),
});

async function post(path: string, body: unknown) {
  const headers = {
    Authorization: `Convex ${deployment.adminKey}`,
    "Content-Type": "application/json",
  };
  const response = await fetch(`${deployment.cloudUrl}/api/${path}`, {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

const start = (request: unknown) => post("deploy2/start_push", request);
const finish = (startPush: unknown, dryRun = false) =>
  post("deploy2/finish_push", { startPush, dryRun, message: null });
const setEnv = (name: string, value: string | null) =>
  post("update_environment_variables", { changes: [{ name, value }] });
const call = async (path: string) => (await post("query", { path, args: {} })).body;

async function deploy(request: unknown) {
  const started = await start(request);
  return started.status === 200 ? finish(started.body) : started;
}

test("a push that was started but not finished changes nothing", async () => {
  const started = await start(app({ modules: [query("a.js", "one", "1")] }));
  expect(started.status).toBe(200);
  expect(await call("a:one")).toMatchObject({ status: "error" });
  expect((await finish(started.body, true)).status).toBe(200);
  expect(await call("a:one")).toMatchObject({ status: "error" });
  expect((await finish(started.body)).status).toBe(200);
  expect(await call("a:one")).toMatchObject({ status: "success", value: 1 });
});

test("of two concurrent pushes the later one has to restart", async () => {
  const first = await start(app({ modules: [query("a.js", "one", "1")] }));
  const second = await start(app({ modules: [query("a.js", "one", "2")] }));
  expect((await finish(second.body)).status).toBe(200);
  expect((await finish(first.body)).body).toMatchObject({ code: "RaceDetected" });
  expect(await call("a:one")).toMatchObject({ value: 2 });
});

test("a push does not finish when the environment changed meanwhile", async () => {
  const started = await start(app({ modules: [query("a.js", "one", "1")] }));
  await setEnv("ANY", "thing");
  expect((await finish(started.body)).body).toMatchObject({ code: "RaceDetected" });
});

test("unchanged modules need not be sent again", async () => {
  await deploy(app({ modules: [query("a.js", "one", "1"), query("b.js", "two", "2")] }));
  const hashes = (await post("get_config_hashes", {})).body.moduleHashes as {
    path: string;
    hash: string;
    environment: string;
  }[];
  const request = app({ modules: [query("a.js", "one", "10")] });
  const kept = hashes
    .filter(({ path }) => path === "b.js")
    .map(({ path, hash, environment }) => ({ path, sha256: hash, environment }));
  expect(
    (
      await deploy({
        ...request,
        appDefinition: { ...request.appDefinition, unchangedModuleHashes: kept },
      })
    ).status,
  ).toBe(200);
  expect(await call("a:one")).toMatchObject({ value: 10 });
  expect(await call("b:two")).toMatchObject({ value: 2 });
});

test("a module that is missing from a push is removed", async () => {
  await deploy(app({ modules: [query("a.js", "one", "1"), query("b.js", "two", "2")] }));
  await deploy(app({ modules: [query("a.js", "one", "1")] }));
  expect(await call("b:two")).toMatchObject({
    errorMessage: expect.stringContaining("Could not find function"),
  });
});

const counters = { name: "counters", modules: [query("a.js", "one", "1")] };
const installed = { children: [{ name: "counters", path: "counters" }] };

const refusals: readonly [string, unknown, RegExp][] = [
  [
    "a path with other characters",
    app({ modules: [query("a-b.js", "one", "1")] }),
    /a-b\.js is not a valid path to a Convex module/,
  ],
  [
    "a path out of the folder",
    app({ modules: [query("../a.js", "one", "1")] }),
    /not a valid path/,
  ],
  [
    "a module sent twice",
    app({ modules: [query("a.js", "one", "1"), query("a.js", "two", "2")] }),
    /a\.js was pushed twice/,
  ],
  [
    "code that does not compile",
    app({ modules: [{ path: "a.js", source: "const = 1" }] }),
    /a\.js/,
  ],
  [
    "code that throws when it is loaded",
    app({ modules: [{ path: "a.js", source: 'throw new Error("not today")' }] }),
    /not today/,
  ],
  [
    '"use node" in a component',
    app(installed, {
      counters: { ...counters, modules: [{ ...query("a.js", "one", "1"), environment: "node" }] },
    }),
    /"use node" directive is not supported in components/,
  ],
  ["a component that was not sent", app(installed), /"counters" was not pushed/],
  [
    "two components of one name",
    app({ children: [...installed.children, ...installed.children] }, { counters }),
    /installed as "counters"/,
  ],
  [
    "a component that contains itself",
    app(installed, { counters: { ...counters, ...installed } }),
    /contains itself/,
  ],
  ["a variable that the app requires", app({ env: [required("KEY")] }), /not set: KEY\./],
  [
    "a variable that a component requires",
    app(installed, { counters: { ...counters, env: [required("KEY")] } }),
    /"counters" are not set: KEY\./,
  ],
  [
    "a value that is none of those allowed",
    app(
      {
        children: [
          { name: "counters", path: "counters", env: [["MODE", { type: "value", value: "fast" }]] },
        ],
      },
      { counters: { ...counters, env: [required("MODE", { type: "literal", value: "slow" })] } },
    ),
    /MODE of component "counters" does not match its type/,
  ],
  [
    "a variable that the component does not declare",
    app(
      {
        children: [
          { name: "counters", path: "counters", env: [["KEY", { type: "value", value: "x" }]] },
        ],
      },
      { counters },
    ),
    /KEY, which it does not declare/,
  ],
  [
    "an index with a reserved name",
    app({
      schema: {
        schemaValidation: true,
        tables: [
          {
            tableName: "t",
            documentType: { type: "any" },
            indexes: [{ indexDescriptor: "by_id", fields: ["a"] }],
          },
        ],
      },
    }),
    /"t\.by_id" is reserved/,
  ],
  ["a request of another shape", { dryRun: false }, /not what convex 1\.48 sends/],
];

test.each(refusals)("a push is rejected for %s", async (_what, request, complaint) => {
  await deploy(app({ modules: [query("before.js", "one", "1")] }));
  const { status, body } = await start(request);
  expect(status).toBe(400);
  expect(body.message).toMatch(complaint);
  expect(await call("before:one")).toMatchObject({ value: 1 });
});

test("a component gets a variable only from its parent, under the name that the parent gives it", async () => {
  const inner = { name: "inner", env: [required("SECRET")], modules: [router("/x")] };
  const outer = {
    name: "outer",
    env: [required("OUTER_SECRET")],
    children: [
      {
        name: "inner",
        path: "inner",
        env: [["SECRET", { type: "envVar", name: "OUTER_SECRET" }]] as [string, unknown][],
      },
    ],
  };
  const request = app(
    {
      env: [required("APP_SECRET")],
      children: [
        {
          name: "outer",
          path: "outer",
          env: [["OUTER_SECRET", { type: "envVar", name: "APP_SECRET" }]],
        },
      ],
    },
    { outer, inner },
  );
  expect((await deploy(request)).body).toMatchObject({
    code: "MissingEnvironmentVariables",
    message: expect.stringContaining("APP_SECRET"),
  });
  await setEnv("APP_SECRET", "s3cret");
  expect((await deploy(request)).status).toBe(200);
  // The deployed app requires it.
  expect((await setEnv("APP_SECRET", null)).body).toMatchObject({
    code: "MissingEnvironmentVariables",
  });
});

const badVariables = [
  ["CONVEX_SITE_URL", "x", "built-in"],
  ["1ST", "x", "not valid"],
  ["A-B", "x", "not valid"],
  ["N".repeat(41), "x", "not valid"],
  ["LONG", "x".repeat(8 * 1024 + 1), "larger"],
] as const;

test.each(badVariables)(
  "the environment variable %s is rejected for its name or size",
  async (name, value, complaint) => {
    const { status, body } = await setEnv(name, value);
    expect(status).toBe(400);
    expect(body.message).toContain(complaint);
  },
);

test("tokens are verified against auth.config.ts, which is evaluated again when the environment changes", async () => {
  const { privateKey, publicKey } = await generateKeyPair("ES256");
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: "one", alg: "ES256" }] };
  const jwks = `data:application/json;base64,${Buffer.from(JSON.stringify(keys)).toString("base64")}`;
  const provider = JSON.stringify({
    type: "customJwt",
    issuer: "https://issuer.test",
    jwks,
    algorithm: "ES256",
  });
  const authConfig = {
    path: "auth.config.js",
    source: `export default { providers: [{ ...${provider}, applicationID: process.env.AUDIENCE }] };`,
  };
  const who = query(
    "who.js",
    "am",
    `JSON.parse(await Convex.asyncSyscall("1.0/getUserIdentity", "{}"))`,
  );
  const claims = new SignJWT({ role: "owner" })
    .setProtectedHeader({ alg: "ES256", kid: "one" })
    .setIssuer("https://issuer.test")
    .setSubject("usr_1");
  const token = await claims
    .setAudience("ours")
    .setIssuedAt()
    .setExpirationTime("1h")
    .sign(privateKey);
  const ask = () =>
    fetch(`${deployment.cloudUrl}/api/query`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      body: JSON.stringify({ path: "who:am", args: {} }),
    });

  await setEnv("AUDIENCE", "theirs");
  expect((await deploy(app({ modules: [authConfig, who] }))).status).toBe(200);
  expect((await ask()).status).toBe(401);
  await setEnv("AUDIENCE", "ours");
  expect(await (await ask()).json()).toMatchObject({
    value: { subject: "usr_1", issuer: "https://issuer.test", role: "owner" },
  });
  expect((await setEnv("AUDIENCE", null)).body).toMatchObject({
    code: "AuthConfigMissingEnvironmentVariable",
  });
  expect((await ask()).status).toBe(200);
});

test("prefixes add up down the tree, and a component in an unmounted one cannot be reached", async () => {
  const inner = { name: "inner", modules: [router("/x")] };
  const outer = {
    name: "outer",
    children: [{ name: "inner", path: "inner" }],
    mounts: { "/in/": "_reference/childComponent/inner" },
  };
  const children = [{ name: "outer", path: "outer" }];
  await deploy(
    app({ children, mounts: { "/out/": "_reference/childComponent/outer" } }, { outer, inner }),
  );
  const url = `${deployment.siteUrl}/out/in/x`;
  expect(await (await fetch(url)).text()).toBe(`${deployment.siteUrl}/out/in ${url}`);
  await deploy(app({ children }, { outer, inner }));
  expect((await fetch(`${deployment.siteUrl}/in/x`)).status).toBe(404);
});

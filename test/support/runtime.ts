/**
 * The runtime to test against, in three shapes that a slice's tests run over alike: over HTTP on
 * the Convex team's test engine, in process on it, and over HTTP on the local deployment to which
 * the CLI has deployed it.
 */
import { register as registerRateLimiter } from "@convex-dev/rate-limiter/test";
import { convexTest } from "convex-test";
import {
  componentsGeneric,
  defineSchema,
  makeFunctionReference,
  type FunctionReference,
  type GenericMutationCtx,
} from "convex/server";
import { inject } from "vitest";
import type { ComponentApi } from "../../convex/component/_generated/component";
import type { DataModel } from "../../convex/component/_generated/dataModel";
import componentSchema from "../../convex/component/schema";
import { BanataAuth, convexTransport, type Transport } from "../../src/index";
import { httpTransport } from "../../src/transports/http";
import { wireClient, type WireClient } from "./wireClient";

const componentModules = import.meta.glob("../../convex/component/**/*.ts");
const hostModules = {
  "../../convex/_generated/api.js": async () => ({}),
  "../../convex/banata.ts": async () => await import("../../convex/banata"),
};

export interface Runtime {
  readonly name: string;
  /**
   * Runs a mutation of the component, internal or not, as `npx convex run --component banataAuth
   * <path>` does.
   */
  run<T = null>(path: string, args?: object): Promise<T>;
  /** The same for a function of setup.ts. */
  setup<T = { id: string; key: string }>(name: string, args: object): Promise<T>;
  /** Reaches the project with the key's powers; in process it has all powers. */
  transport(project: TestProject, key?: string): Transport;
  /** The operations as they cross the wire, over that transport. */
  client(project: TestProject, key?: string): WireClient;
  /** The client that apps use, over that transport. */
  sdk(project: TestProject, key?: string): BanataAuth;
}
/** With the wire in reach. */
export interface HttpRuntime extends Runtime {
  /** Of a page that the runtime itself could serve. */
  readonly origin: string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
}
type RowsContext = GenericMutationCtx<DataModel>;
/** Works on the component's own rows, as only the test engine lets anybody. */
export type RunOnRows = <T>(work: (ctx: RowsContext) => Promise<T>) => Promise<T>;

export interface TestProject {
  readonly id: string;
  /** A key with full access. */
  readonly key: string;
}

let serial = 0;

/** A project of its own for a test, so that tests share a deployment without seeing each other. */
export async function newProject(runtime: Runtime, fields: object = {}): Promise<TestProject> {
  const slug = `test-${process.pid}-${Date.now().toString(36)}-${serial++}`;
  const { id } = await runtime.setup("createProject", {
    name: slug,
    slug,
    keyPrefix: "sk_test_",
    ...fields,
  });
  const { key } = await runtime.setup("createKey", { projectId: id, name: "full access" });
  return { id, key };
}

const secret = "a secret of the tests, long enough";

/**
 * The component as the root of a test engine: its HTTP routes are reachable. `run` reaches the
 * database.
 */
export function httpRuntime() {
  process.env.BANATA_AUTH_SECRET = secret;
  process.env.BANATA_AUTH_PAGES ??= "hosted,portal"; // operations need them
  process.env.CONVEX_SITE_URL = "https://some.convex.site"; // where the engine says that it is
  const engine = convexTest(componentSchema, componentModules);
  registerRateLimiter(engine, "rateLimiter");
  // As the platform does, which believes the client.
  const fetchPath = async (path: string, init?: RequestInit) => {
    const claimed = new Headers(init?.headers).get("x-forwarded-for")?.split(",")[0]?.trim();
    return await engine.withRequestMetadata({ ip: claimed ?? null }).fetch(path, init);
  };
  const run = async <T>(path: string, args: object = {}) =>
    (await engine.mutation(makeFunctionReference<"mutation">(path), args as never)) as T;
  const runtime: HttpRuntime = {
    name: "over HTTP on the test engine",
    origin: "https://some.convex.site",
    run,
    setup: async <T>(name: string, args: object) => await run<T>(`setup:${name}`, args),
    fetch: fetchPath,
    ...withClient((_project, key) =>
      httpTransport({
        apiKey: key,
        baseUrl: "https://some.convex.site",
        retries: 0,
        fetch: siteFetch(fetchPath),
      }),
    ),
  };
  return { ...runtime, engine };
}

/** A host app on a test engine that calls the installed component with its own powers. */
export function inProcessRuntime() {
  process.env.BANATA_AUTH_PAGES ??= "hosted,portal"; // as above
  process.env.BANATA_AUTH_SECRET = secret;
  const engine = convexTest(defineSchema({}), hostModules);
  engine.registerComponent("banataAuth", componentSchema, componentModules);
  registerRateLimiter(engine, "banataAuth/rateLimiter");
  const component = (componentsGeneric() as unknown as { banataAuth: ComponentApi }).banataAuth;
  // The test stands where the CLI does, who may call internal functions.
  const run = async <T>(path: string, args: object = {}) =>
    (await engine.mutation(
      async (ctx) => await ctx.runMutation(functionAt(component, path), args),
    )) as T;
  const runtime: Runtime = {
    name: "in process on the test engine",
    run,
    setup: async <T>(name: string, args: object) => await run<T>(`setup:${name}`, args),
    ...withClient((project) => ({
      request: async (operation, input, options) =>
        // As text, because what an action answers is a Convex value, which cannot hold every key
        // that JSON can.
        JSON.parse(
          await engine.action(async (ctx) =>
            JSON.stringify(
              await convexTransport(ctx, component, { projectId: project.id }).request(
                operation,
                input,
                options,
              ),
            ),
          ),
        ) as unknown,
    })),
  };
  // The engine can run code inside of a component, its types do not say so.
  const inComponent = engine as unknown as {
    runInComponent<T>(path: string, work: (ctx: RowsContext) => Promise<T>): Promise<T>;
  };
  const runOnRows: RunOnRows = async (work) => await inComponent.runInComponent("banataAuth", work);
  return { ...runtime, engine, runOnRows };
}

/**
 * A local deployment to which the unmodified CLI has pushed `convex/`: the one that `globalSetup`
 * started, or a test's own.
 */
export function deployedRuntime(
  deployment: { cloudUrl: string; siteUrl: string; adminKey: string } = inject("deployment"),
): HttpRuntime {
  const { cloudUrl, siteUrl, adminKey } = deployment;
  const baseUrl = `${siteUrl}/banata`;
  const run = async <T>(path: string, args: object = {}) => {
    const response = await fetch(`${cloudUrl}/api/function`, {
      method: "POST",
      headers: { authorization: `Convex ${adminKey}`, "content-type": "application/json" },
      body: JSON.stringify({
        componentPath: "banataAuth",
        path,
        args,
        format: "convex_encoded_json",
      }),
    });
    const result = (await response.json()) as {
      status: string;
      value: T;
      errorMessage?: string;
      errorData?: unknown;
    };
    if (result.status !== "success")
      throw Object.assign(new Error(result.errorMessage), { data: result.errorData });
    return result.value;
  };
  return {
    name: "over HTTP on the local deployment",
    origin: new URL(baseUrl).origin,
    run,
    setup: async <T>(name: string, args: object) => await run<T>(`setup:${name}`, args),
    fetch: async (path, init) => await fetch(baseUrl + path, init),
    ...withClient((_project, key) => httpTransport({ apiKey: key, baseUrl, retries: 0 })),
  };
}

export function withClient(
  connect: (project: TestProject, key: string) => Transport,
): Pick<Runtime, "transport" | "client" | "sdk"> {
  const transport: Runtime["transport"] = (project, key = project.key) => connect(project, key);
  return {
    transport,
    client: (project, key) => wireClient({ transport: transport(project, key) }),
    sdk: (project, key) => new BanataAuth({ transport: transport(project, key) }),
  };
}

/** `tenancy/keyUse:fold` → the reference at `component.tenancy.keyUse.fold`. */
function functionAt(component: object, path: string): FunctionReference<"mutation", "internal"> {
  const step = (place: unknown, name: string) => (place as Record<string, unknown>)[name]; // a reference is a proxy: any name is there
  return path.split(/[/:]/).reduce<unknown>(step, component) as FunctionReference<
    "mutation",
    "internal"
  >;
}

function siteFetch(fetchPath: HttpRuntime["fetch"]): typeof fetch {
  return async (input, init) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    return await fetchPath(pathname + search, init);
  };
}

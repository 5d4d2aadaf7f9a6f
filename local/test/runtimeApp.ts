import { resolve } from "node:path";
import { build } from "esbuild";
import type { JSONValue } from "convex/values";
import { createRunner, createScheduler } from "../src/runtime";
import type { Capacity } from "../src/runtime/capacity";
import type { Mode } from "../src/runtime/realmPool";
import { openDatabase } from "../src/storage";
import type {
  AnalyzedModule,
  AppHolder,
  ComponentPath,
  ComponentSchema,
  DeployedApp,
  DeployedComponent,
  FunctionCall,
  Identity,
  ModuleSource,
} from "../src/types";

/** A component of a test: TypeScript sources by path, without ".ts". */
export interface ComponentSources {
  readonly modules: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly httpPrefix?: string | null;
  readonly node?: readonly string[];
}

/**
 * Bundles sources as the CLI of convex 1.48 does: one file per entry point, shared chunks in
 * `_deps`.
 */
async function bundle(
  sources: Readonly<Record<string, string>>,
  platform: "browser" | "node" = "browser",
): Promise<ModuleSource[]> {
  const result = await build({
    entryPoints: Object.keys(sources).map((path) => ({ in: `source:${path}`, out: path })),
    bundle: true,
    platform,
    format: "esm",
    target: "esnext",
    outdir: "out",
    conditions: ["convex", "module"],
    write: false,
    sourcemap: true,
    sourcesContent: false,
    splitting: true,
    chunkNames: "_deps/[hash]",
    minifySyntax: true,
    minifyIdentifiers: true,
    keepNames: true,
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "silent",
    plugins: [
      {
        name: "sources",
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^source:/ }, ({ path }) => ({
            path: path.slice("source:".length),
            namespace: "source",
          }));
          onResolve({ filter: /^\.\//, namespace: "source" }, ({ path }) => ({
            path: path.slice(2),
            namespace: "source",
          }));
          onResolve({ filter: /^(node:)?async_hooks$/ }, () =>
            platform === "node" ? undefined : { path: "hooks", namespace: "shim" },
          );
          onLoad({ filter: /.*/, namespace: "shim" }, () => ({
            contents: "export const AsyncLocalStorage = globalThis.AsyncLocalStorage",
          }));
          onLoad({ filter: /.*/, namespace: "source" }, ({ path }) => ({
            contents: sources[path] ?? "",
            loader: "ts",
            resolveDir: process.cwd(),
          }));
        },
      },
    ],
  });
  const texts = new Map(
    result.outputFiles.map(({ path, text }) => [path.slice(resolve("out").length + 1), text]),
  );
  return [...texts]
    .filter(([path]) => path.endsWith(".js"))
    .map(([path, source]) => ({
      path,
      source,
      sourceMap: texts.get(`${path}.map`),
      environment: platform === "node" ? "node" : "isolate",
    }));
}

const nobody: Identity = { kind: "none" };

/** Deploys components without the CLI and calls their functions. */
export async function startApp(
  components: Readonly<Record<ComponentPath, ComponentSources>>,
  options: {
    directory?: string | null;
    log?: (message: string) => void;
    identity?: Identity;
    pauseScheduler?: boolean;
    capacity?: Capacity;
    mode?: Mode;
  } = {},
) {
  const database = await openDatabase({ directory: options.directory ?? null });
  const listeners = new Set<(app: DeployedApp) => void>();
  let current: DeployedApp = { version: "empty", components: new Map(), authProviders: [] };
  const app: AppHolder = {
    current: () => current,
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const runner = createRunner({
    database,
    app,
    siteUrl: "http://127.0.0.1:3211",
    cloudUrl: "http://127.0.0.1:3210",
    log: options.log,
    capacity: options.capacity,
    mode: options.mode,
    verifyToken: async () => options.identity ?? nobody,
  });

  const deploy = async (sources: Readonly<Record<ComponentPath, ComponentSources>>) => {
    const deployed = new Map<ComponentPath, DeployedComponent>();
    for (const [path, component] of Object.entries(sources)) {
      const bundled = [
        ...(await bundle(omit(component.modules, component.node))),
        ...(await bundle(pick(component.modules, component.node), "node")),
      ];
      const schemaModule = bundled.find((module) => module.path === "schema.js");
      // `schema.export()` returns this shape.
      const schema =
        schemaModule === undefined
          ? null
          : ((await runner.evaluateExport(
              selfContained(await bundle({ schema: component.modules.schema ?? "" })),
              {},
              "export",
            )) as unknown as ComponentSchema);
      const modules = bundled.filter((module) => module.path !== "schema.js");
      const env = component.env ?? {};
      const analysis: Map<string, AnalyzedModule> = await runner.analyze(
        modules,
        path === "" ? env : {},
      );
      const children = Object.keys(sources).filter(
        (other) => other !== path && other.slice(0, Math.max(0, other.lastIndexOf("/"))) === path,
      );
      deployed.set(path, {
        path,
        name: path.split("/").at(-1) ?? "",
        definitionPath: path,
        env,
        httpPrefix:
          component.httpPrefix === undefined ? (path === "" ? "/" : null) : component.httpPrefix,
        modules: new Map(modules.map((module) => [module.path, module])),
        analysis,
        schema,
        children: new Map(children.map((child) => [child.split("/").at(-1) ?? "", child])),
      });
    }
    await database.applySchemas(new Map([...deployed].map(([path, { schema }]) => [path, schema])));
    current = {
      version: String(Math.random()),
      components: deployed,
      authProviders: [{ domain: "https://issuer.test", applicationID: "convex" }],
    };
    for (const listener of listeners) listener(current);
  };

  await deploy(components);
  const scheduler = createScheduler({ database, runner, app });
  if (options.pauseScheduler) scheduler.pause();
  const call = (
    path: string,
    args: JSONValue = {},
    more: Partial<FunctionCall> = {},
  ): FunctionCall => ({
    component: "",
    path,
    args,
    identity: nobody,
    access: "any",
    request: { ip: "127.0.0.1", userAgent: "test", requestId: "abc" },
    ...more,
  });
  return {
    database,
    runner,
    scheduler,
    deploy,
    query: (path: string, args?: JSONValue, more?: Partial<FunctionCall>) =>
      runner.query(call(path, args, more)),
    mutation: (path: string, args?: JSONValue, more?: Partial<FunctionCall>) =>
      runner.mutation(call(path, args, more)),
    action: (path: string, args?: JSONValue, more?: Partial<FunctionCall>) =>
      runner.action(call(path, args, more)),
    fetch: (path: string, init?: RequestInit) =>
      runner.http(new Request(`http://127.0.0.1:3211${path}`, init), {
        ip: null,
        userAgent: null,
        requestId: "abc",
      }),
    close: async () => {
      await scheduler.close();
      await runner.close();
      await database.close();
    },
  };
}

function selfContained([module]: readonly ModuleSource[]): ModuleSource {
  if (module === undefined) throw new Error("nothing was bundled");
  return module;
}

function pick<T>(
  record: Readonly<Record<string, T>>,
  names: readonly string[] = [],
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name)));
}

function omit<T>(
  record: Readonly<Record<string, T>>,
  names: readonly string[] = [],
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
}

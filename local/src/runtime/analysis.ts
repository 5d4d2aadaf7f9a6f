import type { JSONValue } from "convex/values";
import type { AnalyzedFunction, AnalyzedModule, CronSpec, ModuleSource } from "../types";
import { toFailure } from "./functionError";
import { ModuleError } from "./refusals";
import { Isolate } from "./isolate";
import { compileModules } from "./moduleCode";
import { NodeRealm } from "./nodeRealm";
import { parseSchedule } from "./cronSchedule";
import type { ModuleExports } from "./realm";

type Environment = Readonly<Record<string, string>>;

/** Properties that convex/server sets on the functions, routers and cron lists it creates. */
interface Registered {
  readonly isQuery?: boolean;
  readonly isMutation?: boolean;
  readonly isAction?: boolean;
  readonly isPublic?: boolean;
  readonly isInternal?: boolean;
  exportArgs?(): string;
  exportReturns?(): string;
}
interface Router {
  readonly isRouter?: boolean;
  getRoutes(): readonly (readonly [path: string, method: string, handler: unknown])[];
}
interface Crons {
  readonly isCrons?: boolean;
  export(): string;
}

/**
 * Evaluates every module that may contain functions and lists its exports. Throws ModuleError with
 * a message for the developer.
 */
export async function analyzeModules(
  modules: readonly ModuleSource[],
  env: Environment,
): Promise<Map<string, AnalyzedModule>> {
  const code = await compileModules(new Map(modules.map((module) => [module.path, module])));
  const isolate = new Isolate(code, env);
  const node = new NodeRealm(code, env);
  const analysis = new Map<string, AnalyzedModule>();
  for (const { path, environment } of modules) {
    if (path.startsWith("_deps/") || path === "auth.config.js") continue;
    const realm = environment === "node" ? node : isolate;
    try {
      analysis.set(
        path,
        realm.enter(path, (exports) => analyzeExports(path, environment, exports)),
      );
    } catch (error) {
      throw error instanceof ModuleError
        ? error
        : new ModuleError(`Failed to analyze ${path}: ${toFailure(error).message}`);
    }
  }
  return analysis;
}

function analyzeExports(
  path: string,
  environment: ModuleSource["environment"],
  exports: ModuleExports,
): AnalyzedModule {
  const functions: AnalyzedFunction[] = [];
  for (const [name, value] of Object.entries(exports)) {
    const analyzed = analyzeFunction(name, value);
    if (analyzed === null) continue;
    if (environment === "node" && analyzed.udfType !== "Action") {
      throw new ModuleError(
        `\`${name}\` defined in \`${path}\` is a ${analyzed.udfType} function. Only actions can be defined in Node.js. See https://docs.convex.dev/functions/actions for more details.`,
      );
    }
    functions.push(analyzed);
  }
  return {
    functions,
    httpRoutes: path === "http.js" ? httpRoutes(exports.default) : null,
    cronSpecs: path === "crons.js" ? cronSpecs(exports.default) : null,
    sourceMapped: null,
  };
}

/** Returns null for HTTP actions: they are called by their routes only. */
function analyzeFunction(name: string, value: unknown): AnalyzedFunction | null {
  if (typeof value !== "function") return null;
  const registered = value as Registered;
  const udfType = registered.isQuery
    ? "Query"
    : registered.isMutation
      ? "Mutation"
      : registered.isAction
        ? "Action"
        : null;
  if (udfType === null || (!registered.isPublic && !registered.isInternal)) return null;
  return {
    name,
    udfType,
    visibility: { kind: registered.isPublic ? "public" : "internal" },
    args: registered.exportArgs?.() ?? null,
    returns: registered.exportReturns?.() ?? null,
    pos: null,
  };
}

function httpRoutes(exported: unknown): AnalyzedModule["httpRoutes"] {
  const router = exported as Router | undefined;
  if (router?.isRouter !== true)
    throw new ModuleError("The default export of `convex/http.ts` is not a Router.");
  return router.getRoutes().map(([path, method]) => ({ route: { path, method }, pos: null }));
}

function cronSpecs(exported: unknown): AnalyzedModule["cronSpecs"] {
  const crons = exported as Crons | undefined;
  if (crons?.isCrons !== true)
    throw new ModuleError("The default export of `convex/crons.ts` is not a Crons object.");
  // `Crons.export()` of convex/server writes this shape.
  const jobs = JSON.parse(crons.export()) as Record<
    string,
    { name: string; args: unknown; schedule: Record<string, unknown> }
  >;
  return Object.entries(jobs).map(([name, job]): [string, CronSpec] => {
    parseSchedule(name, job.schedule);
    return [name, { udfPath: job.name, udfArgs: job.args, cronSchedule: job.schedule }];
  });
}

/**
 * Evaluates a configuration module and returns its default export: the result of its `export()`, or
 * with `value` the object itself. With `value`, reading a variable that is not set throws an error
 * that names it.
 */
export async function evaluateDefaultExport(
  module: ModuleSource,
  env: Environment,
  method: "export" | "value",
): Promise<JSONValue> {
  const code = await compileModules(new Map([[module.path, module]]));
  const isolate = new Isolate(code, method === "value" ? requireVariables(env) : env);
  let text: string | undefined;
  try {
    text = isolate.enter(module.path, (exports) => {
      const exported = exports.default as { export?(): unknown } | undefined;
      if (exported === undefined || exported === null)
        throw new ModuleError(`${module.path} has no default export.`);
      if (method === "value") return JSON.stringify(exported);
      if (typeof exported.export !== "function")
        throw new ModuleError(
          `The default export of ${module.path} is not a definition made with convex/server.`,
        );
      const result = exported.export();
      return typeof result === "string" ? result : JSON.stringify(result);
    });
  } catch (error) {
    throw error instanceof ModuleError ? error : new ModuleError(toFailure(error).message);
  }
  if (text === undefined)
    throw new ModuleError(`The default export of ${module.path} is not a value.`);
  return JSON.parse(text) as JSONValue; // the line above wrote it
}

function requireVariables(env: Environment): Environment {
  return new Proxy(env, {
    get: (variables, name) => {
      const value = typeof name === "string" ? variables[name] : undefined;
      if (value === undefined)
        throw new ModuleError(
          `Environment variable ${String(name)} is used in auth config file but its value was not set.`,
        );
      return value;
    },
  });
}

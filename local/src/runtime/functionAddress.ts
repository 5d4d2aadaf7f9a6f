import type {
  AnalyzedFunction,
  ComponentPath,
  DeployedApp,
  DeployedComponent,
  ModuleSource,
} from "../types";
import { FunctionNotFoundError } from "./refusals";

/** A deployed function: its code and its analysis. */
export interface FunctionTarget {
  readonly component: DeployedComponent;
  /** "users/functions.js" */
  readonly module: string;
  readonly environment: ModuleSource["environment"];
  readonly analysis: AnalyzedFunction;
  /** "users/functions:create" */
  readonly path: string;
}

/**
 * How a syscall names the function to call: one of the three (`getFunctionAddress` of
 * convex/server).
 */
export interface FunctionAddress {
  readonly name?: string;
  readonly reference?: string;
  readonly functionHandle?: string;
}

const HANDLE = "function://";
const CHILD_REFERENCE = "_reference/childComponent/";

/**
 * Splits "users/functions:create", "users/functions.js:create" or "messages" (= "messages:default")
 * into module and export.
 */
function parsePath(path: string): { readonly module: string; readonly name: string } {
  const colon = path.lastIndexOf(":");
  const module = colon === -1 ? path : path.slice(0, colon);
  return {
    module: module.endsWith(".js") ? module : `${module}.js`,
    name: colon === -1 ? "default" : path.slice(colon + 1),
  };
}

/** Returns the function at a path of a component, or null. */
export function findFunction(
  app: DeployedApp,
  componentPath: ComponentPath,
  path: string,
): FunctionTarget | null {
  const component = app.components.get(componentPath);
  const { module, name } = parsePath(path);
  const source = component?.modules.get(module);
  const analysis = component?.analysis
    .get(module)
    ?.functions.find((candidate) => candidate.name === name);
  if (component === undefined || source === undefined || analysis === undefined) return null;
  return {
    component,
    module,
    environment: source.environment,
    analysis,
    path: `${module.slice(0, -".js".length)}:${name}`,
  };
}

/**
 * Returns the function at a path for an external caller. Throws FunctionNotFoundError when it does
 * not exist or the caller may not see it.
 */
export function requireFunction(
  app: DeployedApp,
  component: ComponentPath,
  path: string,
  access: "public" | "any",
): FunctionTarget {
  const found = findFunction(app, component, path);
  const visible =
    found !== null &&
    (access === "any" || (component === "" && found.analysis.visibility?.kind === "public"));
  if (visible) return found;
  const kind = access === "public" ? "public function" : "function";
  throw new FunctionNotFoundError(
    `Could not find ${kind} for '${displayPath(path)}'. Did you forget to run \`npx convex dev\` or \`npx convex deploy\`?`,
  );
}

/**
 * Resolves a function address within a component. Code can address all functions of its own
 * component, public functions of child components, and any function by its handle.
 */
export function resolveAddress(
  app: DeployedApp,
  from: DeployedComponent,
  address: FunctionAddress,
): FunctionTarget {
  if (address.functionHandle !== undefined) return resolveHandle(app, address.functionHandle);
  if (address.reference !== undefined) return resolveReference(app, from, address.reference);
  return requireFunction(app, from.path, address.name ?? "", "any");
}

/** A handle stays valid across pushes as long as the function exists. */
export function createHandle(target: FunctionTarget): string {
  return `${HANDLE}${target.component.path};${target.path}`;
}

function resolveHandle(app: DeployedApp, handle: string): FunctionTarget {
  const separator = handle.indexOf(";");
  if (!handle.startsWith(HANDLE) || separator === -1)
    throw new FunctionNotFoundError(`Invalid function handle: ${handle}`);
  return requireFunction(
    app,
    handle.slice(HANDLE.length, separator),
    handle.slice(separator + 1),
    "any",
  );
}

function resolveReference(
  app: DeployedApp,
  from: DeployedComponent,
  reference: string,
): FunctionTarget {
  const [child, ...parts] = reference.startsWith(CHILD_REFERENCE)
    ? reference.slice(CHILD_REFERENCE.length).split("/")
    : [];
  const path = child === undefined ? undefined : from.children.get(child);
  if (path === undefined)
    throw new FunctionNotFoundError(`Couldn't resolve ${reference}: no such child component.`);
  const name = parts.pop();
  const target = name === undefined ? null : findFunction(app, path, `${parts.join("/")}:${name}`);
  if (target?.analysis.visibility?.kind !== "public") {
    throw new FunctionNotFoundError(
      `Couldn't resolve ${reference}: component "${path}" has no such public function.`,
    );
  }
  return target;
}

/** Formats a path for clients: without ".js" and ":default". */
function displayPath(path: string): string {
  const { module, name } = parsePath(path);
  const file = module.slice(0, -".js".length);
  return name === "default" ? file : `${file}:${name}`;
}

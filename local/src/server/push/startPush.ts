import type { JSONValue } from "convex/values";
import type { AnalyzedFunction, AnalyzedModule, ComponentPath, ComponentSchema } from "../../types";
import { installComponents, type InstalledComponent } from "../componentTree";
import type { ComponentDefinition, Deployment } from "../deployment";
import type { PreparedPush } from "./preparedPush";
import { indexDiff, type IndexDiff } from "./schemas";

/**
 * Creates the answer to `start_push`: the data for code generation, and for the CLI to finish the
 * push with.
 */
export function startPushResponse(push: PreparedPush) {
  const installed = installComponents(push.deployment.definitions);
  return {
    environmentVariables: push.environment,
    externalDepsId: null,
    componentDefinitionPackages: {},
    appAuth: push.providers,
    analysis: Object.fromEntries(
      [...push.deployment.definitions.values()].map((definition) => [
        definition.path,
        evaluatedDefinition(definition, push.deployment),
      ]),
    ),
    app: checkedComponent("", installed),
    schemaChange: schemaChange(push),
  };
}

/**
 * `pushId` is an addition of ours, which the CLI passes on to `wait_for_schema` and `finish_push`.
 */
export function schemaChange(push: PreparedPush) {
  return {
    allocatedComponentIds: {},
    schemaIds: {},
    indexDiffs: indexDiffs(push),
    pushId: push.deployment.id,
  };
}

/**
 * Compares indexes per installed component; new and removed components are compared with an empty
 * schema.
 */
function indexDiffs({ base, deployment }: PreparedPush): Record<ComponentPath, IndexDiff> {
  const before = installComponents(base.definitions);
  const after = installComponents(deployment.definitions);
  const paths = new Set([...before.keys(), ...after.keys()]);
  return Object.fromEntries(
    [...paths].map((path) => [
      path,
      indexDiff(
        before.get(path)?.definition.schema ?? null,
        after.get(path)?.definition.schema ?? null,
      ),
    ]),
  );
}

function evaluatedDefinition(definition: ComponentDefinition, deployment: Deployment) {
  const { configuration } = definition;
  return {
    definition: {
      path: definition.path,
      definitionType: configuration.definitionType,
      childComponents: configuration.childComponents.map((child) => ({ ...child, args: [] })),
      httpMounts: configuration.httpMounts,
      exports: componentExports(definition),
      envVars: configuration.envVars,
    },
    schema: describedSchema(definition.schema),
    functions: Object.fromEntries(
      Object.entries(definition.analysis).map(([path, module]) => [
        path,
        { ...module, functions: callable(module) },
      ]),
    ),
    udfConfig: {
      serverVersion: deployment.udfServerVersion,
      importPhaseRngSeed: null,
      importPhaseUnixTimestamp: null,
    },
  };
}

/**
 * HTTP actions are called by their route only; the CLI does not expect them among the functions.
 */
function callable(module: AnalyzedModule): AnalyzedFunction[] {
  return module.functions
    .filter(({ udfType }) => udfType !== "HttpAction")
    .map((fn) => ({ ...fn, args: sortedText(fn.args), returns: sortedText(fn.returns) }));
}

/**
 * The real backend sorts the fields of objects by name, which determines their order in generated
 * files.
 */
function sorted(json: JSONValue): JSONValue {
  if (Array.isArray(json)) return json.map(sorted);
  if (typeof json !== "object" || json === null) return json;
  const names = Object.keys(json).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(json[name] ?? null)]));
}

function sortedText(validator: string | null): string | null {
  return validator === null ? null : JSON.stringify(sorted(JSON.parse(validator)));
}

/** Every index ends with the creation time, which the generated data model includes. */
function describedSchema(schema: ComponentSchema | null) {
  if (schema === null) return null;
  return {
    ...schema,
    tables: schema.tables.map((table) => ({
      ...table,
      documentType: sorted(table.documentType),
      indexes: table.indexes.map((index) => ({
        ...index,
        fields: [...index.fields, "_creationTime"],
      })),
    })),
  };
}

interface ExportBranch {
  readonly type: "branch";
  readonly branch: [string, ExportBranch | { readonly type: "leaf"; readonly leaf: string }][];
}

/** Returns what a parent may call: the public functions, as a tree by module path. */
function componentExports(definition: ComponentDefinition): ExportBranch {
  const root: ExportBranch = { type: "branch", branch: [] };
  if (definition.configuration.definitionType.type === "app") return root;
  for (const [path, module] of Object.entries(definition.analysis)) {
    const modulePath = path.replace(/\.js$/, "");
    for (const { name, visibility } of callable(module)) {
      if (visibility?.kind !== "public") continue;
      const branch = modulePath.split("/").reduce(descend, root);
      branch.branch.push([
        name,
        { type: "leaf", leaf: `_reference/function/${modulePath}:${name}` },
      ]);
    }
  }
  return root;
}

function descend(parent: ExportBranch, name: string): ExportBranch {
  for (const [known, node] of parent.branch)
    if (known === name && node.type === "branch") return node;
  const child: ExportBranch = { type: "branch", branch: [] };
  parent.branch.push([name, child]);
  return child;
}

interface CheckedComponent {
  readonly definitionPath: string;
  readonly componentPath: string;
  readonly args: Record<string, never>;
  readonly childComponents: Record<string, CheckedComponent>;
  readonly httpRoutes: {
    readonly httpModuleRoutes: { method: string; path: string }[] | null;
    readonly mounts: string[];
  };
  readonly exports: Record<string, never>;
}

function checkedComponent(
  path: ComponentPath,
  installed: ReadonlyMap<ComponentPath, InstalledComponent>,
): CheckedComponent {
  const { definition, children } = installed.get(path)!; // called for installed paths only
  const routes = definition.analysis["http.js"]?.httpRoutes;
  return {
    definitionPath: definition.path,
    componentPath: path,
    args: {},
    childComponents: Object.fromEntries(
      [...children].map(([name, childPath]) => [name, checkedComponent(childPath, installed)]),
    ),
    httpRoutes: {
      httpModuleRoutes:
        routes?.map(({ route }) => ({ method: route.method, path: route.path })) ?? null,
      mounts: Object.keys(definition.configuration.httpMounts),
    },
    exports: {},
  };
}

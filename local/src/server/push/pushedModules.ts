import { createHash } from "node:crypto";
import type { ModuleSource } from "../../types";
import type { Deployment } from "../deployment";
import { RequestError } from "../requestError";
import type { PushedDefinition, PushRequest } from "./pushRequest";

/** Returns the hash by which the CLI recognizes a module that it does not send again. */
export function moduleHash(module: ModuleSource): string {
  return createHash("sha256")
    .update(module.source)
    .update(module.sourceMap ?? "")
    .digest("hex");
}

/**
 * Returns all definitions of a push, the app first, with unchanged modules taken from the
 * deployment.
 */
export function pushedDefinitions(request: PushRequest, deployed: Deployment): PushedDefinition[] {
  const { appDefinition } = request;
  const definitions: PushedDefinition[] = [
    {
      path: "",
      definition: appDefinition.definition,
      schema: appDefinition.schema,
      modules: [
        ...appDefinition.changedModules,
        ...unchangedModules(appDefinition.unchangedModuleHashes, deployed),
      ],
    },
    ...request.componentDefinitions.map(({ definitionPath, definition, schema, functions }) => ({
      path: definitionPath,
      definition,
      schema,
      modules: functions,
    })),
  ];
  for (const definition of definitions) checkModules(definition);
  return definitions.map((definition) => ({
    ...definition,
    modules: sameObjects(definition, deployed),
  }));
}

/**
 * Reuses the objects of unchanged modules, because modules are compiled once per object and
 * components are always sent whole.
 */
function sameObjects(
  { path, modules }: PushedDefinition,
  deployed: Deployment,
): readonly ModuleSource[] {
  const before = new Map(
    deployed.definitions.get(path)?.modules.map((module) => [module.path, module]),
  );
  return modules.map((module) => {
    const old = before.get(module.path);
    const same =
      old !== undefined &&
      old.environment === module.environment &&
      old.source === module.source &&
      old.sourceMap === module.sourceMap;
    return same ? old : module;
  });
}

function unchangedModules(
  hashes: PushRequest["appDefinition"]["unchangedModuleHashes"],
  deployed: Deployment,
): ModuleSource[] {
  const byPath = new Map(
    deployed.definitions.get("")?.modules.map((module) => [module.path, module]),
  );
  return hashes.map(({ path, sha256 }) => {
    const module = byPath.get(path);
    if (module === undefined || moduleHash(module) !== sha256) {
      throw new RequestError(400, "RaceDetected", `Module ${path} was changed by another push.`);
    }
    return module;
  });
}

const PATH_PART = /^[A-Za-z0-9_.]+$/;

function checkModules({ path: definitionPath, modules }: PushedDefinition): void {
  const seen = new Set<string>();
  for (const { path, environment } of modules) {
    if (seen.has(path)) throw refused(`Module ${path} was pushed twice.`);
    seen.add(path);
    if (!path.endsWith(".js"))
      throw refused(`${path} is not a valid path to a Convex module: it does not end in ".js".`);
    const bad = path
      .split("/")
      .find((part) => !PATH_PART.test(part) || part === "." || part === "..");
    if (bad !== undefined) {
      throw refused(
        `${path} is not a valid path to a Convex module. Path component ${bad} can only contain alphanumeric characters, underscores, or periods.`,
      );
    }
    if (environment !== "node") continue;
    if (definitionPath !== "")
      throw refused(
        `"use node" directive is not supported in components. Remove it from ${path} in "${definitionPath}".`,
      );
    if (path === "http.js" || path === "crons.js")
      throw refused(`"use node" directive is not supported for ${path}.`);
  }
}

function refused(message: string): RequestError {
  return new RequestError(400, "InvalidModules", message);
}

import type { AnalyzedModule, AuthProvider } from "../../types";
import { installComponents, type InstalledComponent } from "../componentTree";
import type { PreparedPush } from "./preparedPush";
import { indexDiff } from "./schemas";

/** Creates the answer to `finish_push`: the changes, for the CLI to print. */
export function finishPushDiff(push: PreparedPush) {
  const before = installComponents(push.base.definitions);
  const after = installComponents(push.deployment.definitions);
  const paths = new Set([...before.keys(), ...after.keys()]);
  return {
    authDiff: difference(
      push.previousProviders.map(describeProvider),
      push.providers.map(describeProvider),
    ),
    definitionDiffs: {},
    componentDiffs: Object.fromEntries(
      [...paths].map((path) => [path, componentDiff(before.get(path), after.get(path), push)]),
    ),
  };
}

function describeProvider(provider: AuthProvider): string {
  return JSON.stringify(provider);
}

function componentDiff(
  before: InstalledComponent | undefined,
  after: InstalledComponent | undefined,
  push: PreparedPush,
) {
  const schemas = [before?.definition.schema ?? null, after?.definition.schema ?? null] as const;
  const [previous, next] = schemas.map((schema) =>
    schema === null ? null : JSON.stringify(schema),
  );
  const versions = [push.base.udfServerVersion, push.deployment.udfServerVersion] as const;
  return {
    diffType: {
      type: before === undefined ? "create" : after === undefined ? "unmount" : "modify",
    },
    moduleDiff: difference(modulePaths(before), modulePaths(after)),
    udfConfigDiff:
      versions[0] === versions[1]
        ? null
        : { previous_version: versions[0] ?? "", next_version: versions[1] ?? "" },
    cronDiff: cronDiff(before, after),
    indexDiff: indexDiff(...schemas),
    schemaDiff: previous === next ? null : { previous_schema: previous, next_schema: next },
  };
}

function modulePaths(component: InstalledComponent | undefined): string[] {
  return component?.definition.modules.map(({ path }) => path) ?? [];
}

function difference(before: readonly string[], after: readonly string[]) {
  return {
    added: after.filter((name) => !before.includes(name)),
    removed: before.filter((name) => !after.includes(name)),
  };
}

function cronDiff(before: InstalledComponent | undefined, after: InstalledComponent | undefined) {
  const old = listCrons(before);
  const next = listCrons(after);
  const { added, removed } = difference([...old.keys()], [...next.keys()]);
  const updated = [...next]
    .filter(([name, spec]) => old.has(name) && old.get(name) !== spec)
    .map(([name]) => name);
  return { added, updated, deleted: removed };
}

function listCrons(component: InstalledComponent | undefined): Map<string, string> {
  const modules: readonly AnalyzedModule[] = Object.values(component?.definition.analysis ?? {});
  return new Map(
    modules
      .flatMap(({ cronSpecs }) => cronSpecs ?? [])
      .map(([name, spec]) => [name, JSON.stringify(spec)]),
  );
}

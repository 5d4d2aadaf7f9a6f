import { z } from "zod";
import type { Runner } from "../../types";
import type { ComponentConfiguration } from "../deployment";
import { toMessage, RequestError } from "../requestError";
import type { PushedDefinition } from "./pushRequest";

const exportedConfiguration = z.object({
  definitionType: z.discriminatedUnion("type", [
    z.object({ type: z.literal("app") }),
    z.object({ type: z.literal("childComponent"), name: z.string() }),
  ]),
  httpPrefix: z.string().optional(),
  childComponents: z.array(
    z.object({
      name: z.string(),
      path: z.string(),
      env: z
        .array(
          z.tuple([
            z.string(),
            z.discriminatedUnion("type", [
              z.object({ type: z.literal("value"), value: z.string() }),
              z.object({ type: z.literal("envVar"), name: z.string() }),
            ]),
          ]),
        )
        .nullish()
        .transform((env) => env ?? null),
    }),
  ),
  httpMounts: z.record(z.string(), z.string()),
  envVars: z
    .array(
      z.tuple([
        z.string(),
        z.object({ type: z.literal("value"), value: z.string(), optional: z.boolean().optional() }),
      ]),
    )
    .nullish()
    .transform((variables) => variables ?? []),
});

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Evaluates every `convex.config.ts` of a push. They import each other (`app.use(child)`), and an
 * installation is named after the child by default, so children are evaluated first.
 */
export async function evaluateConfigurations(
  runner: Runner,
  definitions: readonly PushedDefinition[],
): Promise<Map<string, ComponentConfiguration>> {
  const evaluated = new Map<string, ComponentConfiguration>();
  const byPath = new Map(definitions.map((definition) => [definition.path, definition]));

  const evaluate = async (
    path: string,
    importers: readonly string[],
  ): Promise<ComponentConfiguration> => {
    const done = evaluated.get(path);
    if (done !== undefined) return done;
    const pushed = byPath.get(path);
    if (pushed === undefined) throw refused(`Component definition "${path}" was not pushed.`);
    if (importers.includes(path))
      throw refused(
        `Component definitions import each other in a circle: ${[...importers, path].join(" → ")}.`,
      );
    const names = new Map<string, string>();
    for (const child of importedDefinitions(pushed.definition?.source ?? "")) {
      const { definitionType } = await evaluate(child, [...importers, path]);
      if (definitionType.type !== "childComponent")
        throw refused(
          `"${child}" is not a component: its convex.config.ts does not export defineComponent().`,
        );
      names.set(child, definitionType.name);
    }
    const configuration = await evaluateOne(runner, pushed, names);
    evaluated.set(path, configuration);
    return configuration;
  };

  for (const { path } of definitions) await evaluate(path, []);
  return evaluated;
}

async function evaluateOne(
  runner: Runner,
  pushed: PushedDefinition,
  childNames: ReadonlyMap<string, string>,
): Promise<ComponentConfiguration> {
  if (pushed.definition === null)
    return { definitionType: { type: "app" }, childComponents: [], httpMounts: {}, envVars: [] };
  let exported: unknown;
  try {
    exported = await runner.evaluateExport(
      { ...pushed.definition, source: linkChildren(pushed.definition.source, childNames) },
      {},
      "export",
    );
  } catch (error) {
    throw refused(
      `Failed to evaluate convex.config.ts of ${pushed.path === "" ? "the app" : `"${pushed.path}"`}: ${toMessage(error)}`,
    );
  }
  const parsed = exportedConfiguration.safeParse(
    typeof exported === "string" ? JSON.parse(exported) : exported,
  );
  if (!parsed.success)
    throw refused(
      `convex.config.ts of "${pushed.path}" does not export a component definition:\n${z.prettifyError(parsed.error)}`,
    );
  const { definitionType, httpPrefix, ...rest } = parsed.data;
  if ((definitionType.type === "app") !== (pushed.path === "")) {
    throw refused(
      pushed.path === ""
        ? "The app's convex.config.ts must export defineApp()."
        : `"${pushed.path}" exports defineApp(), but only the app may.`,
    );
  }
  for (const { name } of rest.childComponents) {
    if (!IDENTIFIER.test(name))
      throw refused(
        `Component name "${name}" is not valid: it must contain only letters, numbers and underscores.`,
      );
  }
  return {
    ...rest,
    definitionType:
      definitionType.type === "app" && httpPrefix !== undefined
        ? { ...definitionType, httpPrefix }
        : definitionType,
  };
}

/**
 * The bundler leaves imports of other definitions as `import x from "./_componentDeps/<definition
 * path in base64url>"`, minified. A definition uses only the path and the name of an imported one.
 */
const CHILD_IMPORT = /import\s*([\w$]+)\s*from\s*["']\.\/_componentDeps\/([\w-]*)["'];?/g;

const decode = (encoded: string) => Buffer.from(encoded, "base64url").toString("utf8");

function importedDefinitions(source: string): string[] {
  return [...source.matchAll(CHILD_IMPORT)].map((match) => decode(match[2] ?? ""));
}

function linkChildren(source: string, names: ReadonlyMap<string, string>): string {
  return source.replace(CHILD_IMPORT, (_, local: string, encoded: string) => {
    const path = decode(encoded);
    return `const ${local}=${JSON.stringify({ componentDefinitionPath: path, defaultName: names.get(path) })};`;
  });
}

function refused(message: string): RequestError {
  return new RequestError(400, "InvalidComponents", message);
}

import { z } from "zod";
import type { JSONValue } from "convex/values";
import type { ComponentSchema, ModuleSource, Runner, TableSchema } from "../../types";
import { toMessage, RequestError } from "../requestError";

const index = z.object({ indexDescriptor: z.string(), fields: z.array(z.string()) });

/**
 * The result of `schema.export()`. Search and vector indexes are only passed on to code generation.
 */
const exportedSchema = z.looseObject({
  tables: z.array(
    z.looseObject({
      tableName: z.string(),
      indexes: z.array(index),
      stagedDbIndexes: z.array(index).nullish(),
      documentType: z.custom<JSONValue>(),
    }),
  ),
  schemaValidation: z.boolean(),
});

/**
 * Evaluates `schema.ts`; returns null when there is none. Throws a RequestError that describes the
 * problem.
 */
export async function evaluateSchema(
  runner: Runner,
  definitionPath: string,
  module: ModuleSource | null,
): Promise<ComponentSchema | null> {
  if (module === null) return null;
  const where = definitionPath === "" ? "" : ` of component "${definitionPath}"`;
  let exported: unknown;
  try {
    exported = await runner.evaluateExport(module, {}, "export");
  } catch (error) {
    throw new RequestError(
      400,
      "InvalidSchema",
      `Failed to evaluate schema.ts${where}: ${toMessage(error)}`,
    );
  }
  const parsed = exportedSchema.safeParse(
    typeof exported === "string" ? JSON.parse(exported) : exported,
  );
  if (!parsed.success) {
    throw new RequestError(
      400,
      "InvalidSchema",
      `The default export of schema.ts${where} is not a schema:\n${z.prettifyError(parsed.error)}`,
    );
  }
  checkIndexes(parsed.data.tables, where);
  return parsed.data;
}

const RESERVED = new Set(["by_id", "by_creation_time"]);

function checkIndexes(tables: readonly TableSchema[], where: string): void {
  for (const { tableName, indexes } of tables) {
    const names = new Set<string>();
    for (const { indexDescriptor, fields } of indexes) {
      const name = `${tableName}.${indexDescriptor}`;
      if (RESERVED.has(indexDescriptor) || indexDescriptor.startsWith("_"))
        throw invalidIndex(`In schema${where}, index name "${name}" is reserved.`);
      if (names.has(indexDescriptor))
        throw invalidIndex(
          `In schema${where}, table "${tableName}" has two indexes named "${indexDescriptor}".`,
        );
      names.add(indexDescriptor);
      if (fields.length === 0)
        throw invalidIndex(`In schema${where}, index "${name}" has no fields.`);
      if (fields.length > 16)
        throw invalidIndex(`In schema${where}, index "${name}" has more than 16 fields.`);
      if (new Set(fields).size !== fields.length)
        throw invalidIndex(`In schema${where}, index "${name}" names a field twice.`);
      if (fields.includes("_creationTime")) {
        throw invalidIndex(
          `In schema${where}, index "${name}" names "_creationTime", which is added to the end of every index automatically.`,
        );
      }
    }
  }
}

function invalidIndex(message: string): RequestError {
  return new RequestError(400, "InvalidIndex", message);
}

/** An index as the CLI prints it: "table.index", with the creation time that ends every index. */
export interface DatabaseIndex {
  readonly type: "database";
  readonly name: string;
  readonly fields: readonly string[];
}
export interface IndexDiff {
  readonly added_indexes: readonly DatabaseIndex[];
  readonly removed_indexes: readonly DatabaseIndex[];
  readonly enabled_indexes: readonly DatabaseIndex[];
  readonly disabled_indexes: readonly DatabaseIndex[];
}

/** Returns the added and removed indexes. An index whose fields change is in both lists. */
export function indexDiff(
  before: ComponentSchema | null,
  after: ComponentSchema | null,
): IndexDiff {
  const old = listIndexes(before);
  const next = listIndexes(after);
  const only = (these: readonly DatabaseIndex[], those: readonly DatabaseIndex[]) => {
    const known = new Set(those.map((other) => JSON.stringify(other)));
    return these.filter((candidate) => !known.has(JSON.stringify(candidate)));
  };
  return {
    added_indexes: only(next, old),
    removed_indexes: only(old, next),
    enabled_indexes: [],
    disabled_indexes: [],
  };
}

export function listIndexes(schema: ComponentSchema | null): DatabaseIndex[] {
  return (schema?.tables ?? []).flatMap(({ tableName, indexes }) =>
    indexes.map(({ indexDescriptor, fields }) => ({
      type: "database" as const,
      name: `${tableName}.${indexDescriptor}`,
      fields: [...fields, "_creationTime"],
    })),
  );
}

import type { Database } from "../../types";
import { installComponents } from "../componentTree";
import type { PreparedPush } from "./preparedPush";
import { indexDiff, listIndexes } from "./schemas";

/**
 * Creates the answer to `evaluate_schema`, with which `convex deploy` warns of indexes on large
 * tables. Sizes in bytes are unknown here and reported as 0; they cause no warning below 128 MiB.
 */
export function schemaPrediction(push: PreparedPush, database: Database) {
  const before = installComponents(push.base.definitions);
  const after = installComponents(push.deployment.definitions);
  const tx = database.begin();
  const evaluations = [...after.values()].map(({ path, definition }) => {
    const old = before.get(path)?.definition.schema ?? null;
    const existing = new Set(database.tables(path));
    const count = (table: string) => (existing.has(table) ? tx.count(path, table) : 0);
    const parseTableName = (index: string) => index.slice(0, index.indexOf("."));
    const diff = indexDiff(old, definition.schema);
    const added = new Set(diff.added_indexes.map(({ name }) => name));
    const indexes = [
      ...listIndexes(definition.schema).map((index) => ({
        ...index,
        change: added.has(index.name) ? "added" : "identical",
        needsBackfill: added.has(index.name),
        numDocs: count(parseTableName(index.name)),
      })),
      ...diff.removed_indexes.map((index) => ({
        ...index,
        change: "dropped",
        needsBackfill: false,
        numDocs: count(parseTableName(index.name)),
      })),
    ];
    const tables = (definition.schema?.tables ?? []).map(({ tableName }) => ({
      name: tableName,
      outcome: definition.schema?.schemaValidation ? "mustWalk" : "notValidated",
      numDocs: count(tableName),
      sizeBytes: 0,
    }));
    return [
      path,
      {
        definitionPath: definition.path,
        schemaValidation: definition.schema?.schemaValidation ?? false,
        tables,
        indexes,
        discardedStagedValidators: [],
      },
    ] as const;
  });
  return {
    componentSchemaEvaluations: Object.fromEntries(evaluations),
    newComponentDefinitions: [...push.deployment.definitions.keys()].filter(
      (path) => !push.base.definitions.has(path),
    ),
  };
}

import type { ComponentPath, ComponentSchema, Timestamp } from "../types";
import type { SchemaChange } from "./committer";
import { SchemaValidationError } from "./errors";
import { Snapshot } from "./snapshot";
import type { TableNumbers } from "./tableNumbers";
import { defineTable, Table, tableKey, type TableDefinition } from "./tables";
import { userFields } from "./transaction";
import { findMismatch } from "./validation";

/**
 * Returns the snapshot with new schemas for some components: validates every existing document,
 * builds new indexes, and drops removed ones. Tables that a schema no longer declares keep their
 * documents. Throws `SchemaValidationError` for the first document that does not match.
 */
export function applySchemas(
  from: Snapshot,
  schemas: ReadonlyMap<ComponentPath, ComponentSchema | null>,
  numbers: TableNumbers,
  timestamp: Timestamp,
): SchemaChange {
  const tables = new Map(from.tables);
  for (const [component, schema] of schemas) {
    const existing = Array.from(from.tables.values(), ({ definition }) => definition).filter(
      (table) => table.component === component,
    );
    const names = new Set([
      ...existing.map(({ name }) => name),
      ...(schema?.tables ?? []).map(({ tableName }) => tableName),
    ]);
    for (const name of names) {
      const definition = defineTable(component, name, numbers.reserve(component, name), schema);
      checkIndexes(definition);
      const old = from.table(component, name);
      if (old) checkDocuments(old, definition, numbers);
      tables.set(tableKey(component, name), old?.redefine(definition) ?? new Table(definition));
    }
  }
  const base = new Snapshot(
    from.timestamp,
    tables,
    new Map([...from.schemas, ...schemas]),
    timestamp,
  );
  return { base, timestamp, schemas };
}

function checkDocuments(table: Table, definition: TableDefinition, numbers: TableNumbers): void {
  const { component, name, validator } = definition;
  if (
    validator === null ||
    JSON.stringify(validator) === JSON.stringify(table.definition.validator)
  )
    return;
  const context = {
    findTable: (id: string) => {
      const found = numbers.findTable(component, id);
      return "name" in found ? found.name : null;
    },
  };
  for (const { document } of table.rows()) {
    const mismatch = findMismatch(validator, userFields(document), context);
    if (mismatch)
      throw new SchemaValidationError(
        component,
        name,
        document._id,
        mismatch.path,
        mismatch.message(),
      );
  }
}

/** Indexes are looked up by name. Every other rule about indexes is checked by the push. */
function checkIndexes({ name, indexes }: TableDefinition): void {
  const seen = new Set<string>();
  for (const index of indexes) {
    if (seen.has(index.name))
      throw new Error(`Table "${name}" has two or more definitions of index "${index.name}".`);
    seen.add(index.name);
  }
}

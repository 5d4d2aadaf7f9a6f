import type { StoredDocument, Transaction } from "../types";

/**
 * Reads all rows of one of the app's system tables, oldest first. These tables are small:
 * variables, deployments, code.
 */
export function readTable(tx: Transaction, table: string): StoredDocument[] {
  const rows = tx.scan({
    component: "",
    table,
    index: "by_creation_time",
    lower: null,
    upper: null,
    order: "asc",
  });
  const found: StoredDocument[] = [];
  for (let step = rows.next(); !step.done; step = rows.next()) found.push(step.value.document);
  return found;
}

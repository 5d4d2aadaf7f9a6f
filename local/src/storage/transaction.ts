import type { JSONValue, Value } from "convex/values";
import type {
  ComponentPath,
  IndexPosition,
  IndexRange,
  Savepoint,
  StoredDocument,
  Timestamp,
  Transaction,
  TransactionUsage,
} from "../types";
import type { NetWrite } from "./commitRecord";
import { createId } from "./ids";
import { encodeKey } from "./keys";
import { RangeReadSet, type Span } from "./readSet";
import { createRow, sameRow, type Row } from "./rows";
import type { Snapshot } from "./snapshot";
import type { TableNumbers } from "./tableNumbers";
import { indexChanges, tableKey, type Table } from "./tables";
import { UsageMeter } from "./usage";
import { checkValue } from "./validation";
import { toSpan, walk } from "./walk";

/** What a transaction needs from its database. */
export interface TransactionHost {
  readonly numbers: TableNumbers;
  /** In milliseconds; unique and increasing across all inserts. */
  nextCreationTime(): number;
  /** Null for read-only transactions. */
  commit: ((transaction: StorageTransaction) => Promise<Timestamp>) | null;
}

interface Change {
  readonly table: Table;
  readonly id: string;
  readonly before: Row | null;
  readonly after: Row | null;
}

type Fields = Readonly<Record<string, Value | undefined>>;
type Method = "db.get" | "db.patch" | "db.replace" | "db.delete";

/**
 * See `Transaction`. Written tables are private clones, so reads include the transaction's own
 * writes at no extra cost.
 */
export class StorageTransaction implements Transaction {
  readonly readSet = new RangeReadSet();
  private readonly meter = new UsageMeter();
  /** Clones of the tables written so far, by `tableKey`. */
  private readonly written = new Map<string, Table>();
  /** All writes in order; `rollback` undoes them from the end. */
  private readonly changes: Change[] = [];
  private finished = false;

  constructor(
    private readonly host: TransactionHost,
    private readonly base: Snapshot,
  ) {}

  get snapshot(): Timestamp {
    return this.base.timestamp;
  }

  get usage(): TransactionUsage {
    return this.meter.usage;
  }

  get dirty(): boolean {
    return this.changes.length > 0;
  }

  get(component: ComponentPath, id: string, expectedTable?: string): StoredDocument | null {
    return this.find(component, id, expectedTable, "db.get")?.row?.document ?? null;
  }

  scan(
    range: IndexRange,
    start?: IndexPosition,
  ): Iterator<{ document: StoredDocument; position: IndexPosition }> {
    const { component, table, index, order } = range;
    const current = this.table(component, table);
    const exists = current
      ? current.hasIndex(index)
      : index === "by_id" || index === "by_creation_time";
    if (!exists) throw new Error(`Index ${table}.${index} not found.`);
    const system = isSystemTable(table);
    if (!system) this.meter.countRange();
    const span = toSpan(range, start);
    const read: Span =
      order === "asc" ? { low: span.low, high: span.low } : { low: span.high, high: span.high };
    this.readSet.addSpan({ component, table, index }, read);
    return walk(
      {
        table: () => this.table(component, table),
        index,
        onRow: (row) => system || this.meter.countRead(row.size),
      },
      span,
      order,
      read,
    );
  }

  count(component: ComponentPath, table: string): number {
    const byId = { component, table, index: "by_id" };
    this.readSet.addSpan(byId, toSpan({ ...byId, lower: null, upper: null, order: "asc" }));
    return this.table(component, table)?.size ?? 0;
  }

  insert(component: ComponentPath, table: string, value: Fields): string {
    const number = this.host.numbers.reserve(component, table);
    const id = createId(number);
    const creationTime = this.host.nextCreationTime();
    this.write(component, table, id, null, createRow(table, id, creationTime, value));
    return id;
  }

  replace(
    component: ComponentPath,
    id: string,
    value: Fields,
    expectedTable?: string,
  ): StoredDocument {
    const { name, row } = this.mustFind(component, id, expectedTable, "db.replace", "Replace");
    return this.update(component, name, row, value);
  }

  patch(
    component: ComponentPath,
    id: string,
    value: Fields,
    expectedTable?: string,
  ): StoredDocument {
    const { name, row } = this.mustFind(component, id, expectedTable, "db.patch", "Update");
    return this.update(component, name, row, {
      ...row.document,
      ...withoutMissingSystemFields(value),
    });
  }

  remove(component: ComponentPath, id: string, expectedTable?: string): StoredDocument {
    const { name, row } = this.mustFind(component, id, expectedTable, "db.delete", "Delete");
    this.write(component, name, id, row, null);
    return row.document;
  }

  normalizeId(component: ComponentPath, table: string, id: string): string | null {
    return this.findTable(component, id) === table ? id : null;
  }

  /** Returns the component's table that an id belongs to; null when there is none. */
  findTable(component: ComponentPath, id: string): string | null {
    const found = this.host.numbers.findTable(component, id);
    return "name" in found ? found.name : null;
  }

  savepoint(): Savepoint {
    return this.changes.length as Savepoint; // the brand keeps other numbers out
  }

  rollback(to: Savepoint): void {
    while (this.changes.length > to) {
      const { table, before, after } = this.changes.pop()!;
      table.put(indexChanges(table.definition, after, before), before);
      if (!isSystemTable(table.definition.name)) this.meter.uncountWrite((after ?? before)!.size);
    }
  }

  async commit(): Promise<Timestamp> {
    if (this.finished) throw new Error("This transaction has been committed already.");
    this.finished = true;
    if (!this.dirty) return this.snapshot;
    if (!this.host.commit) throw new Error("A transaction on an earlier snapshot can only read.");
    return this.host.commit(this);
  }

  /**
   * Returns the net effect: each changed document once, as it was in the snapshot and as it is now.
   */
  netWrites(): NetWrite[] {
    const first = new Map<string, Change>();
    for (const change of this.changes) if (!first.has(change.id)) first.set(change.id, change);
    const writes = Array.from(first.values(), ({ table, id, before }) => ({
      table: table.definition,
      id,
      before,
      after: table.get(id) ?? null,
    }));
    return writes.filter(({ before, after }) => before !== after);
  }

  private table(component: ComponentPath, name: string): Table | undefined {
    return this.written.get(tableKey(component, name)) ?? this.base.table(component, name);
  }

  private writableTable(component: ComponentPath, name: string): Table {
    const key = tableKey(component, name);
    const known = this.written.get(key);
    if (known) return known;
    const number = this.host.numbers.reserve(component, name);
    const table =
      this.base.table(component, name)?.clone() ??
      this.base.createTable({ component, name, number });
    this.written.set(key, table);
    return table;
  }

  private find(
    component: ComponentPath,
    id: string,
    expectedTable: string | undefined,
    method: Method,
  ): { name: string; row: Row | null } | null {
    const found = this.host.numbers.findTable(component, id);
    if ("problem" in found)
      throw new Error(`Invalid argument \`id\` for \`${method}\`: ${found.problem}`);
    const { name } = found;
    if (name === null) return null;
    if (expectedTable !== undefined && expectedTable !== name) {
      throw new Error(
        `Invalid argument \`id\` for \`${method}\`: expected to be an Id<"${expectedTable}">, got Id<"${name}"> instead.`,
      );
    }
    const isNew = this.readSet.addPoint(
      { component, table: name, index: "by_id" },
      encodeKey([id]),
    );
    const system = isSystemTable(name);
    if (isNew && !system) this.meter.countRange();
    const row = this.table(component, name)?.get(id) ?? null;
    if (row && !system) this.meter.countRead(row.size);
    return { name, row };
  }

  private mustFind(
    component: ComponentPath,
    id: string,
    expectedTable: string | undefined,
    method: Method,
    verb: string,
  ): { name: string; row: Row } {
    const found = this.find(component, id, expectedTable, method);
    if (!found?.row) throw new Error(`${verb} on nonexistent document ID ${id}`);
    return { name: found.name, row: found.row };
  }

  private update(
    component: ComponentPath,
    name: string,
    before: Row,
    value: Fields,
  ): StoredDocument {
    const { _id, _creationTime } = before.document;
    const after = createRow(name, _id, _creationTime, value);
    // As in Convex, a write that changes nothing is ignored: queries that read the document do not
    // rerun.
    if (sameRow(before, after)) return before.document;
    return this.write(component, name, _id, before, after);
  }

  private write(
    component: ComponentPath,
    name: string,
    id: string,
    before: Row | null,
    after: Row,
  ): StoredDocument;
  private write(component: ComponentPath, name: string, id: string, before: Row, after: null): null;
  private write(
    component: ComponentPath,
    name: string,
    id: string,
    before: Row | null,
    after: Row | null,
  ): StoredDocument | null {
    if (this.finished) throw new Error("This transaction has been committed already.");
    const table = this.writableTable(component, name);
    if (after) this.validate(component, name, table.definition.validator, after.document);
    if (!isSystemTable(name)) this.meter.countWrite((after ?? before)!.size);
    table.put(indexChanges(table.definition, before, after), after);
    this.changes.push({ table, id, before, after });
    return after && after.document;
  }

  private validate(
    component: ComponentPath,
    table: string,
    validator: JSONValue,
    document: StoredDocument,
  ): void {
    const problem = checkValue(validator, userFields(document), {
      findTable: (id) => this.findTable(component, id),
    });
    if (problem === null) return;
    throw new Error(
      `Failed to insert or update a document in table "${table}" because it does not match the schema: ${problem}`,
    );
  }
}

/** Returns a document without its system fields, which validators do not cover. */
export function userFields(document: StoredDocument): { [field: string]: Value } {
  const { _id, _creationTime, ...fields } = document;
  return fields as { [field: string]: Value }; // stored documents have no undefined fields
}

/**
 * System tables (names with "_") belong to the deployment: they have no limits and do not count as
 * usage.
 */
function isSystemTable(name: string): boolean {
  return name.startsWith("_");
}

/** `undefined` removes a field, but system fields cannot be removed. */
function withoutMissingSystemFields(value: Fields): Fields {
  if (!("_id" in value) && !("_creationTime" in value)) return value;
  return Object.fromEntries(
    Object.entries(value).filter(([name, field]) => field !== undefined || !name.startsWith("_")),
  );
}

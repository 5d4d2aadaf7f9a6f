import type { Commit, DocumentWrite, Timestamp } from "../types";
import type { Row } from "./rows";
import type { IndexChange, TableDefinition } from "./tables";

/** One document's way from before a transaction to after it. */
export interface NetWrite {
  readonly table: TableDefinition;
  readonly id: string;
  readonly before: Row | null;
  readonly after: Row | null;
}

/** A write that has its place in the order of commits: no placeholders left, index keys known. */
export interface RowWrite extends NetWrite {
  readonly changes: readonly IndexChange[];
}

/** One accepted commit. */
export class CommitRecord implements Commit {
  readonly writes: readonly DocumentWrite[];
  /** Index → keys removed or added. */
  readonly keys: ReadonlyMap<string, readonly string[]>;

  constructor(
    readonly timestamp: Timestamp,
    readonly rowWrites: readonly RowWrite[],
    /** Everything read before may read differently now. */
    readonly schemaChanged: boolean,
  ) {
    this.writes = rowWrites.map(({ table, id, before, after }) => ({
      component: table.component,
      table: table.name,
      id,
      before: before && before.document,
      after: after && after.document,
    }));
    const keys = new Map<string, string[]>();
    for (const { changes } of rowWrites) {
      for (const { index, removed, added } of changes) {
        let list = keys.get(index.key);
        if (!list) keys.set(index.key, (list = []));
        if (removed !== null) list.push(removed);
        if (added !== null && added !== removed) list.push(added);
      }
    }
    this.keys = keys;
  }
}

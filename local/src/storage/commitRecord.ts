import type { Commit, DocumentWrite, Timestamp } from "../types";
import type { Row } from "./rows";
import type { IndexChange, TableDefinition } from "./tables";

/** A document before and after a transaction. */
export interface NetWrite {
  readonly table: TableDefinition;
  readonly id: string;
  readonly before: Row | null;
  readonly after: Row | null;
}

/** A write of an accepted commit: placeholders are resolved, and index keys are known. */
export interface RowWrite extends NetWrite {
  readonly changes: readonly IndexChange[];
}

/** An accepted commit. */
export class CommitRecord implements Commit {
  readonly writes: readonly DocumentWrite[];
  /** Index → keys removed or added. */
  readonly keys: ReadonlyMap<string, readonly string[]>;

  constructor(
    readonly timestamp: Timestamp,
    readonly rowWrites: readonly RowWrite[],
    /** A schema changed, so every earlier read may be outdated. */
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

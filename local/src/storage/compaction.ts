import { encodeRecord, type LogRecord } from "./logRecord";
import type { Row } from "./rows";
import type { Snapshot } from "./snapshot";

/** Documents per record. The event loop runs between records. */
const ROWS_PER_RECORD = 500;

/** Yields the shortest log that reproduces this snapshot. */
export function* compactedRecords(snapshot: Snapshot): Generator<Buffer> {
  const { timestamp } = snapshot;
  const tables = Array.from(snapshot.tables.values(), ({ definition }) => definition);
  const record = (rest: Partial<LogRecord>): Buffer =>
    encodeRecord({ timestamp, tables: [], schemas: [], written: [], removed: [], ...rest });
  yield record({
    tables: tables.map(({ component, name, number }) => [component, name, number]),
    schemas: [...snapshot.schemas],
  });
  for (const table of snapshot.tables.values()) {
    let written: Row[] = [];
    for (const row of table.rows()) {
      written.push(row);
      if (written.length < ROWS_PER_RECORD) continue;
      yield record({ written });
      written = [];
    }
    if (written.length > 0) yield record({ written });
  }
}

/**
 * The records of the log, one per commit: a header line, then one line for each written document. A
 * line has no line breaks in it and is not empty, so an empty line separates the records of a frame.
 */
import type { ComponentPath, ComponentSchema, Timestamp } from "../types";
import { encodeDocument, restoreRow, type Row } from "./rows";

export interface LogRecord {
  readonly timestamp: Timestamp;
  /** Tables that this commit uses first. */
  readonly tables: readonly (readonly [component: ComponentPath, name: string, number: number])[];
  /** Changed schemas; null where a schema was removed. */
  readonly schemas: readonly (readonly [
    component: ComponentPath,
    schema: ComponentSchema | null,
  ])[];
  readonly written: readonly Row[];
  readonly removed: readonly string[];
}

interface Header {
  readonly timestamp: string;
  readonly tables?: LogRecord["tables"];
  readonly schemas?: LogRecord["schemas"];
  readonly removed?: LogRecord["removed"];
}

const SEPARATOR = "\n\n";

export function encodeRecord(record: LogRecord): string {
  const { timestamp, tables, schemas, removed } = record;
  // The timestamp comes first: a damaged log is searched for it.
  const header: Header = {
    timestamp: String(timestamp),
    ...(tables.length > 0 && { tables }),
    ...(schemas.length > 0 && { schemas }),
    ...(removed.length > 0 && { removed }),
  };
  return [JSON.stringify(header), ...record.written.map(encodeDocument)].join("\n");
}

export function joinRecords(records: readonly string[]): Buffer {
  return Buffer.from(records.join(SEPARATOR), "utf8");
}

export function decodeRecords(payload: Buffer): LogRecord[] {
  return payload.toString("utf8").split(SEPARATOR).map(decodeRecord);
}

function decodeRecord(text: string): LogRecord {
  const [first, ...lines] = text.split("\n");
  const header = JSON.parse(first ?? "") as Header; // written above, and its checksum was right
  return {
    timestamp: BigInt(header.timestamp),
    tables: header.tables ?? [],
    schemas: header.schemas ?? [],
    removed: header.removed ?? [],
    written: lines.map((line) => restoreRow(line)),
  };
}

/**
 * The records of the log, one per commit: a header line, then one line for each written document.
 */
import { convexToJson, jsonToConvex, type JSONValue } from "convex/values";
import type { ComponentPath, ComponentSchema, Timestamp } from "../types";
import { restoreRow, type Row } from "./rows";

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

export function encodeRecord(record: LogRecord): Buffer {
  const { timestamp, tables, schemas, removed } = record;
  const header: Header = {
    timestamp: String(timestamp),
    ...(tables.length > 0 && { tables }),
    ...(schemas.length > 0 && { schemas }),
    ...(removed.length > 0 && { removed }),
  };
  let text = JSON.stringify(header);
  for (const row of record.written) {
    const line = JSON.stringify(convexToJson(row.document));
    row.loggedBytes = line.length;
    text += "\n" + line;
  }
  return Buffer.from(text, "utf8");
}

export function decodeRecord(payload: Buffer): LogRecord {
  const [first, ...lines] = payload.toString("utf8").split("\n");
  const header = JSON.parse(first ?? "") as Header; // written above, and its checksum was right
  return {
    timestamp: BigInt(header.timestamp),
    tables: header.tables ?? [],
    schemas: header.schemas ?? [],
    removed: header.removed ?? [],
    written: lines.map((line) =>
      restoreRow(jsonToConvex(JSON.parse(line) as JSONValue), line.length),
    ),
  };
}

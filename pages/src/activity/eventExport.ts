/** Events as a file. */
import { csvCell } from "../../../convex/component/core/csvCell";
import type { BanataAuth } from "../../../src/client";
import { jsonFile, toJson, type Format } from "./exportFormats";

/** One file is read into the memory of the browser. */
export const MAXIMUM_EXPORTED = 20_000;
const PAGE_SIZE = 200;

export interface ExportedRange {
  readonly type: string | undefined;
  /** Epoch milliseconds, inclusive. */
  readonly rangeStart: number | undefined;
  /** Exclusive. */
  readonly rangeEnd: number | undefined;
}

interface Exported {
  /** Of the file's text. */
  readonly parts: string[];
  readonly count: number;
  /** Whether the range has events that are not in the file. */
  readonly isCut: boolean;
}

type Event = Awaited<ReturnType<BanataAuth["events"]["listEvents"]>>["data"][number];

export async function exportEvents(
  client: BanataAuth,
  { format, type, ...range }: ExportedRange & { readonly format: Format },
  onProgress: (count: number) => void,
  maximum = MAXIMUM_EXPORTED,
): Promise<Exported> {
  const events: Event[] = [];
  let [after, hasMore]: [string | undefined, boolean] = [undefined, true];
  while (hasMore && events.length < maximum) {
    const page = await client.events.listEvents({
      ...range,
      ...(type === undefined ? {} : { eventTypes: [type] }),
      ...(after === undefined ? {} : { after }),
      limit: Math.min(PAGE_SIZE, maximum - events.length),
    });
    events.push(...page.data);
    onProgress(events.length);
    [after, hasMore] = [page.cursor, page.hasMore];
  }
  const parts =
    format === "csv" ? [CSV_HEADER, ...events.map(toLine)] : [jsonFile(events.map(toJson))];
  return { parts, count: events.length, isCut: hasMore };
}

const CSV_HEADER = "id,type,createdAt,data\r\n";

const toLine = ({ id, type, createdAt, data }: Event): string => {
  const cells = [id, type, new Date(createdAt).toISOString(), JSON.stringify(data)];
  return `${cells.map(csvCell).join(",")}\r\n`;
};

import { useState } from "react";
import type { BanataAuth } from "../../../src/client";
import { useAct } from "../data/operations";
import { ActDialog } from "../ui/dialogs";
import { Choice, TextInput } from "../ui/fields";
import { saveFile } from "../ui/saveFile";
import { endOfDay, startOfDay } from "./days";
import { fileTypes, formats, jsonFile, toJson, type Format } from "./exportFormats";

interface ExportDialogProps {
  /** Those of the page, as far as an export has them. */
  readonly filters: {
    readonly action?: string | undefined;
    readonly from?: string | undefined;
    readonly to?: string | undefined;
  };
  readonly onClose: () => void;
}

interface ExportFields {
  readonly format: Format;
  readonly action: string | undefined;
  readonly startDate: number | undefined;
  readonly endDate: number | undefined;
}

/** Reads all pages of the export, and saves them as one file. */
export function ExportDialog({ filters, onClose }: ExportDialogProps) {
  const [format, setFormat] = useState<Format>("csv");
  const [count, setCount] = useState<number | null>(null);
  const save = useAct({
    operation: "auditLogs.exportEvents",
    run: async (client, fields: ExportFields) => await exportAll(client, fields, setCount),
    done: (_, total) => `Saved ${total} entries`,
    reloads: [],
  });
  return (
    <ActDialog
      title="Export the audit log"
      isOpen
      onClose={onClose}
      submit="Export"
      act={async ({ text, optional }) =>
        await save.mutateAsync({
          format,
          action: optional("action"),
          startDate: startOfDay(text("from")),
          endDate: endOfDay(text("to")),
        })
      }
    >
      <Choice label="Format" name="format" options={formats} value={format} onChange={setFormat} />
      <TextInput label="Action" name="action" isCode defaultValue={filters.action ?? ""} />
      <div className="columns">
        <TextInput label="From" name="from" type="date" defaultValue={filters.from ?? ""} />
        <TextInput label="To" name="to" type="date" defaultValue={filters.to ?? ""} />
      </div>
      <p className="muted">Empty fields export everything. Days are those of your time zone.</p>
      <p role="status">{count !== null && `${count} entries read`}</p>
    </ActDialog>
  );
}

const PAGE_SIZE = 1_000;

async function exportAll(
  client: BanataAuth,
  fields: ExportFields,
  onProgress: (count: number) => void,
): Promise<number> {
  const parts: string[] = [];
  let [count, cursor]: [number, number | undefined] = [0, undefined];
  do {
    const page = await client.auditLogs.exportEvents({ ...fields, limit: PAGE_SIZE, cursor });
    parts.push(...(fields.format === "csv" ? [page.content ?? ""] : page.data.map(toJson)));
    count += page.count;
    onProgress(count);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  const content = fields.format === "csv" ? parts : [jsonFile(parts)];
  saveFile(`audit-log.${fields.format}`, new Blob(content, { type: fileTypes[fields.format] }));
  return count;
}

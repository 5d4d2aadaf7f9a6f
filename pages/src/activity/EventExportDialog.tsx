import { useState } from "react";
import { useAct } from "../data/operations";
import { ActDialog } from "../ui/dialogs";
import { Choice, TextInput } from "../ui/fields";
import { saveFile } from "../ui/saveFile";
import { endOfDay, startOfDay } from "./days";
import { exportEvents, MAXIMUM_EXPORTED, type ExportedRange } from "./eventExport";
import { fileTypes, formats, type Format } from "./exportFormats";

interface EventExportDialogProps {
  /** The page's filter. */
  readonly type: string | undefined;
  readonly onClose: () => void;
}

/** Reads the events page by page, and saves them as one file. */
export function EventExportDialog({ type, onClose }: EventExportDialogProps) {
  const [format, setFormat] = useState<Format>("csv");
  const [count, setCount] = useState<number | null>(null);
  const save = useAct({
    operation: "events.listEvents",
    run: async (client, range: ExportedRange) => {
      const exported = await exportEvents(client, { ...range, format }, setCount);
      saveFile(`events.${format}`, new Blob(exported.parts, { type: fileTypes[format] }));
      return exported;
    },
    done: (_, { count: total, isCut }) =>
      isCut ? `Saved the first ${total} events; there are more` : `Saved ${total} events`,
    reloads: [],
  });
  return (
    <ActDialog
      title="Export events"
      isOpen
      onClose={onClose}
      submit="Export"
      act={async ({ text, optional }) =>
        await save.mutateAsync({
          type: optional("type"),
          rangeStart: startOfDay(text("from")),
          rangeEnd: endOfDay(text("to")),
        })
      }
    >
      <Choice label="Format" name="format" options={formats} value={format} onChange={setFormat} />
      <TextInput label="Type, such as user.*" name="type" isCode defaultValue={type ?? ""} />
      <div className="columns">
        <TextInput label="From" name="from" type="date" />
        <TextInput label="To" name="to" type="date" />
      </div>
      <p className="muted">
        A file has at most {MAXIMUM_EXPORTED.toLocaleString("en")} events, the oldest of the range.
        Days are those of your time zone.
      </p>
      <p role="status">{count !== null && `${count} events read`}</p>
    </ActDialog>
  );
}

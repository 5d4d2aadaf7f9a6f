import { useState } from "react";
import type { WebhookEndpoint } from "../../../src/index";
import { useAct } from "../data/operations";
import { ActDialog } from "../ui/dialogs";
import { Choice, TextInput } from "../ui/fields";

const HOUR_MS = 3_600_000;
/** Hours → text. */
const spans: Readonly<Record<string, string>> = {
  1: "The last hour",
  24: "The last day",
  168: "The last 7 days",
  chosen: "From a time on",
};

interface ReplayDialogProps {
  readonly endpoint: WebhookEndpoint;
  readonly onClose: () => void;
}

/** Delivers the events of a span of time again, which ends with the call. */
export function ReplayDialog({ endpoint, onClose }: ReplayDialogProps) {
  const [span, setSpan] = useState("1");
  const replay = useAct({
    operation: "webhooks.replay",
    run: async (client, since: Date) => await client.webhooks.replay(endpoint.id, { since }),
    done: () => "Delivers the events again",
  });
  return (
    <ActDialog
      title="Replay events"
      isOpen
      onClose={onClose}
      submit="Replay"
      act={async ({ text }) =>
        await replay.mutateAsync(
          span === "chosen"
            ? new Date(text("since"))
            : new Date(Date.now() - Number(span) * HOUR_MS),
        )
      }
    >
      <p>
        All events that match the event types of the endpoint are delivered again, with the same
        event ids, whether or not they were delivered before. Events are kept for 30 days.
      </p>
      <Choice label="Events of" name="span" options={spans} value={span} onChange={setSpan} />
      {span === "chosen" && (
        <TextInput
          label="Since"
          name="since"
          type="datetime-local"
          isRequired
          description="In your time zone, at most 30 days ago."
        />
      )}
    </ActDialog>
  );
}

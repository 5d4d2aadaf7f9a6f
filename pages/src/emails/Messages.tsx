import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { BanataAuth } from "../../../src/client";
import { useList, useRead } from "../data/operations";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { CopyableId } from "../ui/CopyButton";
import { DataTable } from "../ui/DataTable";
import { DetailsDialog } from "../ui/dialogs";
import { Fact } from "../ui/Fact";
import { Filters } from "../ui/Filters";
import { Empty, Failure, Loading } from "../ui/states";
import { Time } from "../ui/Time";

type Message = Awaited<ReturnType<BanataAuth["emails"]["getMessage"]>>;

const tones = { queued: "neutral", sent: "good", failed: "bad" } as const;
const words = { queued: "Queued", sent: "Sent", failed: "Failed" } as const;

const states = Object.keys(words) as (keyof typeof words)[]; // the record's own keys

const MessageState = ({ status }: Pick<Message, "status">) => (
  <Badge tone={tones[status]}>{words[status]}</Badge>
);

/** The mails of the last 30 days: to whom, and what became of them. Texts are not kept. */
export function Messages() {
  const filters = useSearch({ from: "/signedIn/projects/$projectId/emails" });
  const navigate = useNavigate();
  const list = useList("emails.listMessages", filters, async (client, after) => {
    const status = states.find((each) => each === filters.status);
    return await client.emails.listMessages({ to: filters.to, status, after, limit: 20 });
  });
  const [open, setOpen] = useState<string | null>(null);
  return (
    <section aria-labelledby="messages">
      <div className="section-header">
        <h2 id="messages">Messages of the last 30 days</h2>
      </div>
      <Filters
        fields={{ to: "Recipient", status: { label: "State", options: words } }}
        value={filters}
        onChange={(search) => void navigate({ to: ".", search })}
      />
      <DataTable
        label="Messages"
        list={list}
        keyOf={({ id }) => id}
        empty={<Empty title="No messages" />}
        columns={[
          { title: "To", isHeader: true, cell: ({ to }) => to },
          { title: "Template", cell: ({ template }) => <code>{template}</code> },
          { title: "State", cell: (message) => <MessageState {...message} /> },
          { title: "Created", cell: ({ createdAt }) => <Time at={createdAt} /> },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: ({ id, to }) => (
              <Button size="small" aria-label={`Details of ${to}`} onPress={() => setOpen(id)}>
                Details
              </Button>
            ),
          },
        ]}
      />
      {open !== null && <Details id={open} onClose={() => setOpen(null)} />}
    </section>
  );
}

interface DetailsProps {
  readonly id: string;
  readonly onClose: () => void;
}

function Details({ id, onClose }: DetailsProps) {
  const { data, error } = useRead(
    "emails.getMessage",
    { id },
    async (client) => await client.emails.getMessage(id),
  );
  return (
    <DetailsDialog title="Message" onClose={onClose}>
      {error && <Failure error={error} />}
      {!data && !error && <Loading />}
      {data && (
        <dl className="facts">
          <Fact title="Message id">
            <CopyableId id={data.id} what="message id" />
          </Fact>
          <Fact title="State">
            <MessageState {...data} />
          </Fact>
          <Fact title="To">{data.to}</Fact>
          <Fact title="Template">
            <code>{data.template}</code>
          </Fact>
          <Fact title="Attempts">{data.attempts}</Fact>
          <Fact title="Reason of the failure">{data.failureReason ?? "–"}</Fact>
          <Fact title="Created">
            <Time at={data.createdAt} />
          </Fact>
          <Fact title="Sent or failed">
            <Time at={data.settledAt} none="Not yet" />
          </Fact>
        </dl>
      )}
    </DetailsDialog>
  );
}

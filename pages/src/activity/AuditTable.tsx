/** Entries of the audit log as a table, with a dialog for all of an entry. */
import { useState } from "react";
import type { AuditEvent } from "../../../src/index";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { CopyableId } from "../ui/CopyButton";
import { DataTable, type Listed } from "../ui/DataTable";
import { DetailsDialog } from "../ui/dialogs";
import { Fact } from "../ui/Fact";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";

export const outcomes = { success: "Success", denied: "Denied", failed: "Failed" } as const;
const tones = { success: "good", denied: "bad", failed: "warning" } as const;

interface AuditTableProps {
  readonly label: string;
  readonly list: Listed<AuditEvent>;
}

export function AuditTable({ label, list }: AuditTableProps) {
  const [open, setOpen] = useState<AuditEvent | null>(null);
  return (
    <>
      <DataTable
        label={label}
        list={list}
        keyOf={({ id }) => id}
        empty={<Empty title="No entries" />}
        columns={[
          { title: "Action", isHeader: true, cell: ({ action }) => <code>{action}</code> },
          { title: "Actor", cell: ({ actor }) => <Named {...actor} /> },
          {
            title: "Targets",
            cell: ({ targets }) => targets.map((target) => <Named key={target.id} {...target} />),
          },
          { title: "Outcome", cell: ({ outcome }) => <OutcomeBadge outcome={outcome} /> },
          { title: "Time", cell: ({ occurredAt }) => <Time at={occurredAt} /> },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: (entry) => (
              <Button
                size="small"
                aria-label={`Details of ${entry.action}`}
                onPress={() => setOpen(entry)}
              >
                Details
              </Button>
            ),
          },
        ]}
      />
      {open && <Details entry={open} onClose={() => setOpen(null)} />}
    </>
  );
}

const OutcomeBadge = ({ outcome }: Pick<AuditEvent, "outcome">) => (
  <Badge tone={tones[outcome]}>{outcomes[outcome]}</Badge>
);

interface NamedProps {
  readonly type: string;
  readonly id: string;
  readonly name?: string | undefined;
}

const Named = ({ type, id, name }: NamedProps) => (
  <span className="two-lines" title={id}>
    {name ?? <code className="clipped">{id}</code>}
    <span className="muted">{type.replace("_", " ")}</span>
  </span>
);

interface DetailsProps {
  readonly entry: AuditEvent;
  readonly onClose: () => void;
}

/** What the table has no place for as JSON, as the API returns it. */
function Details({ entry, onClose }: DetailsProps) {
  const { id, action, outcome, actor, targets, occurredAt, createdAt, source, version, ...rest } =
    entry;
  return (
    <DetailsDialog title={action} onClose={onClose}>
      <dl className="facts">
        <Fact title="Entry id">
          <CopyableId id={id} what="entry id" />
        </Fact>
        <Fact title="Outcome">
          <OutcomeBadge outcome={outcome} />
        </Fact>
        <Fact title={`Actor: ${actor.type.replace("_", " ")}`}>
          <CopyableId id={actor.id} what="actor id" />
          {actor.name ?? actor.email}
        </Fact>
        {targets.map((target) => (
          <Fact key={target.id} title={`Target: ${target.type.replace("_", " ")}`}>
            <CopyableId id={target.id} what={`id of the ${target.type.replace("_", " ")}`} />
            {target.name}
          </Fact>
        ))}
        <Fact title="Occurred">
          <Time at={occurredAt} />
        </Fact>
        <Fact title="Recorded">
          <Time at={createdAt} />
        </Fact>
        <Fact title="Written by">
          {source === "app" ? "Your app" : "The runtime"}, version {version}
        </Fact>
      </dl>
      <pre className="preview" tabIndex={0} aria-label="Context, changes and metadata">
        {JSON.stringify(rest, null, 2)}
      </pre>
    </DetailsDialog>
  );
}

import { useNavigate, useSearch } from "@tanstack/react-router";
import type { AuditEvent } from "../../../src/index";
import { useList } from "../data/operations";
import { Badge } from "../ui/Badge";
import { DataTable } from "../ui/DataTable";
import { Filters } from "../ui/Filters";
import { PageHeader } from "../ui/PageHeader";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";

const tones = { success: "good", denied: "bad", failed: "warning" } as const;
const words = { success: "Success", denied: "Denied", failed: "Failed" } as const;
type Outcome = keyof typeof words;
const isOutcome = (text: string | undefined): text is Outcome =>
  text !== undefined && Object.hasOwn(words, text);

export function AuditLogPage() {
  const navigate = useNavigate();
  const filters = useSearch({ from: "/signedIn/projects/$projectId/audit-log" });
  const { action, actor, outcome } = filters;
  const list = useList(
    "auditLogs.listEvents",
    filters,
    async (client, after) =>
      await client.auditLogs.listEvents({
        action,
        actorId: actor,
        ...(isOutcome(outcome) ? { outcome } : {}),
        after,
        limit: 50,
      }),
  );
  return (
    <>
      <PageHeader title="Audit log" about="Who did what, and what was denied, newest first." />
      <Filters
        fields={{
          action: "Action",
          actor: "Actor id",
          outcome: { label: "Outcome", options: words },
        }}
        value={filters}
        onChange={(search) => void navigate({ to: ".", search })}
      />
      <DataTable
        label="Audit log"
        list={list}
        keyOf={({ id }) => id}
        empty={<Empty title="No entries" />}
        columns={[
          { title: "Action", isHeader: true, cell: (entry) => <code>{entry.action}</code> },
          { title: "Actor", cell: ({ actor: who }) => <Named {...who} /> },
          {
            title: "Targets",
            cell: ({ targets }) => targets.map((target) => <Named key={target.id} {...target} />),
          },
          {
            title: "Outcome",
            cell: (entry: AuditEvent) => (
              <Badge tone={tones[entry.outcome]}>{words[entry.outcome]}</Badge>
            ),
          },
          { title: "Time", cell: ({ occurredAt }) => <Time at={occurredAt} /> },
        ]}
      />
    </>
  );
}

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

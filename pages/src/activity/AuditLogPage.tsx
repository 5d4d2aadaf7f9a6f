import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useList } from "../data/operations";
import { Button } from "../ui/Button";
import { Filters } from "../ui/Filters";
import { PageHeader } from "../ui/PageHeader";
import { AuditTable, outcomes } from "./AuditTable";
import { endOfDay, startOfDay } from "./days";
import { ExportDialog } from "./ExportDialog";

type Outcome = keyof typeof outcomes;
const isOutcome = (text: string | undefined): text is Outcome =>
  text !== undefined && Object.hasOwn(outcomes, text);

export function AuditLogPage() {
  const navigate = useNavigate();
  const filters = useSearch({ from: "/signedIn/projects/$projectId/audit-log" });
  const { action, actor, target, outcome, from, to } = filters;
  const [isExporting, setExporting] = useState(false);
  const list = useList(
    "auditLogs.listEvents",
    filters,
    async (client, after) =>
      await client.auditLogs.listEvents({
        action,
        actorId: actor,
        targetId: target,
        rangeStart: startOfDay(from),
        rangeEnd: endOfDay(to),
        ...(isOutcome(outcome) ? { outcome } : {}),
        after,
        limit: 50,
      }),
  );
  return (
    <>
      <PageHeader title="Audit log" about="Who did what, and what was denied, newest first.">
        <Button onPress={() => setExporting(true)}>Export</Button>
      </PageHeader>
      <Filters
        fields={{
          action: "Action",
          actor: "Actor id",
          target: "Target id",
          outcome: { label: "Outcome", options: outcomes },
          from: { label: "From", type: "date" },
          to: { label: "To", type: "date" },
        }}
        value={filters}
        onChange={(search) => void navigate({ to: ".", search })}
      />
      <AuditTable label="Audit log" list={list} />
      {isExporting && <ExportDialog filters={filters} onClose={() => setExporting(false)} />}
    </>
  );
}

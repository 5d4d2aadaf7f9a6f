import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useList } from "../data/operations";
import { Button } from "../ui/Button";
import { DataTable } from "../ui/DataTable";
import { Filters } from "../ui/Filters";
import { PageHeader } from "../ui/PageHeader";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";
import { EventExportDialog } from "./EventExportDialog";

export function EventsPage() {
  const navigate = useNavigate();
  const filters = useSearch({ from: "/signedIn/projects/$projectId/events" });
  const [isExporting, setExporting] = useState(false);
  const list = useList("events.listEvents", filters, async (client, after) => {
    const { data, hasMore, cursor } = await client.events.listEvents({
      limit: 100,
      ...(filters.type === undefined ? {} : { eventTypes: [filters.type] }),
      ...(after === undefined ? {} : { after }),
    });
    return { data, listMetadata: { after: hasMore ? (cursor ?? null) : null } };
  });
  return (
    <>
      <PageHeader
        title="Events"
        about="What has changed, oldest first, as webhooks and readers with a cursor receive it."
      >
        <Button onPress={() => setExporting(true)}>Export</Button>
      </PageHeader>
      <Filters
        fields={{ type: "Type, such as user.*" }}
        value={filters}
        onChange={(search) => void navigate({ to: ".", search })}
      />
      <DataTable
        label="Events"
        list={list}
        keyOf={({ id }) => id}
        empty={<Empty title="No events" />}
        columns={[
          { title: "Type", isHeader: true, cell: ({ type }) => <code>{type}</code> },
          { title: "Time", cell: ({ createdAt }) => <Time at={createdAt} /> },
          {
            title: "Data",
            cell: ({ data }) => (
              <details>
                <summary>Show</summary>
                <pre>{JSON.stringify(data, null, 2)}</pre>
              </details>
            ),
          },
        ]}
      />
      {isExporting && <EventExportDialog type={filters.type} onClose={() => setExporting(false)} />}
    </>
  );
}

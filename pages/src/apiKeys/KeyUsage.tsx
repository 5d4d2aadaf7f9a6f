import type { ApiKey } from "../../../src/index";
import { useRead } from "../data/operations";
import { DataTable } from "../ui/DataTable";
import { DetailsDialog } from "../ui/dialogs";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";

const DAYS = 30;

interface KeyUsageProps {
  readonly apiKey: ApiKey;
  readonly onClose: () => void;
}

/** The limits of a key with what is left of them, and its use per day. */
export function KeyUsage({ apiKey, onClose }: KeyUsageProps) {
  const { data, error, refetch } = useRead(
    "apiKeys.getUsage",
    { keyId: apiKey.id, days: DAYS },
    async (client) => await client.apiKeys.getUsage(apiKey.id, { days: DAYS }),
  );
  const list = <Item,>(items: readonly Item[] | undefined) => ({ items, error, refetch });
  return (
    <DetailsDialog title={`Usage of ${apiKey.name}`} onClose={onClose}>
      {data && data.limits.length > 0 && (
        <DataTable
          label="Limits"
          list={list(data.limits)}
          keyOf={({ name }) => name}
          empty={null}
          columns={[
            { title: "Limit", isHeader: true, cell: ({ name }) => name },
            {
              title: "Used",
              cell: ({ used, limit }) => `${used.toLocaleString()} of ${limit.toLocaleString()}`,
            },
            { title: "Starts again", cell: ({ resetAt }) => <Time at={resetAt} /> },
          ]}
        />
      )}
      <DataTable
        label={`Use of the last ${DAYS} days`}
        list={list(data?.days)}
        keyOf={({ day }) => day}
        empty={<Empty title={`Not used in the last ${DAYS} days`} />}
        columns={[
          { title: "UTC day", isHeader: true, cell: ({ day }) => day },
          { title: "Verifications", cell: ({ verifications }) => verifications.toLocaleString() },
          { title: "Requests", cell: ({ requests }) => requests.toLocaleString() },
        ]}
      />
      <p className="muted">
        Requests are counted only for keys with a limit. The last minute may be missing.
      </p>
    </DetailsDialog>
  );
}

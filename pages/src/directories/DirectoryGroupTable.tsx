import type { DirectoryGroup } from "../../../src/index";
import { useOrganizationAddress } from "../organizations/organization";
import { DataTable, type Listed } from "../ui/DataTable";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";

interface DirectoryGroupTableProps {
  readonly list: Listed<DirectoryGroup>;
  readonly directoryId: string;
}

export function DirectoryGroupTable({ list, directoryId }: DirectoryGroupTableProps) {
  const addressOf = useOrganizationAddress();
  return (
    <DataTable
      label="Groups"
      list={list}
      keyOf={({ id }) => id}
      hrefOf={({ id }) => addressOf(`directories/${directoryId}/groups/${id}`)}
      empty={<Empty title="No groups" />}
      columns={[
        { title: "Name", isHeader: true, cell: ({ name }) => <strong>{name}</strong> },
        { title: "Members", cell: ({ memberCount }) => memberCount },
        { title: "Changed", cell: ({ updatedAt }) => <Time at={updatedAt} /> },
      ]}
    />
  );
}

import type { DirectoryUser } from "../../../src/index";
import { useOrganizationAddress } from "../organizations/organization";
import { Badge } from "../ui/Badge";
import { DataTable, type Listed } from "../ui/DataTable";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";
import { userStates } from "./directories";

interface DirectoryUserTableProps {
  readonly list: Listed<DirectoryUser>;
  readonly directoryId: string;
}

export function DirectoryUserTable({ list, directoryId }: DirectoryUserTableProps) {
  const addressOf = useOrganizationAddress();
  return (
    <DataTable
      label="Users"
      list={list}
      keyOf={({ id }) => id}
      hrefOf={({ id }) => addressOf(`directories/${directoryId}/users/${id}`)}
      empty={<Empty title="No users" />}
      columns={[
        { title: "User name", isHeader: true, cell: ({ userName }) => <strong>{userName}</strong> },
        { title: "Name", cell: ({ displayName, name }) => displayName ?? name.formatted ?? "–" },
        { title: "State", cell: (user) => <DirectoryUserState user={user} /> },
        { title: "Groups", cell: ({ groups }) => groups.map(({ name }) => name).join(", ") || "–" },
        { title: "Changed", cell: ({ updatedAt }) => <Time at={updatedAt} /> },
      ]}
    />
  );
}

export const DirectoryUserState = ({ user }: { readonly user: DirectoryUser }) => {
  const { text, tone } = userStates[user.state];
  return user.state === "active" && user.userId === null ? (
    <Badge tone="warning">Not linked</Badge>
  ) : (
    <Badge tone={tone}>{text}</Badge>
  );
};

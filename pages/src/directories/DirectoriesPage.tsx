import { useState } from "react";
import { useList } from "../data/operations";
import { useOrganizationAddress, useOrganizationId } from "../organizations/organization";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { DataTable } from "../ui/DataTable";
import { Empty } from "../ui/states";
import { SubpageHeader } from "../ui/Subpages";
import { Time } from "../ui/Time";
import { CreateDirectory } from "./CreateDirectory";
import { providers, states } from "./directories";
import { ScimDialog, type ScimConfig } from "./ScimDialog";

export function DirectoriesPage() {
  const organizationId = useOrganizationId();
  const addressOf = useOrganizationAddress();
  const [isCreating, setCreating] = useState(false);
  const [made, setMade] = useState<ScimConfig | null>(null);
  const list = useList(
    "directories.listDirectories",
    { organizationId },
    async (client, after) =>
      await client.directories.listDirectories({ organizationId, after, limit: 50 }),
  );
  return (
    <>
      <SubpageHeader
        title="Directories"
        about="The organization's identity provider creates, changes and ends members by SCIM 2.0."
      >
        <Button tone="primary" onPress={() => setCreating(true)}>
          Create directory
        </Button>
      </SubpageHeader>
      <DataTable
        label="Directories"
        list={list}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => addressOf(`directories/${id}`)}
        empty={
          <Empty title="No directories">
            <p>Create one to get the endpoint and the token for the identity provider.</p>
          </Empty>
        }
        columns={[
          { title: "Name", isHeader: true, cell: ({ name }) => <strong>{name}</strong> },
          { title: "Identity provider", cell: ({ provider }) => providers[provider] },
          {
            title: "State",
            cell: ({ state }) => <Badge tone={states[state].tone}>{states[state].text}</Badge>,
          },
          { title: "Users", cell: ({ userCount }) => userCount },
          { title: "Last success", cell: ({ lastSyncAt }) => <Time at={lastSyncAt} /> },
        ]}
      />
      {isCreating && <CreateDirectory onClose={() => setCreating(false)} onMade={setMade} />}
      <ScimDialog config={made} onClose={() => setMade(null)} />
    </>
  );
}

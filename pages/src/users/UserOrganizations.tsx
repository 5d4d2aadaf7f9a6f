import { Link } from "@tanstack/react-router";
import { useList, useProjectId } from "../data/operations";
import { CopyableId } from "../ui/CopyButton";
import { DataTable } from "../ui/DataTable";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";

export function UserOrganizations({ userId }: { readonly userId: string }) {
  const projectId = useProjectId();
  const list = useList(
    "organizations.listOrganizations",
    { userId },
    async (client, after) =>
      await client.organizations.listOrganizations({ userId, after, limit: 20 }),
  );
  return (
    <section aria-labelledby="organizations">
      <div className="section-header">
        <h2 id="organizations">Organizations</h2>
      </div>
      <DataTable
        label="Organizations"
        list={list}
        keyOf={({ id }) => id}
        empty={<Empty title="No organizations" />}
        columns={[
          {
            title: "Name",
            isHeader: true,
            cell: ({ id, name }) => (
              <Link
                to="/projects/$projectId/organizations/$organizationId"
                params={{ projectId, organizationId: id }}
              >
                {name}
              </Link>
            ),
          },
          { title: "Id", cell: ({ id }) => <CopyableId id={id} what="organization id" /> },
          { title: "Created", cell: ({ createdAt }) => <Time at={createdAt} /> },
        ]}
      />
    </section>
  );
}

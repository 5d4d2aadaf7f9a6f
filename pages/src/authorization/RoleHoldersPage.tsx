/** Who holds an organization role, in all organizations. */
import { Link, useParams } from "@tanstack/react-router";
import { useList, useProjectId } from "../data/operations";
import { DataTable } from "../ui/DataTable";
import { PageHeader } from "../ui/PageHeader";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";

export function RoleHoldersPage() {
  const projectId = useProjectId();
  const { slug: role } = useParams({ from: "/signedIn/projects/$projectId/roles/$slug/holders" });
  const list = useList(
    "rbac.listRoleHolders",
    { role },
    async (client, after) => await client.rbac.listRoleHolders({ role, after, limit: 50 }),
  );
  return (
    <>
      <PageHeader
        title={`Holders of ${role}`}
        about="The members who hold this role, in every organization."
      />
      <DataTable
        label="Holders"
        list={list}
        keyOf={({ memberId }) => memberId}
        empty={
          <Empty title="No member holds it">
            <p>Give the role to a member on the page of an organization.</p>
          </Empty>
        }
        columns={[
          {
            title: "User",
            isHeader: true,
            cell: ({ userId }) => (
              <Link to="/projects/$projectId/users/$userId" params={{ projectId, userId }}>
                <code>{userId}</code>
              </Link>
            ),
          },
          {
            title: "Organization",
            cell: ({ organizationId, organizationName }) => (
              <Link
                to="/projects/$projectId/organizations/$organizationId"
                params={{ projectId, organizationId }}
              >
                {organizationName}
              </Link>
            ),
          },
          { title: "Roles there", cell: ({ role: roles }) => <code>{roles}</code> },
          { title: "Member since", cell: ({ createdAt }) => <Time at={createdAt} /> },
        ]}
      />
      <p>
        <Link to="/projects/$projectId/roles" params={{ projectId }}>
          All roles
        </Link>
      </p>
    </>
  );
}

import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useAct, useList, useProjectId } from "../data/operations";
import { Button } from "../ui/Button";
import { CopyableId } from "../ui/CopyButton";
import { DataTable } from "../ui/DataTable";
import { ActDialog } from "../ui/dialogs";
import { TextInput } from "../ui/fields";
import { PageHeader } from "../ui/PageHeader";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";

export function OrganizationsPage() {
  const projectId = useProjectId();
  const navigate = useNavigate();
  const list = useList(
    "organizations.listOrganizations",
    {},
    async (client, after) => await client.organizations.listOrganizations({ after, limit: 50 }),
  );
  const [isCreating, setCreating] = useState(false);
  const create = useAct({
    operation: "organizations.createOrganization",
    run: async (client, fields: { name: string; slug: string | undefined }) =>
      await client.organizations.createOrganization(fields),
    done: ({ name }) => `Created the organization ${name}`,
  });
  const createButton = (
    <Button tone="primary" onPress={() => setCreating(true)}>
      Create organization
    </Button>
  );
  return (
    <>
      <PageHeader title="Organizations" about="Your customers, with their members and roles.">
        {createButton}
      </PageHeader>
      <DataTable
        label="Organizations"
        list={list}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => `/projects/${projectId}/organizations/${id}`}
        empty={
          <Empty title="No organizations">
            <p>Users create them in your app, if you let them, or you create them here.</p>
            {createButton}
          </Empty>
        }
        columns={[
          {
            title: "Name",
            isHeader: true,
            cell: ({ name, slug }) => (
              <span className="two-lines">
                <strong>{name}</strong>
                <span className="muted">{slug}</span>
              </span>
            ),
          },
          { title: "Id", cell: ({ id }) => <CopyableId id={id} what="organization id" /> },
          { title: "Created", cell: ({ createdAt }) => <Time at={createdAt} /> },
        ]}
      />
      <ActDialog
        title="Create organization"
        isOpen={isCreating}
        onClose={() => setCreating(false)}
        submit="Create organization"
        act={async ({ text, optional }) => {
          const { id } = await create.mutateAsync({ name: text("name"), slug: optional("slug") });
          await navigate({
            to: "/projects/$projectId/organizations/$organizationId",
            params: { projectId, organizationId: id },
          });
        }}
      >
        <TextInput label="Name" name="name" isRequired autoFocus maxLength={100} />
        <TextInput
          label="Slug"
          name="slug"
          isCode
          description="Unique in the project. Without one, it is made from the name."
        />
      </ActDialog>
    </>
  );
}

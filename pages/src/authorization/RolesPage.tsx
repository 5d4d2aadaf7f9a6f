import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Role } from "../../../src/index";
import { useAct, useProjectId, useRead } from "../data/operations";
import { ActMenu } from "../ui/ActMenu";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { DataTable } from "../ui/DataTable";
import { ActDialog, Deletion } from "../ui/dialogs";
import { Choice, TextInput } from "../ui/fields";
import { PageHeader } from "../ui/PageHeader";
import { Empty } from "../ui/states";
import { PermissionPicker } from "./PermissionPicker";

export function RolesPage() {
  const projectId = useProjectId();
  const navigate = useNavigate();
  const roles = useRead("rbac.listRoles", {}, async (client) => await client.rbac.listRoles());
  const [edited, setEdited] = useState<Role | "new" | null>(null);
  const [deleted, setDeleted] = useState<Role | null>(null);
  const remove = useAct({
    operation: "rbac.deleteRole",
    run: async (client, id: string) => await client.rbac.deleteRole(id),
    done: () => "Deleted the role",
  });
  const showHolders = ({ scope, slug }: Role) =>
    void (scope === "project"
      ? navigate({
          to: "/projects/$projectId/users",
          params: { projectId },
          search: { role: slug },
        })
      : navigate({
          to: "/projects/$projectId/roles/$slug/holders",
          params: { projectId, slug },
        }));
  const createButton = (
    <Button tone="primary" onPress={() => setEdited("new")}>
      Create role
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Roles"
        about="A role is a list of permissions. Users hold roles in the project, members in their organization."
      >
        {createButton}
      </PageHeader>
      <DataTable
        label="Roles"
        list={{ items: roles.data, error: roles.error, refetch: roles.refetch }}
        keyOf={({ id }) => id}
        empty={
          <Empty title="No roles">
            <p>Create a role, then give it to users or members.</p>
            {createButton}
          </Empty>
        }
        columns={[
          {
            title: "Name",
            isHeader: true,
            cell: ({ name, description }) => (
              <span className="two-lines">
                <strong>{name}</strong>
                {description && <span className="muted">{description}</span>}
              </span>
            ),
          },
          { title: "Slug", cell: ({ slug }) => <code>{slug}</code> },
          {
            title: "Held in",
            cell: ({ scope, isDefault }) => (
              <span className="inline">
                {scope === "project" ? "Project" : "Organization"}
                {isDefault && <Badge>Built in</Badge>}
              </span>
            ),
          },
          { title: "Permissions", cell: ({ permissions }) => permissions.length },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: (role) => (
              <ActMenu
                label={`Acts on ${role.name}`}
                acts={[
                  { text: "Edit", perform: () => setEdited(role) },
                  { text: "Who holds it", perform: () => showHolders(role) },
                  { text: "Delete", isDangerous: true, perform: () => setDeleted(role) },
                ]}
              />
            ),
          },
        ]}
      />
      {edited && (
        <RoleDialog role={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
      )}
      <Deletion
        what="role"
        name={deleted?.slug ?? null}
        consequence="Users with this role lose its permissions at once."
        onClose={() => setDeleted(null)}
        act={async () => await remove.mutateAsync(deleted!.id)} // the dialog is open for a role
      />
    </>
  );
}

interface RoleFields {
  readonly name: string;
  readonly slug: string;
  readonly description: string | null;
  readonly permissions: string[];
}

function RoleDialog({
  role,
  onClose,
}: {
  readonly role: Role | null;
  readonly onClose: () => void;
}) {
  const [permissions, setPermissions] = useState<string[]>(role?.permissions ?? []);
  const [scope, setScope] = useState<"project" | "organization">(role?.scope ?? "project");
  const create = useAct({
    operation: "rbac.createRole",
    run: async (client, fields: RoleFields) => await client.rbac.createRole({ ...fields, scope }),
    done: ({ name }) => `Created the role ${name}`,
  });
  const update = useAct({
    operation: "rbac.updateRole",
    run: async (client, { id, ...fields }: RoleFields & { readonly id: string }) =>
      await client.rbac.updateRole({ id, ...fields }),
    done: ({ name }) => `Saved the role ${name}`,
  });
  return (
    <ActDialog
      title={role ? `Edit ${role.name}` : "Create role"}
      isOpen
      onClose={onClose}
      submit={role ? "Save role" : "Create role"}
      act={async ({ text, optional }) => {
        const fields = {
          name: text("name"),
          slug: text("slug"),
          description: optional("description") ?? null,
          permissions,
        };
        await (role ? update.mutateAsync({ id: role.id, ...fields }) : create.mutateAsync(fields));
      }}
    >
      <TextInput label="Name" name="name" isRequired autoFocus defaultValue={role?.name} />
      <TextInput
        label="Slug"
        name="slug"
        isRequired
        isCode
        defaultValue={role?.slug}
        description="How code and the API name it."
      />
      <TextInput label="Description" name="description" defaultValue={role?.description ?? ""} />
      {!role && (
        <Choice
          label="Held in"
          name="scope"
          options={{ project: "The whole project", organization: "One organization each" }}
          value={scope}
          onChange={setScope}
        />
      )}
      <PermissionPicker value={permissions} onChange={setPermissions} />
    </ActDialog>
  );
}

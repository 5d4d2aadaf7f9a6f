import { useState } from "react";
import type { Permission, Role } from "../../../src/index";
import { useAct, useRead } from "../data/operations";
import { ActMenu } from "../ui/ActMenu";
import { Button } from "../ui/Button";
import { ActDialog, Deletion } from "../ui/dialogs";
import { TextInput } from "../ui/fields";
import { announce } from "../ui/notices";
import { PageHeader } from "../ui/PageHeader";
import { describe, Failure, Loading } from "../ui/states";
import { groupPermissions } from "./permissionGroups";

/**
 * All permissions against all roles. A box gives or takes a permission at once. The boxes are the
 * browser's own: a thousand of React Aria's take seconds.
 */
export function PermissionsPage() {
  const roles = useRead("rbac.listRoles", {}, async (client) => await client.rbac.listRoles());
  const permissions = useRead(
    "rbac.listPermissions",
    {},
    async (client) => await client.rbac.listPermissions(),
  );
  const [isCreating, setCreating] = useState(false);
  const [edited, setEdited] = useState<Permission | null>(null);
  const [deleted, setDeleted] = useState<Permission | null>(null);
  const create = useAct({
    operation: "rbac.createPermission",
    run: async (client, fields: { name: string; slug: string; description?: string }) =>
      await client.rbac.createPermission(fields),
    done: ({ slug }) => `Created the permission ${slug}`,
  });
  const update = useAct({
    operation: "rbac.updatePermission",
    run: async (
      client,
      fields: { id: string; name: string; slug: string; description: string | null },
    ) => await client.rbac.updatePermission(fields),
    done: ({ slug }) => `Saved the permission ${slug}`,
  });
  const remove = useAct({
    operation: "rbac.deletePermission",
    run: async (client, id: string) => await client.rbac.deletePermission(id),
    done: () => "Deleted the permission",
  });
  const error = roles.error ?? permissions.error;
  return (
    <>
      <PageHeader
        title="Permissions"
        about="Which role holds which permission. Built-in permissions guard the API; your own guard your app."
      >
        <Button tone="primary" onPress={() => setCreating(true)}>
          Create permission
        </Button>
      </PageHeader>
      {error ? (
        <Failure error={error} />
      ) : roles.data && permissions.data ? (
        <Matrix
          roles={roles.data}
          permissions={permissions.data}
          onEdit={setEdited}
          onDelete={setDeleted}
        />
      ) : (
        <Loading />
      )}
      <ActDialog
        title="Create permission"
        isOpen={isCreating}
        onClose={() => setCreating(false)}
        submit="Create permission"
        act={async ({ text, optional }) =>
          await create.mutateAsync({
            name: text("name"),
            slug: text("slug"),
            description: optional("description"),
          })
        }
      >
        <PermissionFields />
      </ActDialog>
      {edited && (
        <ActDialog
          title={`Edit ${edited.slug}`}
          isOpen
          onClose={() => setEdited(null)}
          submit="Save permission"
          act={async ({ text, optional }) =>
            await update.mutateAsync({
              id: edited.id,
              name: text("name"),
              slug: text("slug"),
              description: optional("description") ?? null,
            })
          }
        >
          <p>
            A new slug replaces the old one in every role. Your app's code has to check the new one.
          </p>
          <PermissionFields permission={edited} />
        </ActDialog>
      )}
      <Deletion
        what="permission"
        name={deleted?.slug ?? null}
        consequence="Every role and key loses it at once."
        onClose={() => setDeleted(null)}
        act={async () => await remove.mutateAsync(deleted!.id)} // the dialog is open for one
      />
    </>
  );
}

const PermissionFields = ({ permission }: { readonly permission?: Permission }) => (
  <>
    <TextInput label="Name" name="name" isRequired autoFocus defaultValue={permission?.name} />
    <TextInput
      label="Slug"
      name="slug"
      isRequired
      isCode
      placeholder="employee.read"
      description="Resource and action, with a dot or a colon between them."
      defaultValue={permission?.slug}
    />
    <TextInput
      label="Description"
      name="description"
      defaultValue={permission?.description ?? ""}
    />
  </>
);

interface MatrixProps {
  readonly roles: readonly Role[];
  readonly permissions: readonly Permission[];
  readonly onEdit: (permission: Permission) => void;
  readonly onDelete: (permission: Permission) => void;
}

function Matrix({ roles, permissions, onEdit, onDelete }: MatrixProps) {
  const update = useAct({
    operation: "rbac.updateRole",
    run: async (client, { id, permissions: held }: { id: string; permissions: string[] }) =>
      await client.rbac.updateRole({ id, permissions: held }),
  });
  const toggle = async (role: Role, slug: string, isHeld: boolean) => {
    const others = role.permissions.filter((each) => each !== slug);
    try {
      await update.mutateAsync({ id: role.id, permissions: isHeld ? [...others, slug] : others });
      announce(`${role.name} ${isHeld ? "now holds" : "no longer holds"} ${slug}`);
    } catch (error) {
      announce(describe(error as Error)); // useAct rejects with errors only
    }
  };
  return (
    <div
      className="table-frame matrix"
      role="region"
      aria-label="Permissions of roles"
      tabIndex={0}
    >
      <table>
        <thead>
          <tr>
            <th scope="col">Permission</th>
            {roles.map(({ id, name, scope }) => (
              <th key={id} scope="col">
                <span className="two-lines">
                  {name}
                  <span className="muted scope">{scope}</span>
                </span>
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">Acts</span>
            </th>
          </tr>
        </thead>
        {groupPermissions(permissions.map(({ slug }) => slug)).map(({ title, values }) => (
          <tbody key={title}>
            {values.map((slug) => (
              <tr key={slug}>
                <th scope="row">
                  <code>{slug}</code>
                </th>
                {roles.map((role) => (
                  <td key={role.id}>
                    <input
                      type="checkbox"
                      className="native-check"
                      aria-label={`${role.name} in the ${role.scope}: ${slug}`}
                      checked={holds(role, slug)}
                      disabled={update.isPending || role.permissions.includes("*")}
                      onChange={(event) => void toggle(role, slug, event.target.checked)}
                    />
                  </td>
                ))}
                <td>
                  <OwnPermission
                    permission={permissions.find((each) => each.slug === slug)!} // from this list
                    onEdit={onEdit}
                    onDelete={onDelete}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

/** A role that holds everything has `*`. */
const holds = ({ permissions }: Role, slug: string): boolean =>
  permissions.includes("*") || permissions.includes(slug);

const OwnPermission = ({
  permission,
  onEdit,
  onDelete,
}: Pick<MatrixProps, "onEdit" | "onDelete"> & {
  readonly permission: Permission;
}) =>
  permission.isBuiltIn ? null : (
    <ActMenu
      label={`Acts on ${permission.slug}`}
      acts={[
        { text: "Edit", perform: () => onEdit(permission) },
        { text: "Delete", isDangerous: true, perform: () => onDelete(permission) },
      ]}
    />
  );

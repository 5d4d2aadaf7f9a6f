import { useState } from "react";
import type { BanataAuth } from "../../../src/client";
import type { Directory } from "../../../src/index";
import { useAct } from "../data/operations";
import { RoleChoice } from "../organizations/RoleChoice";
import { TextInput, Toggle } from "../ui/fields";
import { RowsField } from "../ui/RowsField";
import { FormSection } from "../ui/Section";

type Changes = NonNullable<Parameters<BanataAuth["directories"]["updateDirectory"]>[1]>;

export function DirectoryForm({ directory }: { readonly directory: Directory }) {
  const [groupRoles, setGroupRoles] = useState(directory.groupRoles);
  const update = useAct({
    operation: "directories.updateDirectory",
    run: async (client, changes: Changes) =>
      await client.directories.updateDirectory(directory.id, changes),
    done: () => "Saved the directory",
  });
  return (
    <FormSection
      title="Members and roles"
      about="You can give only roles whose permissions you hold."
      submit="Save directory"
      act={async ({ text, isOn }) =>
        await update.mutateAsync({
          name: text("name"),
          defaultRole: text("defaultRole"),
          allowJit: isOn("allowJit"),
          requireGroup: isOn("requireGroup"),
          groupRoles,
        })
      }
    >
      <TextInput
        label="Name"
        name="name"
        isRequired
        maxLength={100}
        defaultValue={directory.name}
      />
      <RoleChoice
        label="Default role"
        name="defaultRole"
        current={directory.defaultRole}
        description="Of members that the directory creates. Existing members keep theirs."
      />
      <RowsField
        label="Group roles"
        description="The members of a group get the role while they are in it."
        what="group role"
        rows={groupRoles}
        onChange={setGroupRoles}
        blank={{ group: "", role: "member" }}
        fields={(row, change, isNew) => (
          <>
            <TextInput
              label="Group"
              isRequired
              autoFocus={isNew}
              value={row.group}
              onChange={(group) => change({ group })}
            />
            <RoleChoice value={row.role} onChange={(role) => change({ role })} />
          </>
        )}
      />
      <Toggle
        label="Only users in a group have access"
        name="requireGroup"
        defaultSelected={directory.requireGroup}
        description="Turn it on when the identity provider has sent its groups: it applies to owners, too."
      />
      <Toggle
        label="Single sign-on may create members, too"
        name="allowJit"
        defaultSelected={directory.allowJit}
      />
    </FormSection>
  );
}

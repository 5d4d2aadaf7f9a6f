import { useState } from "react";
import type { SsoConnection } from "../../../src/index";
import { RoleChoice } from "../organizations/RoleChoice";
import { TextInput, Toggle } from "../ui/fields";
import { RowsField } from "../ui/RowsField";
import { FormSection } from "../ui/Section";
import { useUpdate } from "./connections";

/** What a sign-in gives: a membership, its roles, a second factor. */
export function AccessForm({ connection }: { readonly connection: SsoConnection }) {
  const update = useUpdate(connection.id);
  const [roleMapping, setRoleMapping] = useState(connection.roleMapping);
  return (
    <FormSection
      title="Members and roles"
      about="You can give only roles whose permissions you hold."
      submit="Save members and roles"
      act={async ({ text, optional, isOn }) =>
        await update.mutateAsync({
          jit: isOn("jit"),
          defaultRole: text("defaultRole"),
          roleMapping,
          trustMfa: isOn("trustMfa"),
          defaultRedirectUri: optional("defaultRedirectUri") ?? null,
        })
      }
    >
      <Toggle
        label="A first sign-in creates the user and the membership"
        name="jit"
        defaultSelected={connection.jit}
        description="Otherwise only members sign in. Directories have a switch of their own."
      />
      <RoleChoice
        label="Default role"
        name="defaultRole"
        current={connection.defaultRole}
        description="Of members without a mapped role."
      />
      <RowsField
        label="Role mapping"
        description="Each sign-in gives the role to people with this value in the attribute, and takes it from others."
        what="mapping"
        rows={roleMapping}
        onChange={setRoleMapping}
        blank={{ attribute: "groups", value: "", role: "member" }}
        fields={(row, change, isNew) => (
          <>
            <TextInput
              label="Attribute"
              isRequired
              isCode
              value={row.attribute}
              onChange={(attribute) => change({ attribute })}
            />
            <TextInput
              label="Value"
              isRequired
              autoFocus={isNew}
              value={row.value}
              onChange={(value) => change({ value })}
            />
            <RoleChoice value={row.role} onChange={(role) => change({ role })} />
          </>
        )}
      />
      <Toggle
        label="Trust the identity provider's second factor"
        name="trustMfa"
        defaultSelected={connection.trustMfa}
        description="A second factor that it reports counts for the sign-in and for this organization."
      />
      <TextInput
        label="Address after a sign-in that begins at the identity provider"
        name="defaultRedirectUri"
        type="url"
        isCode
        defaultValue={connection.defaultRedirectUri ?? ""}
      />
    </FormSection>
  );
}

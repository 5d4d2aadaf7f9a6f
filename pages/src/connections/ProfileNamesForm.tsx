import type { SsoConnection } from "../../../src/index";
import { TextInput } from "../ui/fields";
import { FormSection } from "../ui/Section";
import { useUpdate } from "./connections";

const fields = {
  email: "Email",
  firstName: "First name",
  lastName: "Last name",
  displayName: "Display name",
  groups: "Groups",
} as const;
const fieldNames = Object.keys(fields) as (keyof typeof fields)[]; // the record's own keys

/** What the identity provider calls the fields of a profile. */
export function ProfileNamesForm({ connection }: { readonly connection: SsoConnection }) {
  const update = useUpdate(connection.id);
  const { type, samlConfig, oidcConfig } = connection;
  const [config, mapping, word] =
    type === "saml"
      ? (["samlConfig", "attributeMapping", "attributes"] as const)
      : (["oidcConfig", "claimMapping", "claims"] as const);
  const current = samlConfig?.attributeMapping ?? oidcConfig?.claimMapping ?? {};
  return (
    <FormSection
      title={`Names of ${word}`}
      about={`The identity provider's names for these fields. Empty: the usual ${word} are tried.`}
      submit={`Save names of ${word}`}
      act={async ({ optional }) => {
        const names = Object.fromEntries(
          fieldNames.map((name) => [name, optional(`${config}.${mapping}.${name}`)]),
        );
        await update.mutateAsync(
          type === "saml"
            ? { samlConfig: { attributeMapping: names } }
            : { oidcConfig: { claimMapping: names } },
        );
      }}
    >
      <div className="columns">
        {fieldNames.map((name) => (
          <TextInput
            key={name}
            label={fields[name]}
            name={`${config}.${mapping}.${name}`}
            isCode
            defaultValue={current[name] ?? ""}
          />
        ))}
      </div>
    </FormSection>
  );
}

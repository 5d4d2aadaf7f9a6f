import { useState } from "react";
import type { Project } from "../../../src/index";
import { useAct } from "../data/operations";
import { Choice, Toggle } from "../ui/fields";
import { FormSection } from "../ui/Section";

const parts = {
  signIn: "Sign-in: methods, password policy, features, sessions",
  branding: "Branding",
  grants: "Grants",
  retention: "Retention",
} as const;
type Part = keyof typeof parts;
const partNames = Object.keys(parts) as Part[]; // the record's own keys

/** Replaces settings by those of another of the operator's projects. */
export function CopySettings({ others }: { readonly others: readonly Project[] }) {
  const [from, setFrom] = useState(others[0]?.id ?? "");
  const copy = useAct({
    operation: "projects.copySettings",
    run: async (client, chosen: readonly Part[]) =>
      await client.projects.copySettings({ fromProjectId: from, parts: [...chosen] }),
    done: () => "Copied the settings",
    reloads: ["configuration", "auditLogs"],
  });
  return (
    <FormSection
      title="Copy settings"
      about="Settings of another project replace those of this one. Secrets, addresses of apps, roles and users are not copied."
      submit="Copy settings"
      act={async ({ isOn }) => await copy.mutateAsync(partNames.filter((name) => isOn(name)))}
    >
      <Choice
        label="From"
        name="from"
        options={Object.fromEntries(others.map(({ id, name }) => [id, name]))}
        value={from}
        onChange={setFrom}
      />
      <div className="toggles">
        {partNames.map((name) => (
          <Toggle key={name} label={parts[name]} name={name} defaultSelected />
        ))}
      </div>
    </FormSection>
  );
}

import { useState } from "react";
import type { SsoConnection } from "../../../src/index";
import { DomainPicker } from "../domains/DomainPicker";
import { TextInput } from "../ui/fields";
import { FormSection } from "../ui/Section";
import { useUpdate } from "./connections";

export function NamesForm({ connection }: { readonly connection: SsoConnection }) {
  const update = useUpdate(connection.id);
  const [domains, setDomains] = useState<string[]>(connection.domains);
  return (
    <FormSection
      title="Name and domains"
      submit="Save name and domains"
      act={async ({ text }) => await update.mutateAsync({ name: text("name"), domains })}
    >
      <TextInput
        label="Name"
        name="name"
        isRequired
        maxLength={100}
        defaultValue={connection.name}
      />
      <DomainPicker value={domains} onChange={setDomains} />
    </FormSection>
  );
}

import { useState } from "react";
import type { Directory } from "../../../src/index";
import { useAct } from "../data/operations";
import { useOrganizationId } from "../organizations/organization";
import { RoleChoice } from "../organizations/RoleChoice";
import { ActDialog } from "../ui/dialogs";
import { Choice, TextInput } from "../ui/fields";
import { providers } from "./directories";
import type { ScimConfig } from "./ScimDialog";

interface CreateDirectoryProps {
  readonly onClose: () => void;
  readonly onMade: (config: ScimConfig) => void;
}

export function CreateDirectory({ onClose, onMade }: CreateDirectoryProps) {
  const organizationId = useOrganizationId();
  const [provider, setProvider] = useState<Directory["provider"]>("okta");
  const create = useAct({
    operation: "directories.createDirectory",
    run: async (client, fields: { name: string; defaultRole: string }) =>
      await client.directories.createDirectory({ organizationId, provider, ...fields }),
    done: ({ name }) => `Created the directory ${name}`,
  });
  return (
    <ActDialog
      title="Create directory"
      isOpen
      onClose={onClose}
      submit="Create directory"
      act={async ({ text }) => {
        const fields = { name: text("name"), defaultRole: text("defaultRole") };
        onMade((await create.mutateAsync(fields)).scimConfig);
      }}
    >
      <p>
        While the organization has a directory, single sign-on creates no members unless the
        directory allows it.
      </p>
      <TextInput label="Name" name="name" isRequired autoFocus maxLength={100} />
      <Choice
        label="Identity provider"
        name="provider"
        options={providers}
        value={provider}
        onChange={setProvider}
      />
      <RoleChoice
        label="Default role"
        name="defaultRole"
        description="Of the members that the directory creates."
      />
    </ActDialog>
  );
}

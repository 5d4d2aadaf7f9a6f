import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { Directory } from "../../../src/index";
import { useAct } from "../data/operations";
import { useOrganizationAddress } from "../organizations/organization";
import { ActDialogButton } from "../ui/ActDialogButton";
import { Button } from "../ui/Button";
import { Deletion } from "../ui/dialogs";
import { Choice } from "../ui/fields";
import { GraceChoice } from "../ui/GraceChoice";
import { ScimDialog, type ScimConfig } from "./ScimDialog";

const ends = {
  keep: "They stay members",
  deprovision: "They lose access to the organization",
} as const;

export function DirectoryActs({ directory }: { readonly directory: Directory }) {
  const { id, name } = directory;
  const addressOf = useOrganizationAddress();
  const navigate = useNavigate();
  const [grace, setGrace] = useState("86400");
  const [users, setUsers] = useState<keyof typeof ends>("keep");
  const [isDeleting, setDeleting] = useState(false);
  const [made, setMade] = useState<ScimConfig | null>(null);
  const rotate = useAct({
    operation: "directories.rotateToken",
    run: async (client, gracePeriodSeconds: number) =>
      await client.directories.rotateToken(id, { gracePeriodSeconds }),
    done: () => "Made a new token",
  });
  const remove = useAct({
    operation: "directories.deleteDirectory",
    run: async (client) => await client.directories.deleteDirectory(id, { users }),
    done: () => `Deleted the directory ${name}`,
    leave: async () => await navigate({ to: addressOf("directories") }),
    reloads: ["directories", "organizations"],
  });
  return (
    <>
      <ActDialogButton
        title="Rotate the bearer token"
        text="Rotate token"
        submit="Rotate token"
        act={async () => setMade((await rotate.mutateAsync(Number(grace))).scimConfig)}
      >
        <p>Enter the new token at the identity provider before the former one ends.</p>
        <GraceChoice label="The former token ends" value={grace} onChange={setGrace} />
      </ActDialogButton>
      <Button tone="danger" onPress={() => setDeleting(true)}>
        Delete
      </Button>
      <ScimDialog config={made} onClose={() => setMade(null)} />
      <Deletion
        what="directory"
        name={isDeleting ? name : null}
        consequence="Its tokens end at once, and its users and groups are deleted in the background."
        onClose={() => setDeleting(false)}
        act={async () => await remove.mutateAsync()}
      >
        <Choice
          label="Members whom the directory has"
          name="users"
          options={ends}
          value={users}
          onChange={setUsers}
        />
      </Deletion>
    </>
  );
}

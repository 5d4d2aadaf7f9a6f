import { useState } from "react";
import { useAct, useList } from "../data/operations";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { DataTable } from "../ui/DataTable";
import { ActDialog } from "../ui/dialogs";
import { TextInput } from "../ui/fields";
import { Empty, Failure } from "../ui/states";
import { Time } from "../ui/Time";
import { RoleChoice } from "./RoleChoice";

const tones = {
  pending: "accent",
  accepted: "good",
  expired: "neutral",
  revoked: "neutral",
} as const;
const words = {
  pending: "Pending",
  accepted: "Accepted",
  expired: "Expired",
  revoked: "Revoked",
} as const;

export function Invitations({ organizationId }: { readonly organizationId: string }) {
  const list = useList(
    "organizations.listInvitations",
    { organizationId },
    async (client, after) =>
      await client.organizations.listInvitations({ organizationId, after, limit: 50 }),
  );
  const [isInviting, setInviting] = useState(false);
  const invite = useAct({
    operation: "organizations.sendInvitation",
    run: async (client, { email, role }: { email: string; role: string }) =>
      await client.organizations.sendInvitation({ organizationId, email, role }),
    done: ({ email }) => `Invited ${email}`,
  });
  const revoke = useAct({
    operation: "organizations.revokeInvitation",
    run: async (client, id: string) => await client.organizations.revokeInvitation(id),
    done: () => "Revoked the invitation",
  });
  return (
    <section aria-labelledby="invitations">
      <div className="section-header">
        <h2 id="invitations">Invitations</h2>
        <Button onPress={() => setInviting(true)}>Invite</Button>
      </div>
      {revoke.error && <Failure error={revoke.error} />}
      <DataTable
        label="Invitations"
        list={list}
        keyOf={({ id }) => id}
        empty={<Empty title="No invitations" />}
        columns={[
          { title: "Email", isHeader: true, cell: ({ email }) => email },
          { title: "Role", cell: ({ role }) => <code>{role}</code> },
          {
            title: "Status",
            cell: ({ status }) => <Badge tone={tones[status]}>{words[status]}</Badge>,
          },
          { title: "Expires", cell: ({ expiresAt }) => <Time at={expiresAt} /> },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: ({ id, status }) => (
              <Button
                size="small"
                isDisabled={status !== "pending"}
                onPress={() => revoke.mutate(id)}
              >
                Revoke
              </Button>
            ),
          },
        ]}
      />
      <ActDialog
        title="Invite"
        isOpen={isInviting}
        onClose={() => setInviting(false)}
        submit="Send invitation"
        act={async ({ text }) =>
          await invite.mutateAsync({ email: text("email"), role: text("role") })
        }
      >
        <TextInput label="Email" name="email" type="email" isRequired autoFocus />
        <RoleChoice />
      </ActDialog>
    </section>
  );
}

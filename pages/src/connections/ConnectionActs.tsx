import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { SsoConnection } from "../../../src/index";
import { useAct } from "../data/operations";
import { useOrganization, useOrganizationAddress } from "../organizations/organization";
import { ActDialogButton } from "../ui/ActDialogButton";
import { Button } from "../ui/Button";
import { Deletion } from "../ui/dialogs";
import { TextInput, Toggle } from "../ui/fields";
import { Refusal } from "../ui/states";
import { states } from "./connections";
import { TestSignIn } from "./TestSignIn";

export function ConnectionActs({ connection }: { readonly connection: SsoConnection }) {
  const { id, name, state } = connection;
  const addressOf = useOrganizationAddress();
  const navigate = useNavigate();
  const [isDeleting, setDeleting] = useState(false);
  const setActive = useAct({
    operation: "sso.updateConnection",
    run: async (client, fields: { active: boolean; force?: boolean }) =>
      await client.sso.updateConnection({ connectionId: id, ...fields }),
    done: (_, { state: now }) => `The connection is now: ${states[now].text}`,
  });
  const remove = useAct({
    operation: "sso.deleteConnection",
    run: async (client, force: boolean) => await client.sso.deleteConnection(id, { force }),
    done: () => `Deleted the connection ${name}`,
    leave: async () => await navigate({ to: addressOf("connections") }),
  });
  const unlink = useAct({
    operation: "sso.unlinkProfile",
    run: async (client, userId: string) =>
      await client.sso.unlinkProfile({ connectionId: id, userId }),
    done: () => "Unlinked the user",
  });
  return (
    <>
      <TestSignIn connection={connection} />
      {state === "active" ? (
        <ActDialogButton
          title="Deactivate connection"
          text="Deactivate"
          submit="Deactivate connection"
          tone="danger"
          act={async ({ isOn }) =>
            await setActive.mutateAsync({ active: false, force: isOn("force") })
          }
        >
          <p>Sign-ins through it are refused, and the sessions that it made end.</p>
          <EnforcedNotice connection={connection} />
        </ActDialogButton>
      ) : (
        <Button
          tone="primary"
          isPending={setActive.isPending}
          onPress={() => setActive.mutate({ active: true })}
        >
          Activate
        </Button>
      )}
      <ActDialogButton
        title="Unlink a user"
        text="Unlink user"
        submit="Unlink user"
        act={async ({ text }) => await unlink.mutateAsync(text("userId"))}
      >
        <p>
          The sessions that the link made end. The user and the membership stay, and the next
          sign-in counts as a first one.
        </p>
        <TextInput
          label="User id"
          name="userId"
          isRequired
          isCode
          autoFocus
          placeholder="usr_…"
          description="Copy it from the list of members."
        />
      </ActDialogButton>
      <Button tone="danger" onPress={() => setDeleting(true)}>
        Delete
      </Button>
      {state !== "active" && setActive.error && <Refusal error={setActive.error} />}
      <Deletion
        what="connection"
        name={isDeleting ? name : null}
        consequence="The links of the people who signed in through it are deleted, and the sessions that it made end. Users and memberships stay."
        onClose={() => setDeleting(false)}
        act={async ({ isOn }) => await remove.mutateAsync(isOn("force"))}
      >
        <EnforcedNotice connection={connection} />
      </Deletion>
    </>
  );
}

/** While the organization requires single sign-on, the end of a connection can lock members out. */
function EnforcedNotice({ connection }: { readonly connection: SsoConnection }) {
  const { data: organization } = useOrganization();
  if (connection.state !== "active" || !organization?.ssoEnforced) return null;
  return (
    <Toggle
      label="Do it although members may be locked out"
      name="force"
      description="The organization requires single sign-on. You can turn that off first, with Edit on its page."
    />
  );
}

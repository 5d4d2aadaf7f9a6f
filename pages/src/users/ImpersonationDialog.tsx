import { useState } from "react";
import type { User } from "../../../src/index";
import { useAct, useRead } from "../data/operations";
import { ActDialog, ContentDialog } from "../ui/dialogs";
import { Choice, TextInput } from "../ui/fields";
import { Failure } from "../ui/states";

interface Props {
  readonly user: User;
  readonly onClose: () => void;
}

/** Opens an app as the user: the link works once, within a minute. */
export function ImpersonationDialog({ user, onClose }: Props) {
  const name = user.name || user.email;
  const clients = useRead(
    "authClients.listClients",
    { limit: 100 },
    async (client) => await client.authClients.listClients({ limit: 100 }),
  );
  const [clientId, setClientId] = useState<string>();
  const [url, setUrl] = useState<string | null>(null);
  const start = useAct({
    operation: "users.startImpersonation",
    run: async (client, chosen: { clientId: string; reason: string | undefined }) =>
      await client.users.startImpersonation(user.id, chosen),
    reloads: ["auditLogs"],
  });
  const apps = (clients.data?.data ?? []).filter(
    ({ disabled, initiateLoginUri }) => !disabled && initiateLoginUri !== null,
  );
  const chosen = clientId ?? apps[0]?.clientId;
  const app = apps.find((each) => each.clientId === chosen)?.name ?? "the app";
  if (url !== null)
    return (
      <ContentDialog title={`Impersonate ${name}`} isOpen onClose={onClose}>
        <p>
          The link works once, within a minute. The session in {app} ends after an hour, or when you
          stop the impersonation there.
        </p>
        <p>
          <a href={url} target="_blank" rel="noreferrer">
            Open {app} as {name}
          </a>
        </p>
      </ContentDialog>
    );
  return (
    <ActDialog
      title={`Impersonate ${name}`}
      isOpen
      onClose={onClose}
      submit="Start impersonation"
      isSubmitDisabled={chosen === undefined}
      onDone={() => undefined}
      act={async ({ optional }) => {
        if (chosen === undefined) return;
        const answer = await start.mutateAsync({ clientId: chosen, reason: optional("reason") });
        setUrl(answer.url);
      }}
    >
      <p>You use an app with a session of this user. What you do is recorded under your name.</p>
      {clients.error && <Failure error={clients.error} />}
      {chosen === undefined ? (
        clients.data && (
          <p>
            No auth client has a page that begins a sign-in. Set it under “Auth clients”, and turn
            on the hosted pages.
          </p>
        )
      ) : (
        <Choice
          label="App"
          name="client"
          options={Object.fromEntries(apps.map((each) => [each.clientId, each.name]))}
          value={chosen}
          onChange={setClientId}
        />
      )}
      <TextInput
        label="Reason"
        name="reason"
        maxLength={500}
        description="Recorded in the audit log."
      />
    </ActDialog>
  );
}

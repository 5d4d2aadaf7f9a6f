import { useState } from "react";
import { useAct, useList, useProjectId } from "../data/operations";
import { ActMenu } from "../ui/ActMenu";
import { Button } from "../ui/Button";
import { CopyableId } from "../ui/CopyButton";
import { DataTable } from "../ui/DataTable";
import { ActDialog, Deletion, SecretDialog } from "../ui/dialogs";
import { Choice, TextInput, Toggle } from "../ui/fields";
import { PageHeader } from "../ui/PageHeader";
import { Empty } from "../ui/states";
import { AddressFields, readAddresses, type Addresses } from "./AddressFields";
import { types, type AuthClient, type ClientType } from "./authClients";
import { ClientState } from "./ClientState";

type Open =
  | { readonly dialog: "create" }
  | { readonly dialog: "edit" | "rotate" | "delete"; readonly client: AuthClient }
  | null;

export function ClientsPage() {
  const projectId = useProjectId();
  const list = useList(
    "authClients.listClients",
    {},
    async (client, after) => await client.authClients.listClients({ after, limit: 50 }),
  );
  const [open, setOpen] = useState<Open>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const close = () => setOpen(null);
  const named = open && "client" in open ? open.client : null;
  const rotate = useAct({
    operation: "authClients.rotateClientSecret",
    run: async (client, clientId: string) => await client.authClients.rotateClientSecret(clientId),
    done: () => "Replaced the client secret",
  });
  const remove = useAct({
    operation: "authClients.deleteClient",
    run: async (client, clientId: string) => await client.authClients.deleteClient(clientId),
    done: () => "Deleted the auth client",
  });
  const createButton = (
    <Button tone="primary" onPress={() => setOpen({ dialog: "create" })}>
      Create auth client
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Auth clients"
        about="The applications that sign people in to this project, with their addresses."
      >
        {createButton}
      </PageHeader>
      <DataTable<AuthClient>
        label="Auth clients"
        list={list}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => `/projects/${projectId}/clients/${id}`}
        empty={
          <Empty title="No auth clients">
            <p>Create one for each app, with the addresses that people return to.</p>
            {createButton}
          </Empty>
        }
        columns={[
          { title: "Name", isHeader: true, cell: ({ name }) => <strong>{name}</strong> },
          {
            title: "Client id",
            cell: ({ clientId }) => <CopyableId id={clientId} what="client id" />,
          },
          { title: "Type", cell: ({ type }) => types[type] },
          {
            title: "State",
            cell: (client) => <ClientState client={client} />,
          },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: (client) => (
              <ActMenu
                label={`Acts on ${client.name}`}
                acts={[
                  { text: "Edit", perform: () => setOpen({ dialog: "edit", client }) },
                  ...(client.confidential
                    ? [
                        {
                          text: "Replace secret",
                          perform: () => setOpen({ dialog: "rotate", client }),
                        },
                      ]
                    : []),
                  {
                    text: "Delete",
                    isDangerous: true,
                    perform: () => setOpen({ dialog: "delete", client }),
                  },
                ]}
              />
            ),
          },
        ]}
      />
      {open?.dialog === "create" && <CreateClient onClose={close} onMade={setSecret} />}
      {open?.dialog === "edit" && <EditClient client={open.client} onClose={close} />}
      <ActDialog
        title="Replace the client secret"
        isOpen={open?.dialog === "rotate"}
        onClose={close}
        submit="Replace secret"
        tone="danger"
        act={async () => setSecret((await rotate.mutateAsync(named!.clientId)).clientSecret)}
      >
        <p>The old secret ends at once. Put the new one into the app.</p>
      </ActDialog>
      <Deletion
        what="auth client"
        name={open?.dialog === "delete" ? open.client.name : null}
        consequence="The application cannot sign people in any more."
        onClose={close}
        act={async () => await remove.mutateAsync(named!.clientId)} // the dialog is open for one
      />
      <SecretDialog
        title="The client secret"
        what="client secret"
        secret={secret}
        onClose={() => setSecret(null)}
      />
    </>
  );
}

interface CreateProps {
  readonly onClose: () => void;
  readonly onMade: (secret: string | null) => void;
}

function CreateClient({ onClose, onMade }: CreateProps) {
  const [type, setType] = useState<ClientType>("web");
  const create = useAct({
    operation: "authClients.createClient",
    run: async (client, fields: Addresses & { name: string; confidential: boolean }) =>
      await client.authClients.createClient({ ...fields, type }),
    done: ({ name }) => `Created the auth client ${name}`,
  });
  return (
    <ActDialog
      title="Create auth client"
      isOpen
      onClose={onClose}
      submit="Create auth client"
      act={async (values) => {
        const { clientSecret } = await create.mutateAsync({
          ...readAddresses(values),
          name: values.text("name"),
          confidential: values.isOn("confidential"),
        });
        onMade(clientSecret ?? null);
      }}
    >
      <TextInput label="Name" name="name" isRequired autoFocus maxLength={100} />
      <Choice label="Type" name="type" options={types} value={type} onChange={setType} />
      <AddressFields />
      <Toggle
        label="It can keep a secret"
        name="confidential"
        description="A server can. A page in a browser and an app on a device cannot."
      />
    </ActDialog>
  );
}

function EditClient({
  client,
  onClose,
}: {
  readonly client: AuthClient;
  readonly onClose: () => void;
}) {
  const update = useAct({
    operation: "authClients.updateClient",
    run: async (api, fields: Addresses & { name: string; disabled: boolean }) =>
      await api.authClients.updateClient({ clientId: client.clientId, ...fields }),
    done: () => "Saved the auth client",
  });
  return (
    <ActDialog
      title={`Edit ${client.name}`}
      isOpen
      onClose={onClose}
      submit="Save auth client"
      act={async (values) =>
        await update.mutateAsync({
          ...readAddresses(values),
          name: values.text("name"),
          disabled: values.isOn("disabled"),
        })
      }
    >
      <TextInput label="Name" name="name" isRequired autoFocus defaultValue={client.name} />
      <AddressFields client={client} />
      <Toggle
        label="Disabled"
        name="disabled"
        defaultSelected={client.disabled}
        description="A disabled application cannot sign people in."
      />
    </ActDialog>
  );
}

import { useState } from "react";
import type { VaultSecret } from "../../../src/index";
import { useAct, useList } from "../data/operations";
import { ActMenu } from "../ui/ActMenu";
import { Button } from "../ui/Button";
import { CopyableId } from "../ui/CopyButton";
import { DataTable } from "../ui/DataTable";
import { ActDialog, Deletion, SecretDialog } from "../ui/dialogs";
import { TextInput } from "../ui/fields";
import { PageHeader } from "../ui/PageHeader";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";

type Open =
  | { readonly dialog: "create" | "rotate" }
  | { readonly dialog: "decrypt" | "update" | "delete"; readonly secret: VaultSecret }
  | null;

/** Secrets that were encrypted with a context are for programs, which have it. */
export function VaultPage() {
  const list = useList(
    "vault.list",
    {},
    async (client, after) => await client.vault.list({ after, limit: 50 }),
  );
  const [open, setOpen] = useState<Open>(null);
  const [value, setValue] = useState<string | null>(null);
  const close = () => setOpen(null);
  const create = useAct({
    operation: "vault.encrypt",
    run: async (client, fields: { name: string; data: string }) =>
      await client.vault.encrypt(fields),
    done: ({ name }) => `Stored the secret ${name}`,
  });
  const decrypt = useAct({
    operation: "vault.decrypt",
    run: async (client, secretId: string) => await client.vault.decrypt({ secretId }),
    reloads: [],
  });
  const update = useAct({
    operation: "vault.update",
    run: async (client, { secretId, data }: { secretId: string; data: string }) =>
      await client.vault.update({ secretId, data }),
    done: () => "Replaced the value",
  });
  const remove = useAct({
    operation: "vault.delete",
    run: async (client, secretId: string) => await client.vault.delete({ secretId }),
    done: () => "Deleted the secret",
  });
  const rotate = useAct({
    operation: "vault.rotateKey",
    run: async (client) => await client.vault.rotateKey(),
    done: (_, { rotated, remaining }) => `Sealed ${rotated} anew, ${remaining} to go`,
  });
  const createButton = (
    <Button tone="primary" onPress={() => setOpen({ dialog: "create" })}>
      Store secret
    </Button>
  );
  const named = open && "secret" in open ? open.secret : null;
  return (
    <>
      <PageHeader title="Vault" about="Secrets of your app and its organizations, encrypted.">
        <Button onPress={() => setOpen({ dialog: "rotate" })}>Rotate key</Button>
        {createButton}
      </PageHeader>
      <DataTable
        label="Secrets"
        list={list}
        keyOf={({ id }) => id}
        empty={
          <Empty title="No secrets">
            <p>Store what your app must keep, such as a customer's credentials.</p>
            {createButton}
          </Empty>
        }
        columns={[
          { title: "Name", isHeader: true, cell: ({ name }) => <strong>{name}</strong> },
          { title: "Id", cell: ({ id }) => <CopyableId id={id} what="secret id" /> },
          { title: "Version", cell: ({ version }) => version },
          { title: "Context", cell: ({ contextKeys }) => contextKeys.join(", ") || "–" },
          { title: "Changed", cell: ({ updatedAt }) => <Time at={updatedAt} /> },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: (secret) => (
              <ActMenu
                label={`Acts on ${secret.name}`}
                acts={[
                  { text: "Show value", perform: () => setOpen({ dialog: "decrypt", secret }) },
                  { text: "Replace value", perform: () => setOpen({ dialog: "update", secret }) },
                  {
                    text: "Delete",
                    isDangerous: true,
                    perform: () => setOpen({ dialog: "delete", secret }),
                  },
                ]}
              />
            ),
          },
        ]}
      />
      <ActDialog
        title="Store secret"
        isOpen={open?.dialog === "create"}
        onClose={close}
        submit="Store secret"
        act={async ({ text }) =>
          await create.mutateAsync({ name: text("name"), data: text("data") })
        }
      >
        <TextInput label="Name" name="name" isRequired autoFocus />
        <TextInput label="Value" name="data" isRequired isCode lines={4} autoComplete="off" />
      </ActDialog>
      <ActDialog
        title={`Show ${named?.name ?? ""}`}
        isOpen={open?.dialog === "decrypt"}
        onClose={close}
        submit="Show value"
        act={async () => setValue((await decrypt.mutateAsync(named!.id)).data)}
      >
        <p>The audit log records that you have seen it.</p>
      </ActDialog>
      <ActDialog
        title={`Replace the value of ${named?.name ?? ""}`}
        isOpen={open?.dialog === "update"}
        onClose={close}
        submit="Replace value"
        act={async ({ text }) =>
          await update.mutateAsync({ secretId: named!.id, data: text("data") })
        }
      >
        <TextInput label="Value" name="data" isRequired isCode lines={4} autoComplete="off" />
      </ActDialog>
      <ActDialog
        title="Rotate the vault's key"
        isOpen={open?.dialog === "rotate"}
        onClose={close}
        submit="Rotate key"
        act={async () => await rotate.mutateAsync()}
      >
        <p>New secrets are sealed with a new key at once, stored ones in the background.</p>
      </ActDialog>
      <Deletion
        what="secret"
        name={open?.dialog === "delete" ? open.secret.name : null}
        consequence="The value cannot be recovered."
        onClose={close}
        act={async () => await remove.mutateAsync(named!.id)} // the dialog is open for one
      />
      <SecretDialog title="Value" what="value" secret={value} onClose={() => setValue(null)} />
    </>
  );
}

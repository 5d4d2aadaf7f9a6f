import { useState } from "react";
import type { ApiKey } from "../../../src/index";
import { useAct, useList } from "../data/operations";
import { PermissionPicker } from "../authorization/PermissionPicker";
import { ActMenu } from "../ui/ActMenu";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { DataTable } from "../ui/DataTable";
import { ActDialog, Deletion, SecretDialog } from "../ui/dialogs";
import { Choice, TextInput } from "../ui/fields";
import { GraceChoice } from "../ui/GraceChoice";
import { PageHeader } from "../ui/PageHeader";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";

type Open = { readonly dialog: "rotate" | "revoke"; readonly key: ApiKey } | null;

export function ApiKeysPage() {
  const list = useList(
    "apiKeys.listKeyPages",
    {},
    async (client, after) => await client.apiKeys.listKeyPages({ after, limit: 50 }),
  );
  const [isCreating, setCreating] = useState(false);
  const [open, setOpen] = useState<Open>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const revoke = useAct({
    operation: "apiKeys.deleteKey",
    run: async (client, keyId: string) => await client.apiKeys.deleteKey({ keyId }),
    done: () => "Revoked the key",
  });
  const createButton = (
    <Button tone="primary" onPress={() => setCreating(true)}>
      Create key
    </Button>
  );
  return (
    <>
      <PageHeader
        title="API keys"
        about="Servers call the API with a key. It works in this project only."
      >
        {createButton}
      </PageHeader>
      <DataTable
        label="API keys"
        list={list}
        keyOf={({ id }) => id}
        empty={
          <Empty title="No API keys">
            <p>Create a key for each service, with the permissions that it needs.</p>
            {createButton}
          </Empty>
        }
        columns={[
          {
            title: "Name",
            isHeader: true,
            cell: ({ name, start }) => (
              <span className="two-lines">
                <strong>{name}</strong>
                <code className="muted">{start}…</code>
              </span>
            ),
          },
          { title: "Access", cell: (key) => <Access apiKey={key} /> },
          { title: "Last used", cell: ({ lastUsedAt }) => <Time at={lastUsedAt} /> },
          { title: "Expires", cell: ({ expiresAt }) => <Time at={expiresAt} /> },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: (key) => (
              <ActMenu
                label={`Acts on ${key.name}`}
                acts={[
                  { text: "Rotate", perform: () => setOpen({ dialog: "rotate", key }) },
                  {
                    text: "Revoke",
                    isDangerous: true,
                    perform: () => setOpen({ dialog: "revoke", key }),
                  },
                ]}
              />
            ),
          },
        ]}
      />
      {isCreating && <CreateKey onClose={() => setCreating(false)} onMade={setSecret} />}
      {open?.dialog === "rotate" && (
        <RotateKey apiKey={open.key} onClose={() => setOpen(null)} onMade={setSecret} />
      )}
      <Deletion
        what="key"
        verb="Revoke"
        name={open?.dialog === "revoke" ? open.key.name : null}
        consequence="Requests with this key are refused at once. This cannot be undone."
        onClose={() => setOpen(null)}
        act={async () => await revoke.mutateAsync(open!.key.id)} // the dialog is open for a key
      />
      <SecretDialog
        title="Your API key"
        what="API key"
        secret={secret}
        onClose={() => setSecret(null)}
      />
    </>
  );
}

function Access({ apiKey }: { readonly apiKey: ApiKey }) {
  if (!apiKey.enabled) return <Badge>Disabled</Badge>;
  if (apiKey.fullAccess) return <Badge tone="accent">Full access</Badge>;
  const [first, ...others] = apiKey.permissions;
  return (
    <span title={apiKey.permissions.join(", ")}>
      {first === undefined ? (
        <span className="muted">None</span>
      ) : (
        <>
          <code>{first}</code>
          {others.length > 0 && <span className="muted"> and {others.length} more</span>}
        </>
      )}
    </span>
  );
}

const DAY_MS = 86_400_000;
const lifetimes: Readonly<Record<string, string>> = {
  never: "Never",
  30: "In 30 days",
  90: "In 90 days",
  365: "In a year",
};

interface MakesKey {
  readonly onClose: () => void;
  readonly onMade: (key: string) => void;
}

function CreateKey({ onClose, onMade }: MakesKey) {
  const [access, setAccess] = useState<"chosen" | "full">("chosen");
  const [permissions, setPermissions] = useState<string[]>([]);
  const [lifetime, setLifetime] = useState("never");
  const create = useAct({
    operation: "apiKeys.createKey",
    run: async (client, name: string) =>
      await client.apiKeys.createKey({
        name,
        ...(access === "full" ? {} : { permissions }),
        ...(lifetime === "never"
          ? {}
          : { expiresAt: new Date(Date.now() + Number(lifetime) * DAY_MS) }),
      }),
    done: (name) => `Created the key ${name}`,
  });
  return (
    <ActDialog
      title="Create API key"
      isOpen
      onClose={onClose}
      submit="Create key"
      isSubmitDisabled={access === "chosen" && permissions.length === 0}
      act={async ({ text }) => onMade((await create.mutateAsync(text("name"))).key)}
    >
      <TextInput label="Name" name="name" isRequired autoFocus maxLength={100} />
      <Choice
        label="Expires"
        name="lifetime"
        options={lifetimes}
        value={lifetime}
        onChange={setLifetime}
      />
      <Choice
        label="Access"
        name="access"
        options={{ chosen: "Chosen permissions", full: "Everything in this project" }}
        value={access}
        onChange={setAccess}
      />
      {access === "chosen" && <PermissionPicker value={permissions} onChange={setPermissions} />}
    </ActDialog>
  );
}

function RotateKey({ apiKey, onClose, onMade }: MakesKey & { readonly apiKey: ApiKey }) {
  const [grace, setGrace] = useState("3600");
  const rotate = useAct({
    operation: "apiKeys.rotateKey",
    run: async (client, gracePeriodSeconds: number) =>
      await client.apiKeys.rotateKey(apiKey.id, { gracePeriodSeconds }),
    done: () => `Rotated the key ${apiKey.name}`,
  });
  return (
    <ActDialog
      title={`Rotate ${apiKey.name}`}
      isOpen
      onClose={onClose}
      submit="Rotate key"
      act={async () => onMade((await rotate.mutateAsync(Number(grace))).key)}
    >
      <p>A new key with the same access replaces this one, which works for a while beside it.</p>
      <GraceChoice label="The old key ends" value={grace} onChange={setGrace} />
    </ActDialog>
  );
}

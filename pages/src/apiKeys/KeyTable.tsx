import { useState, type ReactNode } from "react";
import type { ApiKey } from "../../../src/index";
import { useAct } from "../data/operations";
import { ActMenu } from "../ui/ActMenu";
import { Badge } from "../ui/Badge";
import { DataTable, type Listed } from "../ui/DataTable";
import { Deletion } from "../ui/dialogs";
import { Time } from "../ui/Time";
import { EditKey, RotateKey } from "./keyDialogs";
import { KeyUsage } from "./KeyUsage";

type Open = {
  readonly dialog: "edit" | "usage" | "rotate" | "revoke";
  readonly key: ApiKey;
} | null;

interface KeyTableProps {
  readonly list: Listed<ApiKey>;
  readonly empty: ReactNode;
  readonly onMade: (key: string) => void;
}

export function KeyTable({ list, empty, onMade }: KeyTableProps) {
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const revoke = useAct({
    operation: "apiKeys.deleteKey",
    run: async (client, keyId: string) => await client.apiKeys.deleteKey({ keyId }),
    done: () => "Revoked the key",
  });
  return (
    <>
      <DataTable
        label="API keys"
        list={list}
        keyOf={({ id }) => id}
        empty={empty}
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
                  { text: "Edit", perform: () => setOpen({ dialog: "edit", key }) },
                  { text: "Usage", perform: () => setOpen({ dialog: "usage", key }) },
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
      {open?.dialog === "edit" && <EditKey apiKey={open.key} onClose={close} />}
      {open?.dialog === "usage" && <KeyUsage apiKey={open.key} onClose={close} />}
      {open?.dialog === "rotate" && <RotateKey apiKey={open.key} onClose={close} onMade={onMade} />}
      <Deletion
        what="key"
        verb="Revoke"
        name={open?.dialog === "revoke" ? open.key.name : null}
        consequence="Requests with this key are refused at once. This cannot be undone."
        onClose={close}
        act={async () => await revoke.mutateAsync(open!.key.id)} // the dialog is open for a key
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

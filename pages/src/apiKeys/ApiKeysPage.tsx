import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useList, useRead } from "../data/operations";
import { Button } from "../ui/Button";
import { SecretDialog } from "../ui/dialogs";
import { Filters } from "../ui/Filters";
import { PageHeader } from "../ui/PageHeader";
import { Empty } from "../ui/states";
import { CreateKey } from "./keyDialogs";
import { KeyLimits } from "./KeyLimits";
import { KeyTable } from "./KeyTable";

/** Days → text. */
const unusedFor: Readonly<Record<string, string>> = {
  30: "For 30 days",
  90: "For 90 days",
  365: "For a year",
};

export function ApiKeysPage() {
  const filters = useSearch({ from: "/signedIn/projects/$projectId/api-keys" });
  const navigate = useNavigate();
  const [isCreating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const createButton = (
    <Button tone="primary" onPress={() => setCreating(true)}>
      Create key
    </Button>
  );
  const days = Number(filters.unused);
  return (
    <>
      <PageHeader
        title="API keys"
        about="Servers call the API with a key. It works in this project only."
      >
        {createButton}
      </PageHeader>
      <Filters
        fields={{ unused: { label: "Not used", options: unusedFor } }}
        value={filters}
        onChange={(search) => void navigate({ to: ".", search })}
      />
      {Number.isInteger(days) && days > 0 ? (
        <UnusedKeys days={days} onMade={setSecret} />
      ) : (
        <AllKeys onMade={setSecret}>{createButton}</AllKeys>
      )}
      <KeyLimits />
      {isCreating && <CreateKey onClose={() => setCreating(false)} onMade={setSecret} />}
      <SecretDialog
        title="Your API key"
        what="API key"
        secret={secret}
        onClose={() => setSecret(null)}
      />
    </>
  );
}

interface KeysProps {
  readonly onMade: (key: string) => void;
}

function AllKeys({ onMade, children }: KeysProps & { readonly children: React.ReactNode }) {
  const list = useList(
    "apiKeys.listKeyPages",
    {},
    async (client, after) => await client.apiKeys.listKeyPages({ after, limit: 50 }),
  );
  return (
    <KeyTable
      list={list}
      onMade={onMade}
      empty={
        <Empty title="No API keys">
          <p>Create a key for each service, with the permissions that it needs.</p>
          {children}
        </Empty>
      }
    />
  );
}

function UnusedKeys({ days, onMade }: KeysProps & { readonly days: number }) {
  const { data, error, refetch } = useRead(
    "apiKeys.listUnusedKeys",
    { days },
    async (client) => await client.apiKeys.listUnusedKeys({ days }),
  );
  return (
    <KeyTable
      list={{ items: data, error, refetch }}
      onMade={onMade}
      empty={
        <Empty title="No unused keys">
          <p>Every key that is old enough was used in the last {days} days.</p>
        </Empty>
      }
    />
  );
}

import { useState } from "react";
import { useAct, useRead } from "../data/operations";
import { ActMenu } from "../ui/ActMenu";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { DataTable } from "../ui/DataTable";
import { ActDialog, Deletion } from "../ui/dialogs";
import { Choice, TextInput, Toggle } from "../ui/fields";
import { Empty } from "../ui/states";

const names = {
  google: "Google",
  github: "GitHub",
  microsoft: "Microsoft",
  apple: "Apple",
  discord: "Discord",
  gitlab: "GitLab",
  linkedin: "LinkedIn",
  facebook: "Facebook",
  x: "X",
  slack: "Slack",
} as const;
type ProviderId = keyof typeof names;

interface Fields {
  readonly providerId: ProviderId;
  readonly clientId: string;
  readonly clientSecret?: string;
  readonly tenantId?: string;
  readonly issuer?: string;
  readonly enabled: boolean;
}

export function SocialProviders() {
  const providers = useRead(
    "configuration.getSocialProviderCredentials",
    {},
    async (client) => await client.configuration.getSocialProviderCredentials(),
  );
  const [edited, setEdited] = useState<ProviderId | "new" | null>(null);
  const [deleted, setDeleted] = useState<ProviderId | null>(null);
  const [chosen, setChosen] = useState<ProviderId>("google");
  const save = useAct({
    operation: "configuration.saveSocialProviderCredential",
    run: async (client, fields: Fields) =>
      await client.configuration.saveSocialProviderCredential(fields),
    done: ({ providerId }) => `Saved ${names[providerId]}`,
  });
  const remove = useAct({
    operation: "configuration.deleteSocialProviderCredential",
    run: async (client, providerId: ProviderId) =>
      await client.configuration.deleteSocialProviderCredential(providerId),
    done: (providerId) => `Removed ${names[providerId]}`,
  });
  const items =
    providers.data &&
    (Object.keys(names) as ProviderId[]).flatMap((id) => {
      // the record's own keys
      const provider = (providers.data as { [P in ProviderId]?: Stored })[id];
      return provider ? [{ id, ...provider }] : [];
    });
  const current = edited === "new" ? undefined : items?.find(({ id }) => id === edited);
  return (
    <section aria-labelledby="social">
      <div className="section-header">
        <h2 id="social">Social providers</h2>
        <Button onPress={() => setEdited("new")}>Add provider</Button>
      </div>
      <DataTable
        label="Social providers"
        list={{ items, error: providers.error, refetch: providers.refetch }}
        keyOf={({ id }) => id}
        empty={<Empty title="No social providers" />}
        columns={[
          { title: "Provider", isHeader: true, cell: ({ id }) => <strong>{names[id]}</strong> },
          { title: "Client id", cell: ({ clientId }) => <code>{clientId}</code> },
          {
            title: "State",
            cell: ({ enabled, hasClientSecret }) =>
              !hasClientSecret ? (
                <Badge tone="warning">No secret</Badge>
              ) : enabled ? (
                <Badge tone="good">On</Badge>
              ) : (
                <Badge>Off</Badge>
              ),
          },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: ({ id }) => (
              <ActMenu
                label={`Acts on ${names[id]}`}
                acts={[
                  { text: "Edit", perform: () => setEdited(id) },
                  { text: "Remove", isDangerous: true, perform: () => setDeleted(id) },
                ]}
              />
            ),
          },
        ]}
      />
      {edited && (
        <ActDialog
          title={current ? `Edit ${names[current.id]}` : "Add provider"}
          isOpen
          onClose={() => setEdited(null)}
          submit="Save provider"
          act={async ({ text, optional, isOn }) =>
            await save.mutateAsync({
              providerId: current?.id ?? chosen,
              clientId: text("clientId"),
              clientSecret: optional("clientSecret"),
              tenantId: optional("tenantId"),
              issuer: optional("issuer"),
              enabled: isOn("enabled"),
            })
          }
        >
          {!current && (
            <Choice
              label="Provider"
              name="providerId"
              options={names}
              value={chosen}
              onChange={setChosen}
            />
          )}
          <TextInput
            label="Client id"
            name="clientId"
            isRequired
            isCode
            defaultValue={current?.clientId}
          />
          <TextInput
            label="Client secret"
            name="clientSecret"
            type="password"
            autoComplete="off"
            description={current ? "Empty: the stored secret stays." : undefined}
          />
          {(current?.id ?? chosen) === "microsoft" && (
            <TextInput
              label="Tenant id"
              name="tenantId"
              isCode
              defaultValue={current?.tenantId ?? ""}
            />
          )}
          {(current?.id ?? chosen) === "gitlab" && (
            <TextInput label="Issuer" name="issuer" isCode defaultValue={current?.issuer ?? ""} />
          )}
          <Toggle
            label="People may sign in with it"
            name="enabled"
            defaultSelected={current?.enabled ?? true}
          />
        </ActDialog>
      )}
      <Deletion
        what="provider"
        verb="Remove"
        name={deleted}
        consequence="Its credentials are deleted. Sign-ins with it stop working at once."
        onClose={() => setDeleted(null)}
        act={async () => await remove.mutateAsync(deleted!)} // the dialog is open for one
      />
    </section>
  );
}

interface Stored {
  readonly clientId: string;
  readonly tenantId: string | null;
  readonly issuer: string | null;
  readonly hasClientSecret: boolean;
  readonly enabled: boolean;
}

import { useState } from "react";
import type { WebhookEndpoint } from "../../../src/index";
import { useAct, useList, useProjectId } from "../data/operations";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { DataTable } from "../ui/DataTable";
import { ActDialog, SecretDialog } from "../ui/dialogs";
import { PageHeader } from "../ui/PageHeader";
import { Empty } from "../ui/states";
import { Time } from "../ui/Time";
import { EndpointFields, readEventTypes } from "./EndpointFields";

export function WebhooksPage() {
  const projectId = useProjectId();
  const list = useList(
    "webhooks.listEndpoints",
    {},
    async (client, after) => await client.webhooks.listEndpoints({ after, limit: 50 }),
  );
  const [isCreating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const create = useAct({
    operation: "webhooks.createEndpoint",
    run: async (client, fields: { url: string; eventTypes: string[] }) =>
      await client.webhooks.createEndpoint(fields),
    done: ({ url }) => `Created the endpoint ${url}`,
  });
  const createButton = (
    <Button tone="primary" onPress={() => setCreating(true)}>
      Create endpoint
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Webhooks"
        about="Every change in the project is delivered to the endpoints that subscribe to it."
      >
        {createButton}
      </PageHeader>
      <DataTable
        label="Webhook endpoints"
        list={list}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => `/projects/${projectId}/webhooks/${id}`}
        empty={
          <Empty title="No endpoints">
            <p>Create an endpoint to receive events over HTTPS, signed.</p>
            {createButton}
          </Empty>
        }
        columns={[
          { title: "URL", isHeader: true, cell: ({ url }) => <strong>{url}</strong> },
          { title: "State", cell: (endpoint) => <EndpointState endpoint={endpoint} /> },
          {
            title: "Events",
            cell: ({ eventTypes }) =>
              eventTypes.length === 0 ? "All" : <code>{eventTypes.join(", ")}</code>,
          },
          { title: "Last delivery", cell: ({ lastDeliveryAt }) => <Time at={lastDeliveryAt} /> },
        ]}
      />
      <ActDialog
        title="Create endpoint"
        isOpen={isCreating}
        onClose={() => setCreating(false)}
        submit="Create endpoint"
        act={async ({ text }) => {
          const { secret: made } = await create.mutateAsync({
            url: text("url"),
            eventTypes: readEventTypes(text("eventTypes")),
          });
          setSecret(made);
        }}
      >
        <EndpointFields />
      </ActDialog>
      <SecretDialog
        title="The signing secret"
        what="signing secret"
        secret={secret}
        onClose={() => setSecret(null)}
      >
        <p className="muted">Your endpoint verifies the signature of each delivery with it.</p>
      </SecretDialog>
    </>
  );
}

export function EndpointState({ endpoint }: { readonly endpoint: WebhookEndpoint }) {
  if (!endpoint.enabled) return <Badge>Disabled</Badge>;
  if (endpoint.pausedUntil !== null) return <Badge tone="warning">Paused</Badge>;
  if (endpoint.lastDeliveryStatus === "failure") return <Badge tone="bad">Failing</Badge>;
  return <Badge tone="good">Active</Badge>;
}

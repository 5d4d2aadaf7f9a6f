import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { WebhookDelivery, WebhookEndpoint } from "../../../src/index";
import { useAct, useList, useProjectId } from "../data/operations";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { CopyableId } from "../ui/CopyButton";
import { DataTable } from "../ui/DataTable";
import { ActDialog, Deletion, SecretDialog } from "../ui/dialogs";
import { Choice } from "../ui/fields";
import { Fact } from "../ui/Fact";
import { PageHeader } from "../ui/PageHeader";
import { Empty, Failure, Loading } from "../ui/states";
import { Time } from "../ui/Time";
import { EndpointFields, readEventTypes } from "./EndpointFields";
import { ReplayDialog } from "./ReplayDialog";
import { EndpointState } from "./WebhooksPage";

export function WebhookPage() {
  const { webhookId } = useParams({ from: "/signedIn/projects/$projectId/webhooks/$webhookId" });
  // The API has no operation that reads one endpoint.
  const list = useList(
    "webhooks.listEndpoints",
    { limit: 100 },
    async (client, after) => await client.webhooks.listEndpoints({ after, limit: 100 }),
  );
  const endpoint = list.items?.find(({ id }) => id === webhookId);
  if (list.error) return <Failure error={list.error} retry={() => void list.refetch()} />;
  if (!list.items) return <Loading />;
  if (!endpoint)
    return (
      <Empty title="Not found">
        <p>This project has no such endpoint, or not among the first 100.</p>
      </Empty>
    );
  return <Endpoint endpoint={endpoint} />;
}

type Open = "edit" | "replay" | "rotate" | "delete" | null;

function Endpoint({ endpoint }: { readonly endpoint: WebhookEndpoint }) {
  const { id, url, enabled, disabledReason, pausedUntil, successCount, failureCount } = endpoint;
  const [open, setOpen] = useState<Open>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const navigate = useNavigate();
  const projectId = useProjectId();
  const close = () => setOpen(null);
  const update = useAct({
    operation: "webhooks.updateEndpoint",
    run: async (client, fields: { url?: string; eventTypes?: string[]; enabled?: boolean }) =>
      await client.webhooks.updateEndpoint({ endpointId: id, ...fields }),
    done: () => "Saved the endpoint",
  });
  const test = useAct({
    operation: "webhooks.sendTest",
    run: async (client) => await client.webhooks.sendTest(id),
    done: () => "Sent a test event",
  });
  const rotate = useAct({
    operation: "webhooks.rotateSecret",
    run: async (client) => await client.webhooks.rotateSecret(id),
    done: () => "Replaced the signing secret",
  });
  const remove = useAct({
    operation: "webhooks.deleteEndpoint",
    run: async (client) => await client.webhooks.deleteEndpoint(id),
    done: () => "Deleted the endpoint",
    leave: async () =>
      await navigate({ to: "/projects/$projectId/webhooks", params: { projectId } }),
  });
  const failed = update.error ?? test.error;
  return (
    <>
      <PageHeader title={url}>
        <Button isPending={test.isPending} onPress={() => test.mutate()}>
          Send test event
        </Button>
        <Button onPress={() => update.mutate({ enabled: !enabled })}>
          {enabled ? "Disable" : "Enable"}
        </Button>
        <Button onPress={() => setOpen("replay")}>Replay events</Button>
        <Button onPress={() => setOpen("edit")}>Edit</Button>
        <Button onPress={() => setOpen("rotate")}>Replace secret</Button>
        <Button tone="danger" onPress={() => setOpen("delete")}>
          Delete
        </Button>
      </PageHeader>
      {failed && <Failure error={failed} />}
      <dl className="facts">
        <Fact title="State">
          <EndpointState endpoint={endpoint} />
          {disabledReason}
        </Fact>
        <Fact title="Endpoint id">
          <CopyableId id={id} what="endpoint id" />
        </Fact>
        <Fact title="Deliveries">
          {successCount} succeeded, {failureCount} failed
        </Fact>
        <Fact title="Paused until">
          <Time at={pausedUntil} none="Not paused" />
          {pausedUntil !== null &&
            "The endpoint has asked to wait. A successful test ends the pause."}
        </Fact>
      </dl>
      <Deliveries id={id} />
      {open === "replay" && <ReplayDialog endpoint={endpoint} onClose={close} />}
      <ActDialog
        title="Edit endpoint"
        isOpen={open === "edit"}
        onClose={close}
        submit="Save endpoint"
        act={async ({ text }) =>
          await update.mutateAsync({
            url: text("url"),
            eventTypes: readEventTypes(text("eventTypes")),
          })
        }
      >
        <EndpointFields endpoint={endpoint} />
      </ActDialog>
      <ActDialog
        title="Replace the signing secret"
        isOpen={open === "rotate"}
        onClose={close}
        submit="Replace secret"
        tone="danger"
        act={async () => setSecret((await rotate.mutateAsync()).secret)}
      >
        <p>Deliveries are signed with the new secret; the old one is also used for a day.</p>
      </ActDialog>
      <Deletion
        what="endpoint"
        name={open === "delete" ? url : null}
        consequence="Nothing more is delivered to it, and its deliveries are deleted."
        onClose={close}
        act={async () => await remove.mutateAsync()}
      />
      <SecretDialog
        title="The signing secret"
        what="signing secret"
        secret={secret}
        onClose={() => setSecret(null)}
      />
    </>
  );
}

const statuses = {
  all: "All",
  pending: "Pending",
  succeeded: "Succeeded",
  failed: "Failed",
} as const;
const tones = { pending: "neutral", succeeded: "good", failed: "bad" } as const;
type Status = keyof typeof tones;
const toStatus = (text: string | undefined): Status | undefined =>
  text !== undefined && text in tones ? (text as Status) : undefined;

function Deliveries({ id }: { readonly id: string }) {
  const status = toStatus(
    useSearch({ from: "/signedIn/projects/$projectId/webhooks/$webhookId" }).status,
  );
  const navigate = useNavigate();
  const list = useList(
    "webhooks.listDeliveries",
    { id, status },
    async (client, after) => await client.webhooks.listDeliveries(id, { status, after, limit: 50 }),
  );
  const redeliver = useAct({
    operation: "webhooks.redeliver",
    run: async (client, deliveryId: string) => await client.webhooks.redeliver(deliveryId),
    done: () => "Delivers the event again",
  });
  return (
    <section aria-labelledby="deliveries">
      <div className="section-header">
        <h2 id="deliveries">Deliveries</h2>
        <Choice
          label="Status"
          name="status"
          options={statuses}
          value={status ?? "all"}
          onChange={(chosen) =>
            void navigate({ to: ".", search: chosen === "all" ? {} : { status: chosen } })
          }
        />
      </div>
      {redeliver.error && <Failure error={redeliver.error} />}
      <DataTable<WebhookDelivery>
        label="Deliveries"
        list={list}
        keyOf={(delivery) => delivery.id}
        empty={<Empty title="No deliveries" />}
        columns={[
          { title: "Event", isHeader: true, cell: ({ eventType }) => <code>{eventType}</code> },
          {
            title: "Status",
            cell: ({ status: state }) => <Badge tone={tones[state]}>{statuses[state]}</Badge>,
          },
          { title: "Attempts", cell: ({ attempts }) => attempts.length },
          {
            title: "Last answer",
            cell: ({ attempts }) => {
              const last = attempts.at(-1);
              return last
                ? (last.error ?? `${last.status} in ${last.latencyMilliseconds} ms`)
                : "–";
            },
          },
          { title: "Created", cell: ({ createdAt }) => <Time at={createdAt} /> },
          {
            title: "Acts",
            isTitleHidden: true,
            cell: (delivery) => (
              <Button size="small" onPress={() => redeliver.mutate(delivery.id)}>
                Deliver again
              </Button>
            ),
          },
        ]}
      />
    </section>
  );
}

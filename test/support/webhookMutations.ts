import type { WireClient } from "./wireClient";
import { targetOf, wire, type Json, type MutationCase } from "./mutationCase";

/** Disabled: what happens here is told to nobody. */
async function endpoint(client: WireClient, unique: string): Promise<Json> {
  const { secret: _secret, ...shown } = await client.webhooks.createEndpoint({
    url: `https://${unique}.example.com/`,
    enabled: false,
  });
  return wire(shown);
}
const withoutSecret = ({ secret: _secret, ...shown }: Json) => shown;
const targets = (shown: Json) => [targetOf("webhook_endpoint", shown, shown.url)];

export const webhookMutations: readonly MutationCase[] = [
  {
    name: "webhooks.createEndpoint",
    type: "webhook_endpoint.created",
    prepare: async (_client, unique) => ({
      input: {
        url: `https://${unique}.example.com/`,
        enabled: false,
        contactEmail: `${unique}@example.com`,
      },
      expected: (answer) => ({ targets: targets(answer), data: withoutSecret(answer) }),
    }),
  },
  {
    name: "webhooks.updateEndpoint",
    type: "webhook_endpoint.updated",
    prepare: async (client, unique) => {
      const before = await endpoint(client, unique);
      return {
        input: { id: before.id, eventTypes: ["user.*"], contactEmail: `${unique}@example.com` },
        expected: (answer) => ({
          targets: targets(answer),
          data: answer,
          changes: { before, after: answer },
        }),
      };
    },
  },
  {
    name: "webhooks.deleteEndpoint",
    type: "webhook_endpoint.deleted",
    prepare: async (client, unique) => {
      const before = await endpoint(client, unique);
      return {
        input: { id: before.id },
        expected: () => ({ targets: targets(before), data: before }),
      };
    },
  },
  {
    name: "webhooks.rotateSecret",
    type: "webhook_endpoint.secret_rotated",
    prepare: async (client, unique) => {
      const before = await endpoint(client, unique);
      return {
        input: { id: before.id },
        expected: (answer) => ({
          targets: targets(answer),
          data: withoutSecret(answer),
          changes: { before, after: withoutSecret(answer) },
        }),
      };
    },
  },
  {
    name: "webhooks.replay",
    type: "webhook_endpoint.replayed",
    prepare: async (client, unique) => {
      const before = await endpoint(client, unique);
      return {
        input: { id: before.id, since: new Date().toISOString() },
        expected: () => ({ targets: targets(before), data: before }),
      };
    },
  },
];

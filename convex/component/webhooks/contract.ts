import * as z from "zod/mini";
import { operation } from "../wire/operation";
import {
  email,
  eventTypePattern,
  idInput,
  idOutput,
  isoDate,
  listMetadata,
  ok,
  pageInput,
  pageOutput,
  text,
  timeInput,
} from "../wire/fields";

/** Where the project's events are sent. Its secret is shown when it is made, and never again. */
export const WebhookEndpoint = z.object({
  id: idOutput("webhook"),
  url: z.string(),
  /** Types and patterns: `user.created`, `user.*`, `*`. */
  eventTypes: z.array(z.string()),
  enabled: z.boolean(),
  /** Why the runtime disabled it: `gone` (it answered 410) or `failing` (for 5 days); else null. */
  disabledReason: z.nullable(z.string()),
  /** Who is mailed when the runtime disables it. */
  contactEmail: z.nullable(z.string()),
  /** Deliveries that succeeded. */
  successCount: z.number(),
  /** Attempts that failed. */
  failureCount: z.number(),
  lastDeliveryAt: z.nullable(isoDate()),
  /** The HTTP status of the last attempt; null when there was no answer. */
  lastDeliveryStatus: z.nullable(z.number()),
  createdAt: isoDate(),
  updatedAt: isoDate(),
});
export type WebhookEndpoint = z.output<typeof WebhookEndpoint>;

/** One event on its way to one endpoint. */
export const WebhookDelivery = z.object({
  id: idOutput("webhookDelivery"),
  endpointId: z.string(),
  /** `webhook-id`: the same in every delivery of the event. */
  eventId: z.string(),
  eventType: z.string(),
  status: z.enum(["pending", "succeeded", "failed"]),
  /**
   * What was tried, the last ten: the answer's status, how long it took, why it failed, and the
   * answer's first 500 bytes.
   */
  attempts: z.array(
    z.object({
      at: isoDate(),
      status: z.nullable(z.number()),
      latencyMilliseconds: z.number(),
      error: z.nullable(z.string()),
      response: z.nullable(z.string()),
    }),
  ),
  /** When the next attempt begins, if there is to be one. */
  nextAttemptAt: z.nullable(isoDate()),
  createdAt: isoDate(),
  settledAt: z.nullable(isoDate()),
});
export type WebhookDelivery = z.output<typeof WebhookDelivery>;

const eventTypes = () => z.array(eventTypePattern()).check(z.minLength(1), z.maxLength(50));
const WithSecret = z.extend(WebhookEndpoint, { secret: z.string() });

export const webhooks = {
  /** Lists the project's endpoints, newest first. `endpoints` is the same array as `data`. */
  listEndpoints: operation({
    kind: "query",
    path: "/api/auth/banata/webhooks/list",
    permission: "webhook.read",
    input: z.strictObject(pageInput()),
    output: z.object({
      data: z.array(WebhookEndpoint),
      endpoints: z.array(WebhookEndpoint),
      listMetadata: listMetadata(),
    }),
  }),

  /**
   * Creates an endpoint and shows its `secret` (`whsec_…`), which signs what is sent to it: in this
   * answer and never again. From the next change on it gets every event that `eventTypes` names
   * (all of them unless given).
   *
   * `url` is https, without user name, and leads to a public host: no address of a private network, this machine or a link, and no name that is plainly of one (422). What the name resolves to is
   * checked again before each delivery. `contactEmail` gets the mail `webhook-disabled` when the
   * runtime disables the endpoint, because it answered 410 or failed for five days; without it
   * there is the event `webhook_endpoint.disabled` alone. 409 `conflict` at 100 endpoints in the
   * project.
   */
  createEndpoint: operation({
    kind: "mutation",
    path: "/api/auth/banata/webhooks/create",
    permission: "webhook.create",
    input: z.strictObject({
      url: text(2048),
      eventTypes: z.optional(eventTypes()),
      enabled: z._default(z.boolean(), true),
      contactEmail: z.optional(z.nullable(email())),
    }),
    output: WithSecret,
    events: ["webhook_endpoint.created"],
    secret: true,
  }),

  /**
   * Changes the fields that are given; `eventTypes` replaces the list, and `contactEmail: null`
   * clears the address. While the endpoint is disabled, what becomes due is given up, and `enabled:
   * true` begins with the next change: `replay` sends what was missed. What is on its way at this
   * moment is not called back.
   */
  updateEndpoint: operation({
    kind: "mutation",
    path: "/api/auth/banata/webhooks/update",
    permission: "webhook.update",
    input: z.strictObject({
      id: idInput("webhook"),
      url: z.optional(text(2048)),
      eventTypes: z.optional(eventTypes()),
      enabled: z.optional(z.boolean()),
      contactEmail: z.optional(z.nullable(email())),
    }),
    output: WebhookEndpoint,
    events: ["webhook_endpoint.updated"],
  }),

  /**
   * Deletes the endpoint with its log: nothing more is sent, beside what is on its way at this
   * moment.
   */
  deleteEndpoint: operation({
    kind: "mutation",
    path: "/api/auth/banata/webhooks/delete",
    permission: "webhook.delete",
    input: z.strictObject({ id: idInput("webhook") }),
    output: ok(),
    events: ["webhook_endpoint.deleted"],
    positional: "id",
  }),

  /**
   * Makes a new secret and shows it. For 24 hours each delivery has two signatures, of the new
   * secret and of the one before.
   */
  rotateSecret: operation({
    kind: "mutation",
    path: "/api/auth/banata/webhooks/rotate-secret",
    permission: "webhook.update",
    input: z.strictObject({ id: idInput("webhook") }),
    output: WithSecret,
    events: ["webhook_endpoint.secret_rotated"],
    secret: true,
    positional: "id",
  }),

  /**
   * Sends a delivery of type `webhook.test` to this endpoint alone, also while it is disabled. It
   * is no event of the project.
   */
  sendTest: operation({
    kind: "mutation",
    path: "/api/auth/banata/webhooks/send-test",
    permission: "webhook.update",
    input: z.strictObject({ id: idInput("webhook") }),
    output: WebhookDelivery,
    repeatable: true,
    positional: "id",
  }),

  /**
   * The deliveries to an endpoint, newest first, with what was tried. They are kept for 30 days.
   */
  listDeliveries: operation({
    kind: "query",
    path: "/api/auth/banata/webhooks/deliveries",
    permission: "webhook.read",
    input: z.strictObject({
      id: idInput("webhook"),
      status: z.optional(z.enum(["pending", "succeeded", "failed"])),
      ...pageInput(),
    }),
    output: pageOutput(WebhookDelivery),
    positional: "id",
  }),

  /**
   * Delivers the event of an earlier delivery again, to the same endpoint, with the same event id:
   * a delivery of its own, with all its attempts, also while the endpoint is disabled.
   */
  redeliver: operation({
    kind: "mutation",
    path: "/api/auth/banata/webhooks/redeliver",
    permission: "webhook.update",
    input: z.strictObject({ deliveryId: idInput("webhookDelivery") }),
    output: WebhookDelivery,
    repeatable: true,
    positional: "deliveryId",
  }),

  /**
   * Delivers all events since a time (at most 30 days ago) that the endpoint's `eventTypes` name,
   * whether or not they were delivered before, with the same event ids. The answer comes at once;
   * the deliveries are made in batches, up to the moment of the call (`until`), and sent also while
   * the endpoint is disabled.
   */
  replay: operation({
    kind: "mutation",
    path: "/api/auth/banata/webhooks/replay",
    permission: "webhook.update",
    input: z.strictObject({ id: idInput("webhook"), since: timeInput() }),
    output: z.object({ success: z.literal(true), since: isoDate(), until: isoDate() }),
    events: ["webhook_endpoint.replayed"],
  }),
};

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

/** An endpoint that receives the project's events. Its secret is returned once, on creation. */
export const WebhookEndpoint = z.object({
  id: idOutput("webhook"),
  url: z.string(),
  /** Event types and patterns: `user.created`, `user.*`, `*`. */
  eventTypes: z.array(z.string()),
  enabled: z.boolean(),
  /**
   * Why the runtime disabled the endpoint: `gone` (it answered 410) or `failing` (for five days);
   * else null.
   */
  disabledReason: z.nullable(z.string()),
  /** The address notified when the runtime disables the endpoint. */
  contactEmail: z.nullable(z.string()),
  /** Number of successful deliveries. */
  successCount: z.number(),
  /** Number of failed attempts. */
  failureCount: z.number(),
  lastDeliveryAt: z.nullable(isoDate()),
  /** Whether the last attempt succeeded; null before the first one. */
  lastDeliveryStatus: z.nullable(z.enum(["success", "failure"])),
  /** The HTTP status of the last attempt; null when there was no response. */
  lastResponseStatus: z.nullable(z.number()),
  /**
   * Deliveries wait until this time, at most an hour, because the endpoint answered 429 or 503 with
   * `Retry-After`; null when they do not wait. A successful attempt, such as that of `sendTest`, ends
   * the pause, and so does a new `url`.
   */
  pausedUntil: z.nullable(isoDate()),
  createdAt: isoDate(),
  updatedAt: isoDate(),
});
export type WebhookEndpoint = z.output<typeof WebhookEndpoint>;

/** The delivery of one event to one endpoint. */
export const WebhookDelivery = z.object({
  id: idOutput("webhookDelivery"),
  endpointId: z.string(),
  /** Sent as `webhook-id`; the same in every delivery of the event. */
  eventId: z.string(),
  eventType: z.string(),
  status: z.enum(["pending", "succeeded", "failed"]),
  /**
   * The last ten attempts: response status, latency, error, and the first 500 bytes of the
   * response.
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
  /** When the next attempt is due; null when there will be none. */
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
    session: "project",
    stepUp: false,
    input: () => z.strictObject(pageInput()),
    output: () =>
      z.object({
        data: z.array(WebhookEndpoint),
        endpoints: z.array(WebhookEndpoint),
        listMetadata: listMetadata(),
      }),
  }),

  /**
   * Creates an endpoint and returns its `secret` (`whsec_…`), which signs every delivery. The
   * secret is returned only once. The endpoint receives every event from now on that matches
   * `eventTypes`, by default all events.
   *
   * `url` must use https, contain no user name, and point to a public host: private, loopback and
   * link-local addresses and host names are rejected with 422. The resolved address is checked
   * again before every delivery. `contactEmail` receives the mail `webhook-disabled` when the
   * runtime disables the endpoint, which happens when it answers 410 or fails for five days.
   * Without a contact, only the event `webhook_endpoint.disabled` is recorded. Fails with 409
   * `conflict` when the project already has 100 endpoints.
   */
  createEndpoint: operation({
    kind: "mutation",
    path: "/api/auth/banata/webhooks/create",
    permission: "webhook.create",
    session: "project",
    stepUp: true,
    input: () =>
      z.strictObject({
        url: text(2048),
        eventTypes: z.optional(eventTypes()),
        enabled: z._default(z.boolean(), true),
        contactEmail: z.optional(z.nullable(email())),
      }),
    output: () => WithSecret,
    events: ["webhook_endpoint.created"],
    secret: true,
  }),

  /**
   * Updates the given fields. `eventTypes` replaces the list, and `contactEmail: null` clears the
   * address. Deliveries that become due while the endpoint is disabled are dropped. `enabled: true`
   * resumes with new events; use `replay` to send the missed ones. Requests already in flight are
   * not cancelled.
   */
  updateEndpoint: operation({
    kind: "mutation",
    path: "/api/auth/banata/webhooks/update",
    permission: "webhook.update",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        id: idInput("webhook"),
        url: z.optional(text(2048)),
        eventTypes: z.optional(eventTypes()),
        enabled: z.optional(z.boolean()),
        contactEmail: z.optional(z.nullable(email())),
      }),
    output: () => WebhookEndpoint,
    events: ["webhook_endpoint.updated"],
    client: { names: { endpointId: "id" } },
  }),

  /** Deletes the endpoint and its delivery log. Requests already in flight are not cancelled. */
  deleteEndpoint: operation({
    kind: "mutation",
    path: "/api/auth/banata/webhooks/delete",
    permission: "webhook.delete",
    session: "project",
    stepUp: true,
    input: () => z.strictObject({ id: idInput("webhook") }),
    output: () => ok(),
    events: ["webhook_endpoint.deleted"],
    client: { parameters: ["endpointId"], names: { endpointId: "id" }, returns: null },
  }),

  /**
   * Replaces the secret and returns the new one. For 24 hours every delivery carries two
   * signatures, one by the new and one by the previous secret.
   */
  rotateSecret: operation({
    kind: "mutation",
    path: "/api/auth/banata/webhooks/rotate-secret",
    permission: "webhook.update",
    session: "project",
    stepUp: true,
    input: () => z.strictObject({ id: idInput("webhook") }),
    output: () => WithSecret,
    events: ["webhook_endpoint.secret_rotated"],
    secret: true,
    client: { parameters: ["endpointId"], names: { endpointId: "id" } },
  }),

  /**
   * Sends a delivery of type `webhook.test` to this endpoint only, even while it is disabled. It is
   * not recorded as an event of the project.
   */
  sendTest: operation({
    kind: "mutation",
    path: "/api/auth/banata/webhooks/send-test",
    permission: "webhook.update",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ id: idInput("webhook") }),
    output: () => WebhookDelivery,
    repeatable: true,
    client: { parameters: ["endpointId"], names: { endpointId: "id" } },
  }),

  /**
   * Lists an endpoint's deliveries with their attempts, newest first. Deliveries are kept for 30
   * days.
   */
  listDeliveries: operation({
    kind: "query",
    path: "/api/auth/banata/webhooks/deliveries",
    permission: "webhook.read",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        id: idInput("webhook"),
        status: z.optional(z.enum(["pending", "succeeded", "failed"])),
        ...pageInput(),
      }),
    output: () => pageOutput(WebhookDelivery),
    client: { parameters: ["endpointId"], names: { endpointId: "id" } },
  }),

  /**
   * Delivers the event of an earlier delivery again, to the same endpoint and with the same event
   * id. This creates a new delivery with its own retries, even while the endpoint is disabled.
   */
  redeliver: operation({
    kind: "mutation",
    path: "/api/auth/banata/webhooks/redeliver",
    permission: "webhook.update",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ deliveryId: idInput("webhookDelivery") }),
    output: () => WebhookDelivery,
    repeatable: true,
    client: { parameters: ["deliveryId"] },
  }),

  /**
   * Delivers again all events since `since` (at most 30 days ago) that match the endpoint's
   * `eventTypes`, whether or not they were delivered before, with the same event ids. Returns at
   * once; the deliveries are created in batches, for events up to the time of the call (`until`),
   * and are sent even while the endpoint is disabled.
   */
  replay: operation({
    kind: "mutation",
    path: "/api/auth/banata/webhooks/replay",
    permission: "webhook.update",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({ id: idInput("webhook"), since: timeInput() }),
    output: () => z.object({ success: z.literal(true), since: isoDate(), until: isoDate() }),
    events: ["webhook_endpoint.replayed"],
    client: { parameters: ["endpointId"], names: { endpointId: "id" } },
  }),
};

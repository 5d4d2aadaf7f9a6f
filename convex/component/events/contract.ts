import * as z from "zod/mini";
import type { Event } from "./types";
import { operation } from "../wire/operation";
import {
  epochInput,
  epochMilliseconds,
  eventTypePattern,
  idInput,
  idOutput,
  jsonOutput,
  text,
} from "../wire/fields";

/**
 * `data` is returned as recorded, possibly by an earlier version, so only the TypeScript types
 * describe it per `type`.
 */
const event = () =>
  z.object({
    id: idOutput("event"),
    type: z.string(),
    /** The resource as the API shows it, at the time of the event. */
    data: jsonOutput(),
    createdAt: epochMilliseconds(),
  }) as unknown as z.ZodMiniType<Event, Event>; // as declared in events/types.ts

export const events = {
  /**
   * Lists the project's events, oldest first in commit order, so a reader that resumes with `after`
   * set to the last `cursor` receives every later event once.
   *
   * `eventTypes` accepts types and patterns (`user.*`). `rangeStart` (inclusive) and `rangeEnd`
   * (exclusive) are epoch milliseconds. `hasMore` means that another page is available now.
   * `cursor` is present once at least one event was passed, even when filters leave the page empty.
   * 410 `cursor_expired` when events after the cursor have been deleted by the project's retention.
   */
  listEvents: operation({
    kind: "query",
    path: "/api/auth/banata/events/list",
    permission: "event.read",
    session: "project",
    stepUp: false,
    input: () =>
      z.strictObject({
        eventTypes: z.optional(z.array(eventTypePattern()).check(z.maxLength(50))),
        after: z.optional(text(200)),
        limit: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(200)), 20),
        organizationId: z.optional(idInput("organization")),
        rangeStart: z.optional(epochInput()),
        rangeEnd: z.optional(epochInput()),
      }),
    output: () =>
      z.object({
        data: z.array(event()),
        cursor: z.optional(z.string()),
        hasMore: z.boolean(),
      }),
    organizationKeys: true,
  }),

  /**
   * Returns where a page subscribes to the project's live feed, over Convex's sync protocol: a query
   * that returns the id of the latest event, so that the page reads the new ones with `listEvents`.
   * Null while the deployment has no feed (`BANATA_AUTH_LIVE_FUNCTION`); the page then polls.
   *
   * `token` is the query's only argument. It is good for this project's feed alone, for
   * `expiresInSeconds` (300), and only while the caller may read events: it ends with the operator's
   * session or the API key, and with the permission. The query returns null for a token
   * that is refused. Ask for another token before it expires.
   */
  getFeed: operation({
    kind: "query",
    path: "/api/auth/banata/events/get-feed",
    permission: "event.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({}),
    output: () =>
      z.object({
        feed: z.nullable(
          z.object({
            url: z.string(),
            functionName: z.string(),
            token: z.string(),
            /** A duration, as the clocks of browsers differ. */
            expiresInSeconds: z.number(),
          }),
        ),
      }),
    client: { returns: "feed" },
  }),
};

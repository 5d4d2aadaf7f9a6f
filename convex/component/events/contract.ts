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
 * Its `data` is as it was recorded, also by an earlier version, so only the types say what it holds
 * for each `type`.
 */
const event = () =>
  z.object({
    id: idOutput("event"),
    type: z.string(),
    /** The resource as the API shows it, at the time of the event. */
    data: jsonOutput(),
    createdAt: epochMilliseconds(),
  }) as unknown as z.ZodMiniType<Event, Event>; // events/types.ts declares what is recorded

export const events = {
  /**
   * What happened in the project, oldest first, in the order of commit: who resumes from `cursor`
   * gets every later event once.
   *
   * `eventTypes` takes types and patterns (`user.*`). `rangeStart` and `rangeEnd` are epoch milliseconds, the end exclusive. `hasMore` says that another page can be had now;
   * `cursor` is there as soon as one event was passed, also when the page is empty because of a filter.
   */
  listEvents: operation({
    kind: "query",
    path: "/api/auth/banata/events/list",
    permission: "event.read",
    input: z.strictObject({
      eventTypes: z.optional(z.array(eventTypePattern()).check(z.maxLength(50))),
      after: z.optional(text(200)),
      limit: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(200)), 20),
      organizationId: z.optional(idInput("organization")),
      rangeStart: z.optional(epochInput()),
      rangeEnd: z.optional(epochInput()),
    }),
    output: z.object({
      data: z.array(event()),
      cursor: z.optional(z.string()),
      hasMore: z.boolean(),
    }),
    organizationKeys: true,
  }),
};

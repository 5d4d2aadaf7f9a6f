/** The request body: `{ id, type, timestamp, createdAt, data }`, identical in every attempt. */
import type { Doc } from "../_generated/dataModel";
import { toIsoDate } from "../wire/fields";

/** The type of test deliveries, which are not events. */
export const TEST_TYPE = "webhook.test";
export const MAXIMUM_BYTES = 256 * 1024;

interface Payload {
  readonly id: string;
  readonly type: string;
  readonly createdAt: number;
  /** JSON text. */
  readonly data: string;
}

const getByteLength = (text: string) => new TextEncoder().encode(text).length;

/**
 * Formats an event. When the body would exceed the limit, `data` is reduced to the ids in it and
 * `truncated: true`; the receiver can fetch the rest.
 */
export function formatPayload(payload: Payload): string {
  const text = formatBody(payload);
  return getByteLength(text) <= MAXIMUM_BYTES
    ? text
    : formatBody({
        ...payload,
        data: JSON.stringify({ ...pickIds(payload.data), truncated: true }),
      });
}

function formatBody({ id, type, createdAt, data }: Payload): string {
  const time = toIsoDate(createdAt);
  return `${JSON.stringify({ id, type, timestamp: time, createdAt: time }).slice(0, -1)},"data":${data}}`;
}

function pickIds(data: string): Record<string, string> {
  const fields = Object.entries(JSON.parse(data) as Record<string, unknown>); // event data is always an object
  return Object.fromEntries(
    fields.filter(
      (field): field is [string, string] =>
        /^id$|Id$/.test(field[0]) && typeof field[1] === "string" && field[1].length <= 128,
    ),
  );
}

export const formatTestPayload = ({
  eventId,
  endpointId,
  createdAt,
}: Doc<"webhookDeliveries">): string =>
  formatPayload({
    id: eventId,
    type: TEST_TYPE,
    createdAt,
    data: JSON.stringify({ endpointId, message: "This is a test delivery." }),
  });

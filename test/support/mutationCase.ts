import type { WireClient } from "./wireClient";

export type Json = Record<string, unknown>;

export interface Act {
  readonly input: Json;
  /** From the answer. */
  readonly expected: (answer: Json) => Expected;
}
export interface Expected {
  readonly targets: readonly Json[];
  /** The event's: the resource as the wire shows it. */
  readonly data: unknown;
  readonly changes?: { readonly before: unknown; readonly after: unknown };
  readonly organizationId?: string;
}
export interface MutationCase {
  /** `group.method`. */
  readonly name: string;
  readonly type: string;
  /** Types of the events that come with it. */
  readonly also?: readonly string[];
  /** Only a key of the admin project may do it. */
  readonly byAdmin?: true;
  /** Makes what it works on; what that leaves is not looked at. */
  readonly prepare: (client: WireClient, unique: string) => Promise<Act>;
}

/** As it stands on the wire: times as text. */
export const wire = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
export const pick = (answer: Json, field: string) => answer[field] as Json; // these answers hold an object there
export const targetOf = (type: string, { id, name }: Json, shown = name) => ({
  type,
  id,
  name: shown,
});

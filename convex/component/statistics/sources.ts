/** What an event or a mark adds to the statistics. */
import type { Doc } from "../_generated/dataModel";
import type { Change } from "../tenancy/records";
import type { Metric } from "./fields";

export interface Addition {
  readonly metric: Metric;
  readonly at: number;
  readonly count: number;
  /** Of active users only: who is counted. */
  readonly userId?: string | undefined;
}

type EventType = Change["type"];
type EventData<T extends EventType> = Extract<Change, { readonly type: T }>["data"];
type Counted = Pick<Addition, "metric" | "userId">;

/** The types that are counted. Other events add nothing. */
const countedTypes: { readonly [T in EventType]?: (data: EventData<T>) => readonly Counted[] } = {
  "user.created": () => [{ metric: "users" }],
  "organization.created": () => [{ metric: "organizations" }],
  "sso.sign_in_failed": () => [{ metric: "signInFailures" }],
  "session.created": ({ userId, impersonatedBy }) =>
    impersonatedBy === null ? [{ metric: "signIns" }, { metric: "activeUsers", userId }] : [],
};

export function additionsOfEvent({ type, data, createdAt: at }: Doc<"events">): Addition[] {
  const toCounted = Object.hasOwn(countedTypes, type)
    ? (countedTypes[type as EventType] as (data: unknown) => readonly Counted[]) // of this type
    : () => [];
  return toCounted(JSON.parse(data)).map((counted) => ({ ...counted, at, count: 1 }));
}

export const additionOfMark = ({ metric, at, count, userId }: Doc<"statisticMarks">): Addition => ({
  metric: metric as Metric, // written by marks.ts alone
  at,
  count,
  userId,
});

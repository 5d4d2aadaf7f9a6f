/**
 * In every test on the test engine: what is recorded has the shape that events/types.ts declares,
 * nothing less and nothing more, or the call fails.
 */
import { Recorder, type Change } from "../../convex/component/tenancy/records";

const { event } = Recorder.prototype;

Recorder.prototype.event = async function (this: Recorder, change: Change) {
  const { eventTypes } = await import("../../convex/component/events/types"); // loaded where something is recorded: it has every contract
  const sent: unknown = JSON.parse(JSON.stringify(change.data));
  const parsed = eventTypes[change.type].safeParse(sent);
  if (!parsed.success)
    throw new Error(
      `${change.type} was recorded with another shape than it declares: ${parsed.error.issues.map(({ path }) => path.join(".")).join(", ")}`,
    );
  if (sorted(parsed.data) !== sorted(sent))
    throw new Error(`${change.type} was recorded with more than it declares: ${sorted(sent)}`);
  await event.call(this, change);
};

const sorted = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    isRecord(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
const isRecord = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

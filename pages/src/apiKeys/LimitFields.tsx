/** The fields of a rate limit and a quota, of one key or of all keys together. */
import type { ApiKey } from "../../../src/index";
import { Choice, TextInput } from "../ui/fields";
import type { FormValues } from "../ui/dialogs";

type Limits = Pick<ApiKey, "rateLimit" | "quota">;

const periods = { day: "UTC day", month: "UTC month" } as const;
type Period = keyof typeof periods;
const isPeriod = (text: string): text is Period => Object.hasOwn(periods, text);

export const LimitFields = ({ limits }: { readonly limits?: Limits | undefined }) => (
  <>
    <div className="columns">
      <TextInput
        label="Rate limit, requests"
        name="rateLimit.requests"
        inputMode="numeric"
        defaultValue={String(limits?.rateLimit?.requests ?? "")}
        description="Empty: no rate limit."
      />
      <TextInput
        label="In a window of seconds"
        name="rateLimit.windowSeconds"
        inputMode="numeric"
        defaultValue={String(limits?.rateLimit?.windowSeconds ?? 60)}
      />
    </div>
    <div className="columns">
      <TextInput
        label="Quota, requests"
        name="quota.requests"
        inputMode="numeric"
        defaultValue={String(limits?.quota?.requests ?? "")}
        description="Empty: no quota."
      />
      <Choice
        label="In a"
        name="quota.period"
        options={periods}
        defaultValue={limits?.quota?.period ?? "day"}
      />
    </div>
  </>
);

/** What the fields say; shards stay as they are. The API checks the numbers. */
export function readLimits({ text }: FormValues, current?: Limits): Limits {
  const [rate, quota, period] = [
    text("rateLimit.requests"),
    text("quota.requests"),
    text("quota.period"),
  ];
  return {
    rateLimit:
      rate === ""
        ? null
        : {
            requests: Number(rate),
            windowSeconds: Number(text("rateLimit.windowSeconds")),
            shards: current?.rateLimit?.shards ?? 1,
          },
    quota:
      quota === ""
        ? null
        : {
            requests: Number(quota),
            period: isPeriod(period) ? period : "day",
            shards: current?.quota?.shards ?? 1,
          },
  };
}

import { useAct, useRead } from "../data/operations";
import { FormSection } from "../ui/Section";
import { Failure, Loading } from "../ui/states";
import { LimitFields, readLimits } from "./LimitFields";

/** The limits that all keys of the project share. */
export function KeyLimits() {
  const { data, error, dataUpdatedAt } = useRead(
    "apiKeys.getLimits",
    {},
    async (client) => await client.apiKeys.getLimits(),
  );
  const save = useAct({
    operation: "apiKeys.setLimits",
    run: async (client, limits: ReturnType<typeof readLimits>) =>
      await client.apiKeys.setLimits(limits),
    done: () => "Saved the limits",
  });
  if (error) return <Failure error={error} />;
  if (!data) return <Loading />;
  return (
    <FormSection
      key={dataUpdatedAt}
      title="Limits of all keys together"
      about="They count beside the limits that a key has of its own."
      submit="Save limits"
      act={async (values) => await save.mutateAsync(readLimits(values, data))}
    >
      <LimitFields limits={data} />
    </FormSection>
  );
}

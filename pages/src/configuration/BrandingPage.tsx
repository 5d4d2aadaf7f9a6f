import { useAct, useRead } from "../data/operations";
import { PageHeader } from "../ui/PageHeader";
import { FormSection } from "../ui/Section";
import { Failure, Loading } from "../ui/states";
import type { Branding } from "./branding";
import { BrandingFields, readBranding } from "./BrandingFields";

/** Edits the branding as text. It styles mails and end users' pages, never the console. */
export function BrandingPage() {
  const branding = useRead(
    "configuration.getBrandingConfig",
    {},
    async (client) => await client.configuration.getBrandingConfig(),
  );
  const save = useAct({
    operation: "configuration.saveBrandingConfig",
    run: async (client, fields: Branding) => await client.configuration.saveBrandingConfig(fields),
    done: () => "Saved the branding",
  });
  return (
    <>
      <PageHeader title="Branding" about="How mails and pages for your users look." />
      {branding.error && <Failure error={branding.error} />}
      {branding.isPending && <Loading />}
      {branding.data && (
        <FormSection
          key={branding.dataUpdatedAt}
          title="Appearance"
          submit="Save branding"
          act={async (values) => await save.mutateAsync(readBranding(values))}
        >
          <BrandingFields branding={branding.data} />
        </FormSection>
      )}
    </>
  );
}

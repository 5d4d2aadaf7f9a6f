import { useAct, useRead } from "../data/operations";
import { TextInput, Toggle } from "../ui/fields";
import { PageHeader } from "../ui/PageHeader";
import { FormSection } from "../ui/Section";
import { Failure, Loading } from "../ui/states";

interface Branding {
  readonly primaryColor: string;
  readonly bgColor: string;
  readonly borderRadius: number;
  readonly darkMode: boolean;
  readonly font: string;
  readonly logoUrl: string;
  readonly customCss: string;
}

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
          act={async ({ text, isOn }) =>
            await save.mutateAsync({
              primaryColor: text("primaryColor"),
              bgColor: text("bgColor"),
              borderRadius: Number(text("borderRadius")),
              darkMode: isOn("darkMode"),
              font: text("font"),
              logoUrl: text("logoUrl"),
              customCss: text("customCss"),
            })
          }
        >
          <div className="columns">
            <TextInput
              label="Primary color"
              name="primaryColor"
              isCode
              defaultValue={branding.data.primaryColor}
            />
            <TextInput
              label="Background color"
              name="bgColor"
              isCode
              defaultValue={branding.data.bgColor}
            />
            <TextInput
              label="Corner radius, in pixels"
              name="borderRadius"
              isRequired
              inputMode="numeric"
              defaultValue={String(branding.data.borderRadius)}
            />
            <TextInput label="Font" name="font" defaultValue={branding.data.font} />
          </div>
          <Toggle label="Dark" name="darkMode" defaultSelected={branding.data.darkMode} />
          <TextInput
            label="Logo URL"
            name="logoUrl"
            type="url"
            isCode
            defaultValue={branding.data.logoUrl}
          />
          <TextInput
            label="Style sheet"
            name="customCss"
            isCode
            lines={6}
            defaultValue={branding.data.customCss}
          />
        </FormSection>
      )}
    </>
  );
}

import { BrandingFields, readOwnBranding } from "../configuration/BrandingFields";
import type { OwnBranding } from "../configuration/branding";
import { useAct, useRead } from "../data/operations";
import { FormSection } from "../ui/Section";
import { Failure, Loading } from "../ui/states";
import type { AuthClient } from "./authClients";

const none: OwnBranding = {
  primaryColor: null,
  bgColor: null,
  borderRadius: null,
  darkMode: null,
  font: null,
  logoUrl: null,
  customCss: null,
};

/** The client's own branding, beside the project's that stands for what it leaves empty. */
export function ClientBranding({ client }: { readonly client: AuthClient }) {
  const project = useRead(
    "configuration.getBrandingConfig",
    {},
    async (api) => await api.configuration.getBrandingConfig(),
  );
  const save = useAct({
    operation: "authClients.updateClient",
    run: async (api, branding: OwnBranding) =>
      await api.authClients.updateClient({ clientId: client.clientId, branding }),
    done: () => "Saved the branding",
  });
  if (project.error && !project.data) return <Failure error={project.error} />;
  if (!project.data) return <Loading />;
  return (
    <FormSection
      title="Branding"
      about="How the hosted pages look on the way to this application."
      submit="Save branding"
      act={async (values) => await save.mutateAsync(readOwnBranding(values))}
    >
      <BrandingFields branding={client.branding ?? none} inherited={project.data} />
    </FormSection>
  );
}

/** The parts of a connection's page that configure its identity provider. */
import type { SsoConnection } from "../../../src/index";
import { FormSection } from "../ui/Section";
import { useUpdate, type Oidc, type Saml } from "./connections";
import { OidcAccount, OidcEndpoints, readOidcAccount, readOidcEndpoints } from "./oidcFields";
import { readSamlMessages, readSamlProvider, SamlMessages, SamlProvider } from "./samlFields";

interface SamlFormsProps {
  readonly connection: SsoConnection;
  readonly saml: Saml;
}

export function SamlForms({ connection, saml }: SamlFormsProps) {
  const update = useUpdate(connection.id);
  const { idpEntityId, idpSsoUrl, idpCertificate } = saml;
  return (
    <>
      <FormSection
        title="Identity provider"
        submit="Save identity provider"
        act={async (values) => await update.mutateAsync({ samlConfig: readSamlProvider(values) })}
      >
        {/* What metadata has filled in is shown in the fields. */}
        <SamlProvider key={`${idpEntityId} ${idpSsoUrl} ${idpCertificate}`} current={saml} />
      </FormSection>
      <FormSection
        title="Requests and responses"
        submit="Save requests and responses"
        act={async (values) => await update.mutateAsync({ samlConfig: readSamlMessages(values) })}
      >
        <SamlMessages current={saml} />
      </FormSection>
    </>
  );
}

interface OidcFormProps {
  readonly connection: SsoConnection;
  readonly oidc: Oidc;
}

export function OidcForm({ connection, oidc }: OidcFormProps) {
  const update = useUpdate(connection.id);
  return (
    <FormSection
      title="Identity provider"
      submit="Save identity provider"
      act={async (values) =>
        await update.mutateAsync({
          oidcConfig: { ...readOidcAccount(values), ...readOidcEndpoints(values) },
        })
      }
    >
      <OidcAccount current={oidc} />
      <OidcEndpoints current={oidc} />
    </FormSection>
  );
}

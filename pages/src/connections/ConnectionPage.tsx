import { useParams } from "@tanstack/react-router";
import type { SsoConnection } from "../../../src/index";
import { useRead } from "../data/operations";
import { OrganizationLink } from "../organizations/OrganizationLink";
import { CopyableId } from "../ui/CopyButton";
import { CopyList } from "../ui/CopyList";
import { Fact } from "../ui/Fact";
import { PageHeader } from "../ui/PageHeader";
import { Failure, Loading } from "../ui/states";
import { Time } from "../ui/Time";
import { AccessForm } from "./AccessForm";
import { ConnectionActs } from "./ConnectionActs";
import { protocols } from "./connections";
import { CertificateState, ConnectionState } from "./ConnectionState";
import { NamesForm } from "./NamesForm";
import { OidcForm, SamlForms } from "./providerForms";
import { ProfileNamesForm } from "./ProfileNamesForm";

const FROM =
  "/signedIn/projects/$projectId/organizations/$organizationId/connections/$connectionId";

export function ConnectionPage() {
  const { connectionId } = useParams({ from: FROM });
  const { data, error, refetch } = useRead(
    "sso.getConnection",
    { connectionId },
    async (client) => await client.sso.getConnection(connectionId),
  );
  if (error && !data) return <Failure error={error} retry={() => void refetch()} />;
  return data ? <Connection connection={data} /> : <Loading />;
}

function Connection({ connection }: { readonly connection: SsoConnection }) {
  const { samlConfig, oidcConfig } = connection;
  return (
    <>
      <PageHeader
        title={connection.name}
        about={<OrganizationLink path="connections" title="SSO connections" />}
      >
        <ConnectionActs connection={connection} />
      </PageHeader>
      <dl className="facts">
        <Fact title="State">
          <ConnectionState connection={connection} />
        </Fact>
        <Fact title="Protocol">{protocols[connection.type]}</Fact>
        <Fact title="Domains">
          {connection.domains.join(", ") || "None"}
          {!connection.domainVerified && <span className="muted"> (none is verified)</span>}
        </Fact>
        {samlConfig && (
          <Fact title="Certificate expires">
            <span className="inline">
              <Time at={samlConfig.idpCertificateExpiresAt} none="No certificate" />
              <CertificateState connection={connection} />
            </span>
          </Fact>
        )}
        <Fact title="Test sign-in passed">
          <Time at={connection.testedAt} none="Not yet" />
        </Fact>
        <Fact title="Last sign-in">
          <Time at={connection.lastSignInAt} />
        </Fact>
        <Fact title="Connection id">
          <CopyableId id={connection.id} what="connection id" />
        </Fact>
      </dl>
      <div className="sections parts">
        <section className="card stack" aria-labelledby="ours">
          <h2 id="ours">Enter at the identity provider</h2>
          {samlConfig && (
            <CopyList
              values={{
                "Assertion consumer service (ACS)": samlConfig.spAcsUrl,
                "Entity id (audience)": samlConfig.spEntityId,
                "Metadata address": samlConfig.spMetadataUrl,
              }}
            />
          )}
          {oidcConfig && <CopyList values={{ "Redirect URI": oidcConfig.redirectUrl }} />}
        </section>
        {samlConfig && <SamlForms connection={connection} saml={samlConfig} />}
        {oidcConfig && <OidcForm connection={connection} oidc={oidcConfig} />}
        <NamesForm connection={connection} />
        <AccessForm connection={connection} />
        <ProfileNamesForm connection={connection} />
      </div>
    </>
  );
}

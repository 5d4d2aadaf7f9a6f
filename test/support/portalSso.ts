/** Single sign-on in the admin portal: links, and documents of identity providers. */
import type { PortalIntent } from "../../convex/component/core/portalIntents";
import { hiddenIn, type Shown } from "./hosted";
import { newPortalVisitor } from "./portal";
import type { HttpRuntime } from "./runtime";
import type { Tenant } from "./ssoStage";

/** A visitor with the session of a link, and the page that it begins at. */
export async function enterPortal(
  { runtime }: { readonly runtime: HttpRuntime },
  { admin, project, organizationId }: Tenant,
  intent: PortalIntent,
) {
  const visitor = newPortalVisitor(runtime, project.id);
  const { link } = await admin.portal.generateLink({ organizationId, intent });
  return { visitor, shown: await visitor.follow(await visitor.spend(link)) };
}

/** A new connection, and its page. */
export async function beginConnection(
  stage: { readonly runtime: HttpRuntime },
  tenant: Tenant,
  guide = "okta",
) {
  const { visitor, shown } = await enterPortal(stage, tenant, "sso");
  const page: Shown = await visitor.submit(shown, "/sso/create", { guide });
  const id = hiddenIn(page).id!; // of every form of the page
  const read = async () => await tenant.admin.sso.getConnection({ providerId: id });
  return { visitor, page, id, read };
}

/** The metadata that an identity provider publishes. */
export const rawMetadata = (
  certificate: string,
  {
    entityId = "https://idp.example.com/metadata",
    ssoUrl = "https://idp.example.com/sso",
  }: { readonly entityId?: string; readonly ssoUrl?: string } = {},
): string =>
  `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}">
    <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
      ${keyDescriptor(certificate)}
      <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="${ssoUrl}"/>
    </md:IDPSSODescriptor>
  </md:EntityDescriptor>`;

export const keyDescriptor = (certificate: string, use = "signing"): string =>
  `<md:KeyDescriptor use="${use}"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
        <ds:X509Certificate>${certificate.replace(/-----[^-]+-----|\s/g, "")}</ds:X509Certificate>
      </ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;

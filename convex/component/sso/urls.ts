/** The addresses of a connection at this runtime. Each connection has its own (mix-up, audience). */
import { siteUrl } from "../core/siteUrl";

interface Place {
  readonly projectId: string;
  readonly id: string;
}

/** Also the service provider's entity id. */
export const spMetadataUrl = (connection: Place): string => samlUrl(connection, "metadata");

/** The assertion consumer service. */
export const spAcsUrl = (connection: Place): string => samlUrl(connection, "acs");

/** Where an OIDC identity provider sends the browser back to. */
export const oidcCallbackUrl = ({ projectId, id }: Place): string =>
  toUrl(`p/${projectId}/sso/oidc/${id}/callback`);

const samlUrl = ({ projectId, id }: Place, last: "metadata" | "acs"): string =>
  toUrl(`p/${projectId}/sso/saml/${id}/${last}`);

const toUrl = (path: string): string => `${siteUrl().href.replace(/\/$/, "")}/${path}`;

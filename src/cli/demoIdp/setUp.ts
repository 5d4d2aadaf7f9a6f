import { BanataAuth } from "../../client";
import type { LocalFacts } from "../localFiles";
import type { DemoIdp } from "./demoIdp";
import { verifyDomain } from "./domain";
import { ensureOrganization, find } from "./organization";
import { ADMINS, DEMO_DOMAIN } from "./person";
import type { DemoState } from "./state";
import { performTestSignIn } from "./testSignIn";

export interface DemoSetup {
  readonly facts: LocalFacts;
  readonly state: DemoState;
  readonly idp: DemoIdp;
  /** The page of the app where sign-ins end. */
  readonly appUrl: string;
  /** The component's name in the app. */
  readonly component: string;
  /** The organization of demo-scim, if that was started before. */
  readonly sharedOrganization: string | undefined;
}

export type DemoIds = Required<DemoState["ids"]>;

const CLIENT_ID = "demo";

type Connection = Awaited<ReturnType<BanataAuth["sso"]["getConnection"]>>;

/**
 * Configures the project of the local deployment: SSO, the organization, its domain, an auth client
 * of the app, and two active connections. What an earlier start created is kept and brought up to
 * date. The identity provider must answer already, because each connection is tested.
 */
export async function setUpDemo({
  facts,
  state,
  idp,
  appUrl,
  component,
  sharedOrganization,
}: DemoSetup): Promise<DemoIds> {
  const client = new BanataAuth({ apiKey: facts.apiKey, baseUrl: facts.baseUrl });
  await client.configuration.saveDashboardConfig({ authMethods: { sso: true } });
  const known = [state.ids.organization, sharedOrganization];
  const organizationId = await ensureOrganization(client, known);
  await verifyDomain(client, facts, { organizationId, component });
  const clientId = await ensureAuthClient(client, state.ids.client, appUrl);
  const common = {
    domains: [DEMO_DOMAIN],
    roleMapping: [{ attribute: "groups", value: ADMINS, role: "admin" }],
    defaultRedirectUri: appUrl,
  };
  const samlConfig = {
    idpEntityId: idp.saml.entityId,
    idpSsoUrl: idp.saml.ssoUrl,
    idpCertificate: state.saml.certificate,
    allowIdpInitiated: true,
  };
  const saml = await ensureConnection(
    client,
    state.ids.saml,
    { organizationId, type: "saml", name: "Demo SAML", samlConfig, ...common },
    ({ samlConfig: sp }) => {
      if (!sp) return;
      const { spEntityId: entityId, spAcsUrl: acsUrl } = sp;
      idp.saml.serviceProviders.clear();
      idp.saml.serviceProviders.set(entityId, { entityId, acsUrl });
    },
  );
  const { clientSecret } = state.oidc;
  const oidcConfig = { issuer: idp.oidc.issuer, clientId: CLIENT_ID, clientSecret };
  const oidc = await ensureConnection(
    client,
    state.ids.oidc,
    { organizationId, type: "oidc", name: "Demo OpenID Connect", oidcConfig, ...common },
    ({ oidcConfig: party }) => {
      const redirectUris = party ? [party.redirectUrl] : [];
      idp.oidc.clients.set(CLIENT_ID, { clientId: CLIENT_ID, clientSecret, redirectUris });
    },
  );
  idp.begin = async (connection) => await beginSignIn(facts, { saml, oidc }[connection], appUrl);
  return { organization: organizationId, client: clientId, saml, oidc };
}

async function ensureAuthClient(
  { authClients }: BanataAuth,
  known: string | undefined,
  appUrl: string,
): Promise<string> {
  const addresses = { redirectUris: [appUrl], trustedOrigins: [new URL(appUrl).origin] };
  const found = await find(known, async (id) => await authClients.getClient(id));
  if (found === null)
    return (await authClients.createClient({ name: "Demo app", type: "web", ...addresses })).id;
  if (found.redirectUris.join() !== appUrl)
    await authClients.updateClient({ clientId: found.id, ...addresses });
  return found.id;
}

type Wanted = Parameters<BanataAuth["sso"]["createConnection"]>[0];

/** `register` makes the connection known to the identity provider before it is tested. */
async function ensureConnection(
  client: BanataAuth,
  known: string | undefined,
  wanted: Wanted,
  register: (connection: Connection) => void,
): Promise<string> {
  const found = await find(known, async (id) => await client.sso.getConnection(id));
  const connection =
    found === null
      ? await client.sso.createConnection(wanted)
      : await update(client, found, wanted);
  register(connection);
  if (connection.state === "active") return connection.id;
  if (connection.testedAt === null) {
    const { url } = await client.sso.testConnection(connection.id);
    await performTestSignIn(url);
  }
  await client.sso.activateConnection(connection.id);
  return connection.id;
}

/** Sign-ins in progress end when a connection changes, so an equal one is left alone. */
async function update(
  { sso }: BanataAuth,
  found: Connection,
  { samlConfig, oidcConfig, defaultRedirectUri, domains, roleMapping }: Wanted,
): Promise<Connection> {
  const isSame =
    found.defaultRedirectUri === defaultRedirectUri &&
    found.samlConfig?.idpSsoUrl === samlConfig?.idpSsoUrl &&
    found.samlConfig?.idpCertificate.trim() === samlConfig?.idpCertificate?.trim() &&
    found.oidcConfig?.issuer === oidcConfig?.issuer;
  if (isSame) return found;
  return await sso.updateConnection({
    connectionId: found.id,
    ...{ defaultRedirectUri, domains, roleMapping },
    ...(samlConfig ? { samlConfig } : {}),
    ...(oidcConfig ? { oidcConfig } : {}),
  });
}

/** As the app's own page does; the sign-in ends at the app with a one-time token. */
async function beginSignIn(
  { baseUrl, projectId }: LocalFacts,
  providerId: string,
  callbackURL: string,
): Promise<string> {
  const response = await fetch(`${baseUrl}/p/${projectId}/api/auth/sign-in/sso`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: new URL(callbackURL).origin },
    body: JSON.stringify({ providerId, callbackURL }),
  });
  const body: unknown = await response.json();
  if (typeof body === "object" && body !== null && "url" in body && typeof body.url === "string")
    return body.url;
  throw new Error(`The deployment answered ${response.status}: ${JSON.stringify(body)}`);
}

/** The connection that a sign-in goes through. */
import type { Doc } from "../../_generated/dataModel";
import { domainName } from "../../core/emailAddress";
import { findVerifiedDomain } from "../../domains/model";
import { findBySlug } from "../../organizations/model";
import { isBeingDeleted } from "../../organizations/state";
import type { TenantReader } from "../../tenancy/database";
import type { ConfiguredOidc } from "../oidc/issuer";
import type { StoredSaml } from "../fields";

export type Connection = Doc<"ssoConnections">;

/** How a sign-in names its connection. The first field that is given decides. */
export interface Named {
  readonly connectionId?: string | undefined;
  readonly organizationId?: string | undefined;
  readonly organizationSlug?: string | undefined;
  readonly domain?: string | undefined;
  readonly email?: string | undefined;
  /** Narrows: the issuer or entity id of the identity provider. */
  readonly issuer?: string | undefined;
  /** Narrows: the protocol. */
  readonly providerType?: Connection["type"] | undefined;
}

/** Of one organization or domain; in practice there are one or two. */
const MAXIMUM_CONNECTIONS = 50;

/** The active connection, or null. None of an organization that is being deleted. */
export async function findConnection(db: TenantReader, named: Named): Promise<Connection | null> {
  const found = await findActive(db, named);
  return found && !(await isBeingDeleted(db, found.organizationId)) ? found : null;
}

async function findActive(db: TenantReader, named: Named): Promise<Connection | null> {
  const { connectionId, organizationId, organizationSlug, domain, email } = named;
  const fits = (each: Connection | null): each is Connection =>
    each?.state === "active" &&
    matchesIssuer(each, named.issuer) &&
    (named.providerType ?? each.type) === each.type;
  if (connectionId !== undefined) {
    const connection = await db.get("ssoConnections", connectionId);
    const isOther = organizationId !== undefined && connection?.organizationId !== organizationId;
    return fits(connection) && !isOther ? connection : null;
  }
  if (organizationId !== undefined) return (await loadOwn(db, organizationId)).find(fits) ?? null;
  if (organizationSlug !== undefined) {
    const organization = await findBySlug(db, organizationSlug);
    return organization ? ((await loadOwn(db, organization.id)).find(fits) ?? null) : null;
  }
  const name = domain ?? (email === undefined ? null : email.slice(email.lastIndexOf("@") + 1));
  if (name !== null) return (await loadOfDomain(db, name)).find(fits) ?? null;
  return null;
}

const matchesIssuer = ({ oidc, saml }: Connection, issuer: string | undefined): boolean =>
  issuer === undefined || oidc?.issuer === issuer || saml?.idpEntityId === issuer;

const loadOwn = async (db: TenantReader, organizationId: string): Promise<Connection[]> =>
  await db
    .range("ssoConnections", "byOrganization", (q) => q.eq("organizationId", organizationId))
    .take(MAXIMUM_CONNECTIONS);

/** Those of the organization that has verified the domain. */
async function loadOfDomain(db: TenantReader, typed: string): Promise<Connection[]> {
  const domain = domainName(typed);
  const verified = domain === null ? null : await findVerifiedDomain(db, domain);
  if (domain === null || !verified) return [];
  const { organizationId } = verified;
  const rows = await db
    .range("ssoConnectionDomains", "byDomain", (q) =>
      q.eq("domain", domain).eq("organizationId", organizationId),
    )
    .take(MAXIMUM_CONNECTIONS);
  const found = await Promise.all(
    rows.map(async ({ connectionId }) => await db.get("ssoConnections", connectionId)),
  );
  return found.flatMap((each) => (each?.organizationId === organizationId ? [each] : []));
}

/** What a sign-in needs of an OIDC connection; null while it is incomplete. */
export function findConfiguredOidc({ oidc }: Connection): ConfiguredOidc | null {
  if (!oidc || oidc.issuer === null || oidc.clientId === null) return null;
  return { ...oidc, issuer: oidc.issuer, clientId: oidc.clientId };
}

export type ConfiguredSaml = StoredSaml & {
  readonly idpEntityId: string;
  readonly idpSsoUrl: string;
};

/** What a sign-in needs of a SAML connection; null while it is incomplete. */
export function findConfiguredSaml({ saml }: Connection): ConfiguredSaml | null {
  if (!saml || saml.idpEntityId === null || saml.idpSsoUrl === null) return null;
  if (saml.idpCertificates.length === 0) return null;
  return { ...saml, idpEntityId: saml.idpEntityId, idpSsoUrl: saml.idpSsoUrl };
}

/**
 * The states of a connection: `draft` until the identity provider is configured, `validating` until
 * it is activated, then `active` and `inactive`.
 */
import { compareValues } from "convex/values";
import { fieldProblem, problem } from "../core/errors";
import type { TenantReader } from "../tenancy/database";
import { enforcesSso } from "./enforcement";
import type { ConnectionRow } from "./present";
import { hasVerifiedDomain } from "./verifiedDomains";

type Configured = Pick<ConnectionRow, "type" | "saml" | "oidc" | "sealedClientSecret">;

/** The first field that the identity provider's configuration lacks, or null. */
export function findMissingField(connection: Configured): string | null {
  const { saml, oidc, sealedClientSecret } = connection;
  const missing =
    connection.type === "saml"
      ? {
          "samlConfig.idpEntityId": saml?.idpEntityId,
          "samlConfig.idpSsoUrl": saml?.idpSsoUrl,
          "samlConfig.idpCertificate": saml?.idpCertificates.length,
        }
      : {
          "oidcConfig.issuer": oidc?.issuer,
          "oidcConfig.clientId": oidc?.clientId,
          "oidcConfig.clientSecret": sealedClientSecret,
        };
  return Object.entries(missing).find(([, value]) => !value)?.[0] ?? null;
}

const ofProvider = [
  ...(["issuer", "clientId", "discoveryUrl", "authorizationUrl"] as const),
  ...(["tokenUrl", "userinfoUrl", "jwksUrl"] as const),
];

/** What identifies the identity provider: a test sign-in proves nothing about another one. */
export const isOtherProvider = (before: Configured, after: Configured): boolean =>
  before.saml?.idpEntityId !== after.saml?.idpEntityId ||
  ofProvider.some((field) => before.oidc?.[field] !== after.oidc?.[field]);

type Trusted = Pick<ConnectionRow, "saml" | "oidc" | "domains" | "secretVersion">;

/** Whether both trust the same identity provider, in the same way, to sign in the same people. */
export function isSameTrust(before: Trusted, after: Trusted): boolean {
  const toValue = ({ saml, oidc, domains, secretVersion }: Trusted) => ({
    ...{ saml, oidc, domains, secretVersion },
  });
  return compareValues(toValue(before), toValue(after)) === 0;
}

/** Throws 422 for a missing field, 409 for an unverified domain or a missing test sign-in. */
export async function assertActivatable(
  db: TenantReader,
  connection: Configured & Pick<ConnectionRow, "organizationId" | "domains" | "testedAt">,
): Promise<void> {
  const field = findMissingField(connection);
  if (field !== null)
    throw fieldProblem("validation_error", {
      field,
      message: "Required before the connection can be activated",
      code: "missing",
    });
  if (!(await hasVerifiedDomain(db, connection)))
    throw fieldProblem("conflict", {
      field: "domains",
      message: "The organization must verify at least one of the domains first",
      code: "domain_not_verified",
    });
  if (connection.testedAt === null)
    throw fieldProblem("conflict", {
      field: "testedAt",
      message: "A test sign-in through the connection must pass first",
      code: "not_tested",
    });
}

/** Throws 409 if members could be locked out, because their organization enforces SSO. */
export async function assertMayStop(
  db: TenantReader,
  { state, organizationId }: Pick<ConnectionRow, "state" | "organizationId">,
  force: boolean | undefined,
): Promise<void> {
  if (force || state !== "active" || !(await enforcesSso(db, organizationId))) return;
  throw problem(
    "conflict",
    "The organization has ssoEnforced on, so members could be locked out; turn it off first, or pass force",
    {
      errors: [
        { field: "force", message: "Required while ssoEnforced is on", code: "sso_enforced" },
      ],
    },
  );
}

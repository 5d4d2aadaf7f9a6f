/**
 * Which fields of a connection or a directory a session of the admin portal may set. Each field of
 * the contract has a row, and a missing row does not compile; the pages are no part of this rule.
 */
import type * as z from "zod/mini";
import type { Contract } from "../contract";
import type { PortalIntent } from "../core/portalIntents";

type Sso = Contract["sso"];
type Directories = Contract["directories"];
type Create = z.output<Sso["createConnection"]["input"]>;
type Update = z.output<Sso["updateConnection"]["input"]>;
type CreateDirectory = z.output<Directories["createDirectory"]["input"]>;
type UpdateDirectory = z.output<Directories["updateDirectory"]["input"]>;
type Intents = readonly PortalIntent[];
type Rows<Fields> = { readonly [Field in keyof Required<Fields>]: Intents };

const setUp: Intents = ["sso"];
const directory: Intents = ["dsync"];
const renewed: Intents = ["sso", "certificate_renewal"];
/**
 * The default role, first sign-ins and what weakens a check are the app's to decide. Roles of groups
 * are within what the maker of the link holds, and never `owner` (sso/mapping.ts).
 */
const never: Intents = [];

const samlConfig: Rows<NonNullable<Update["samlConfig"]>> = {
  metadataUrl: renewed,
  metadataXml: renewed,
  idpCertificate: renewed,
  idpEntityId: setUp,
  idpSsoUrl: setUp,
  attributeMapping: setUp,
  idpSsoBinding: never,
  nameIdFormat: never,
  signatureAlgorithm: never,
  signRequest: never,
  allowIdpInitiated: never,
};

const oidcConfig: Rows<NonNullable<Update["oidcConfig"]>> = {
  issuer: setUp,
  clientId: setUp,
  clientSecret: setUp,
  claimMapping: setUp,
  discoveryUrl: never,
  authorizationUrl: never,
  tokenUrl: never,
  userinfoUrl: never,
  jwksUrl: never,
  scopes: never,
  tokenEndpointAuthMethod: never,
};

const access = {
  jit: never,
  defaultRole: never,
  trustMfa: never,
  defaultRedirectUri: never,
} as const;
const create: Rows<Create> = {
  ...{ organizationId: setUp, type: setUp, name: setUp, domain: setUp, domains: setUp },
  ...{ samlConfig: setUp, oidcConfig: setUp },
  roleMapping: never,
  ...access,
};
const update: Rows<Update> = {
  ...{ providerId: renewed, expectedUpdatedAt: renewed },
  ...{ name: setUp, domain: setUp, domains: setUp, active: setUp, force: never },
  ...{ samlConfig: renewed, oidcConfig: setUp },
  roleMapping: setUp,
  ...access,
};

/** `requireGroup` takes away the access of users without a group, also of owners. */
const directoryAccess = {
  defaultRole: directory,
  groupRoles: directory,
  allowJit: never,
  requireGroup: never,
} as const;
const createDirectory: Rows<CreateDirectory> = {
  ...{ organizationId: directory, name: directory, provider: directory },
  ...directoryAccess,
};
const updateDirectory: Rows<UpdateDirectory> = {
  ...{ providerId: directory, name: directory, expectedUpdatedAt: directory },
  ...directoryAccess,
};

const rowsByPath: Readonly<Record<string, Readonly<Record<string, Intents>>>> = {
  "/api/auth/banata/sso/register": create,
  "/api/auth/banata/sso/update-provider": update,
  "/api/auth/banata/scim/register": createDirectory,
  "/api/auth/banata/scim/update-provider": updateDirectory,
};
const nested: Readonly<Record<string, Readonly<Record<string, Intents>>>> = {
  samlConfig,
  oidcConfig,
};

/** The first field of the unparsed input that the intent may not set; null without one. */
export function findForbiddenField(
  intent: PortalIntent,
  path: string,
  body: Readonly<Record<string, unknown>>,
): string | null {
  const rows = rowsByPath[path];
  if (rows === undefined) return null;
  const isForbidden = (table: Readonly<Record<string, Intents>>, field: string) =>
    Object.hasOwn(table, field) && !table[field]!.includes(intent); // checked; others fail to parse
  for (const [field, value] of Object.entries(body)) {
    if (isForbidden(rows, field)) return field;
    const table = nested[field];
    if (table === undefined || typeof value !== "object" || value === null) continue;
    const inner = Object.keys(value).find((each) => isForbidden(table, each));
    if (inner !== undefined) return `${field}.${inner}`;
  }
  return null;
}

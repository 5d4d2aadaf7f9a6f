import * as z from "zod/mini";
import { operation } from "../wire/operation";
import {
  emailDomain,
  epochInput,
  idInput,
  idOutput,
  isoDate,
  lines,
  ok,
  pageInput,
  pageOutput,
  roleSlug,
  text,
  webUrl,
} from "../wire/fields";
import { bounds, nameIdFormats } from "./fields";

const connectionType = () => z.enum(["saml", "oidc"]);
const binding = () => z.enum(["redirect", "post"]);
const signatureAlgorithm = () => z.enum(["rsa-sha256", "rsa-sha384", "rsa-sha512"]);
const nameIdFormat = () => z.enum(nameIdFormats);
/** The URN or its last part. */
const nameIdFormatInput = () =>
  z.pipe(
    z.string().check(
      z.maxLength(bounds.attribute),
      z.refine((text) => findNameIdFormat(text) !== undefined, {
        error: `Expected ${nameIdFormats.join(", ")}: a NameID that is the same at every sign-in`,
      }),
    ),
    z.transform((text: string) => findNameIdFormat(text) ?? nameIdFormats[0]), // never undefined: checked above
  );
const findNameIdFormat = (text: string) =>
  nameIdFormats.find((format) => format === text || format.endsWith(`:${text}`));
const authMethod = () => z.enum(["client_secret_basic", "client_secret_post"]);
const name = () => z.optional(z.string());

/** Names of the identity provider's attributes or claims for the fields of a profile. */
const ShownNames = z.object({
  email: name(),
  firstName: name(),
  lastName: name(),
  displayName: name(),
  groups: name(),
});

const SamlConfig = z.object({
  /** Null until it is given. */
  idpEntityId: z.nullable(z.string()),
  idpSsoUrl: z.nullable(z.string()),
  /** How requests are sent to `idpSsoUrl`. */
  idpSsoBinding: binding(),
  /** Always null: single logout is not supported. */
  idpSloUrl: z.null(),
  /** One or several PEM blocks; empty until one is given. */
  idpCertificate: z.string(),
  /** The expiry of the last certificate to expire; null without certificates. */
  idpCertificateExpiresAt: z.nullable(isoDate()),
  /** Where the metadata was last read from; null when it was given otherwise. */
  metadataUrl: z.nullable(z.string()),
  /** Enter it at the identity provider as the audience. */
  spEntityId: z.string(),
  /** Enter it at the identity provider as the assertion consumer service. */
  spAcsUrl: z.string(),
  spMetadataUrl: z.string(),
  nameIdFormat: z.nullable(nameIdFormat()),
  signatureAlgorithm: signatureAlgorithm(),
  /** Follows `signatureAlgorithm`. */
  digestAlgorithm: z.enum(["sha256", "sha384", "sha512"]),
  signRequest: z.boolean(),
  allowIdpInitiated: z.boolean(),
  attributeMapping: ShownNames,
});

const OidcConfig = z.object({
  /** Null until it is given. */
  issuer: z.nullable(z.string()),
  clientId: z.nullable(z.string()),
  /** The secret itself is never returned. */
  hasClientSecret: z.boolean(),
  /** Null for the issuer's own, `<issuer>/.well-known/openid-configuration`. */
  discoveryUrl: z.nullable(z.string()),
  /** Null for the one of the discovery document, like the next three. */
  authorizationUrl: z.nullable(z.string()),
  tokenUrl: z.nullable(z.string()),
  userinfoUrl: z.nullable(z.string()),
  jwksUrl: z.nullable(z.string()),
  /** Register it at the identity provider as the redirect URL. */
  redirectUrl: z.string(),
  scopes: z.array(z.string()),
  responseType: z.literal("code"),
  tokenEndpointAuthMethod: authMethod(),
  claimMapping: ShownNames,
});

const ShownMapping = z.object({ attribute: z.string(), value: z.string(), role: z.string() });

/** An organization's connection to its identity provider. Never contains the client secret. */
export const SsoConnection = z.object({
  id: idOutput("ssoConnection"),
  organizationId: z.string(),
  type: connectionType(),
  /**
   * `draft`: the configuration is incomplete. `validating`: complete, and ready for a test sign-in
   * and activation. `active`: people sign in through it. `inactive`: deactivated.
   */
  state: z.enum(["draft", "validating", "active", "inactive"]),
  name: z.string(),
  domains: z.array(z.string()),
  /** Of SAML connections only. */
  samlConfig: z.optional(SamlConfig),
  /** Of OIDC connections only. */
  oidcConfig: z.optional(OidcConfig),
  /** Whether the organization has verified at least one of the domains. */
  domainVerified: z.boolean(),
  /** The document to give to a SAML identity provider; null for OIDC. */
  spMetadataUrl: z.nullable(z.string()),
  /** Whether a first sign-in creates the user and the membership. */
  jit: z.boolean(),
  /** The organization role of members that sign in without a mapped role. */
  defaultRole: z.string(),
  roleMapping: z.array(ShownMapping),
  /** Whether a second factor that the identity provider reports counts. */
  trustMfa: z.boolean(),
  /** Where a sign-in that the identity provider started ends. */
  defaultRedirectUri: z.nullable(z.string()),
  /** When a test sign-in last passed; null after a change of the identity provider. */
  testedAt: z.nullable(isoDate()),
  /** The last successful sign-in, accurate to the hour. */
  lastSignInAt: z.nullable(isoDate()),
  projectId: z.string(),
  createdAt: isoDate(),
  updatedAt: isoDate(),
});
export type SsoConnection = z.output<typeof SsoConnection>;

/** A person at an organization's identity provider. */
export const SsoProfile = z.object({
  id: idOutput("ssoProfile"),
  connectionId: z.string(),
  connectionType: z.enum(["saml", "oidc"]),
  organizationId: z.string(),
  /** The user that the person signs in as. */
  userId: z.string(),
  /** The person's id at the identity provider: NameID or `sub`. */
  idpId: z.string(),
  /** As the identity provider sent it at the last sign-in; the user's address may be another. */
  email: z.nullable(z.string()),
  firstName: z.nullable(z.string()),
  lastName: z.nullable(z.string()),
  displayName: z.nullable(z.string()),
  groups: z.array(z.string()),
  /** The attributes or claims of the last sign-in, each as a list of texts. */
  rawAttributes: z.record(z.string(), z.array(z.string())),
  lastLoginAt: isoDate(),
  createdAt: isoDate(),
});
export type SsoProfile = z.output<typeof SsoProfile>;

const attributeName = () => z.optional(text(bounds.attribute));
const names = () =>
  z.strictObject({
    email: attributeName(),
    firstName: attributeName(),
    lastName: attributeName(),
    displayName: attributeName(),
    groups: attributeName(),
  });

const samlConfig = () =>
  z.strictObject({
    metadataUrl: z.optional(webUrl()),
    metadataXml: z.optional(
      z.string().check(z.minLength(1), z.maxLength(bounds.metadataXml, { abort: true })),
    ),
    idpEntityId: z.optional(text(bounds.entityId)),
    idpSsoUrl: z.optional(webUrl()),
    idpSsoBinding: z.optional(binding()),
    idpCertificate: z.optional(lines(bounds.certificates)),
    nameIdFormat: z.optional(z.nullable(nameIdFormatInput())),
    signatureAlgorithm: z.optional(signatureAlgorithm()),
    signRequest: z.optional(z.boolean()),
    allowIdpInitiated: z.optional(z.boolean()),
    attributeMapping: z.optional(names()),
  });

const oidcConfig = () =>
  z.strictObject({
    issuer: z.optional(webUrl()),
    clientId: z.optional(text(bounds.clientId)),
    clientSecret: z.optional(text(bounds.clientSecret)),
    discoveryUrl: z.optional(z.nullable(webUrl())),
    authorizationUrl: z.optional(z.nullable(webUrl())),
    tokenUrl: z.optional(z.nullable(webUrl())),
    userinfoUrl: z.optional(z.nullable(webUrl())),
    jwksUrl: z.optional(z.nullable(webUrl())),
    scopes: z.optional(
      z
        .array(
          z
            .string()
            .check(
              z.maxLength(bounds.scope),
              z.regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/, { error: "Expected a scope (RFC 6749)" }),
            ),
        )
        .check(z.maxLength(bounds.scopes)),
    ),
    tokenEndpointAuthMethod: z.optional(authMethod()),
    claimMapping: z.optional(names()),
  });

const domains = () => z.optional(z.array(emailDomain()).check(z.maxLength(bounds.domains)));
const mapping = () =>
  z
    .array(
      z.strictObject({
        attribute: text(bounds.attribute),
        value: text(bounds.attributeValue),
        role: roleSlug(),
      }),
    )
    .check(z.maxLength(bounds.mappings));
/** What a first sign-in does, and the roles that it gives. */
const access = () => ({
  jit: z.optional(z.boolean()),
  defaultRole: z.optional(roleSlug()),
  roleMapping: z.optional(mapping()),
  trustMfa: z.optional(z.boolean()),
  defaultRedirectUri: z.optional(z.nullable(webUrl())),
});

const inOrganization = { session: "organization", organizationKeys: true } as const;
const connectionId = { connectionId: "providerId" } as const;

export const sso = {
  /**
   * Lists the connections of the project, or of one organization, newest first. `connectionType`
   * selects SAML or OIDC connections.
   */
  listConnections: operation({
    kind: "query",
    path: "/api/auth/banata/sso/list-providers",
    permission: "sso.read",
    input: () =>
      z.strictObject({
        organizationId: z.optional(idInput("organization")),
        connectionType: z.optional(connectionType()),
        ...pageInput(),
      }),
    output: () => pageOutput(SsoConnection),
    ...inOrganization,
    inImpersonation: true,
    stepUp: false,
  }),

  /** Returns a connection, without its secrets. 404 when the project has no such connection. */
  getConnection: operation({
    kind: "query",
    path: "/api/auth/banata/sso/get-provider",
    permission: "sso.read",
    input: () => z.strictObject({ providerId: idInput("ssoConnection") }),
    output: () => SsoConnection,
    ...inOrganization,
    inImpersonation: true,
    stepUp: false,
    client: { parameters: ["connectionId"], names: connectionId },
  }),

  /**
   * Creates a connection between an organization and its identity provider. It is a `draft` until
   * the identity provider is configured (SAML: `idpEntityId`, `idpSsoUrl` and `idpCertificate`, or
   * metadata with all three; OIDC: `issuer`, `clientId` and `clientSecret`), and then `validating`;
   * see `activateConnection`. The response has what to enter at the identity provider: `spEntityId`
   * and `spAcsUrl`, or `redirectUrl`.
   *
   * `samlConfig.metadataUrl` (https, read once, at this call) or `metadataXml` (at most 256 KB) fill
   * in what is not given beside them. `idpCertificate` is up to ten PEM blocks; any of them may
   * sign. 422 for a certificate with an RSA key below 2,048 bits, or of another kind than RSA and
   * P-256/384/521. Reading metadata takes a request to another server, so in process it needs an
   * action.
   *
   * `oidcConfig.issuer` must be the issuer of one tenant: 422 `shared_issuer` for Entra's `common`,
   * `organizations` and `consumers`. Endpoints come from the discovery document unless given.
   *
   * `domains` (at most 20) route people to the connection once the organization has verified them.
   * `roleMapping` (at most 50) gives organization roles by attribute; `defaultRole` (default
   * `member`) applies when none matches. The caller must hold the permissions of all those roles
   * (403), and only an owner or a key with full access can map `owner`. Project roles cannot be
   * mapped (422). The caller must also hold every permission that a member of the organization holds
   * (403), because a connection decides who signs in as them. `jit` (default true) lets a first sign-in create the user and the membership.
   * 409 `conflict` when the organization has 20 connections.
   */
  createConnection: operation({
    kind: "mutation",
    path: "/api/auth/banata/sso/register",
    permission: "sso.create",
    input: () =>
      z.strictObject({
        organizationId: idInput("organization"),
        type: connectionType(),
        name: text(bounds.name),
        domain: z.optional(emailDomain()),
        domains: domains(),
        samlConfig: z.optional(samlConfig()),
        oidcConfig: z.optional(oidcConfig()),
        ...access(),
      }),
    output: () => SsoConnection,
    events: ["sso.connection.created"],
    prepares: "samlMetadata",
    ...inOrganization,
    inImpersonation: false,
    stepUp: true,
  }),

  /**
   * Updates the given fields; `samlConfig` and `oidcConfig` may have parts of theirs. `domains`,
   * `roleMapping`, `scopes`, `attributeMapping` and `claimMapping` replace the whole value. The
   * caller must hold the permissions of every role that the connection gives, before and after
   * (403). For another `samlConfig`, `oidcConfig` or `domains` it must hold every permission that a
   * member of the organization holds (403), because a connection decides who signs in as them.
   *
   * `active` activates or deactivates, see `activateConnection` and `deactivateConnection`. A
   * change of `idpEntityId`, `issuer`, `clientId` or an OIDC endpoint voids the test sign-in, and an
   * active connection becomes `validating`. The sessions of a connection that is no longer active end. 409 `conflict` when that, or `active: false`, ends the
   * use of an active connection while its organization has `ssoEnforced` on, unless `force`.
   *
   * With `expectedUpdatedAt` (the `updatedAt` of the connection as it was read, in epoch milliseconds),
   * 409 `conflict` if it was changed since, so that a list made from an old one undoes nothing.
   *
   * 422 for a new `issuer`, `discoveryUrl` or `tokenUrl` without `clientSecret`, which would be sent
   * there.
   */
  updateConnection: operation({
    kind: "mutation",
    path: "/api/auth/banata/sso/update-provider",
    permission: "sso.update",
    input: () =>
      z.strictObject({
        providerId: idInput("ssoConnection"),
        name: z.optional(text(bounds.name)),
        domain: z.optional(emailDomain()),
        domains: domains(),
        samlConfig: z.optional(samlConfig()),
        oidcConfig: z.optional(oidcConfig()),
        ...access(),
        active: z.optional(z.boolean()),
        force: z.optional(z.boolean()),
        expectedUpdatedAt: z.optional(epochInput()),
      }),
    output: () => SsoConnection,
    events: [
      "sso.connection.updated",
      "sso.connection.activated",
      "sso.connection.deactivated",
      "session.revoked",
    ],
    prepares: "samlMetadata",
    ...inOrganization,
    inImpersonation: false,
    stepUp: true,
    client: { names: connectionId },
  }),

  /**
   * Deletes a connection with the profiles of the people who signed in through it, and ends the
   * sessions that it made. Users and memberships stay. 409 `conflict` for an active connection while
   * its organization has `ssoEnforced` on, unless `force`.
   */
  deleteConnection: operation({
    kind: "mutation",
    path: "/api/auth/banata/sso/delete-provider",
    permission: "sso.delete",
    input: () =>
      z.strictObject({
        providerId: idInput("ssoConnection"),
        force: z.optional(z.boolean()),
      }),
    output: () => ok(),
    events: ["sso.connection.deleted", "session.revoked"],
    ...inOrganization,
    inImpersonation: false,
    stepUp: true,
    client: { parameters: ["connectionId"], names: connectionId, returns: null },
  }),

  /**
   * Removes the link between a user and the person at the identity provider who signs in as the
   * user through this connection. The sessions that the link made end, and sign-ins through it that
   * wait for a second factor, and codes for `getProfileAndToken`, no longer work. The user and the
   * membership stay.
   *
   * The next sign-in of that person is a first one again: it finds the user by the address, so the
   * user can then be linked to another person of the identity provider. To keep a person out, remove
   * the member or ban the user. 404 when the user has no profile of this connection; 403 when the
   * caller does not hold what the user's roles in the organization grant.
   */
  unlinkProfile: operation({
    kind: "mutation",
    path: "/api/auth/banata/sso/unlink-profile",
    permission: "sso.update",
    input: () => z.strictObject({ providerId: idInput("ssoConnection"), userId: idInput("user") }),
    output: () => ok(),
    events: ["account.unlinked", "session.revoked"],
    ...inOrganization,
    inImpersonation: false,
    stepUp: true,
    client: { names: connectionId, returns: null },
  }),

  /**
   * Starts a sign-in through SSO for a server of the app. Send the browser to `url`, which works
   * once and for 10 minutes; it continues at the identity provider.
   *
   * The sign-in ends at `callbackURL` with `code`, for `getProfileAndToken`, and with `state`, if
   * given, unchanged. `callbackURL` must be registered as a redirect URI of an enabled auth client
   * that offers SSO (422). If the identity provider or a rule refuses the person, a page of the
   * runtime says so, with a code that `auditLogs.listEvents({ targetId })` finds.
   *
   * `providerId` selects the connection; or else `organizationId`, its oldest active one; or else
   * `domain`, the connection of the organization that has verified it. `issuer`, the issuer or
   * entity id of the identity provider, narrows the choice. 404 without an active connection; 409
   * `not_available` while the project has SSO disabled. `loginHint` is passed to an OIDC provider.
   *
   * Browsers call the same path without a key; their sign-in ends as a session.
   */
  getAuthorizationUrl: operation({
    kind: "mutation",
    path: "/api/auth/sign-in/sso",
    permission: "sso.sign_in",
    session: "none",
    input: () =>
      z.strictObject({
        providerId: z.optional(idInput("ssoConnection")),
        organizationId: z.optional(idInput("organization")),
        domain: z.optional(emailDomain()),
        issuer: z.optional(text(1_024)),
        loginHint: z.optional(text(320)),
        callbackURL: text(2_048),
        state: z.optional(text(2_048)),
      }),
    output: () => z.object({ url: z.string() }),
    repeatable: true,
    organizationKeys: true,
    client: {
      names: {
        connectionId: "providerId",
        redirectUri: "callbackURL",
        provider: "issuer",
        domainHint: "domain",
      },
    },
  }),

  /**
   * Exchanges the code of a sign-in for the person's profile. A code works once and for 60 seconds,
   * and only for its project, connection and redirect URI: 422 for any other, and for a user who may
   * no longer sign in through the connection.
   *
   * `accessToken` is a signed token about the profile for services of the app. It is valid for 15
   * minutes, and its signature verifies with the project's key set. It is no session: neither this
   * API nor Convex accepts it. `sub` is the profile's id, `aud` is `sso:<connection id>`.
   */
  getProfileAndToken: operation({
    kind: "mutation",
    path: "/api/auth/banata/sso/token",
    permission: "sso.sign_in",
    session: "none",
    input: () => z.strictObject({ code: text(128) }),
    output: () => z.object({ profile: SsoProfile, accessToken: z.string() }),
    repeatable: true,
    organizationKeys: true,
  }),

  /**
   * Starts the test sign-in of a completely configured connection, which need not be active. Open
   * `url` in a browser within 10 minutes and sign in at the identity provider: a page shows what it
   * sent, or the rule that refused it. The test creates no user and no session; a connection that
   * has passed it can be activated. 409 `conflict` for a draft.
   */
  testConnection: operation({
    kind: "mutation",
    path: "/api/auth/banata/sso/test",
    permission: "sso.update",
    input: () => z.strictObject({ providerId: idInput("ssoConnection") }),
    output: () => z.object({ url: z.string() }),
    repeatable: true,
    organizationKeys: true,
    session: "organization",
    inImpersonation: false,
    stepUp: true,
    client: { parameters: ["connectionId"], names: { connectionId: "providerId" } },
  }),
};

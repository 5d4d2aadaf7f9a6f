import { defineTable } from "convex/server";
import { v } from "convex/values";
import { storedMapping, storedOidc, storedSaml } from "./fields";

const nullable = { number: v.union(v.number(), v.null()), text: v.union(v.string(), v.null()) };

export const ssoTables = {
  /**
   * An organization's connection to its identity provider. Written by operations, by a passed test
   * sign-in, and at most once an hour by a sign-in, so that sign-ins do not wait for each other.
   */
  ssoConnections: defineTable({
    projectId: v.string(),
    id: v.string(),
    organizationId: v.string(),
    type: v.union(v.literal("saml"), v.literal("oidc")),
    name: v.string(),
    /** As entered, normalized; each has its row in `ssoConnectionDomains`. */
    domains: v.array(v.string()),
    /**
     * `draft`: the configuration is incomplete. `validating`: complete, but not yet active.
     * `active`: people sign in through it. `inactive`: switched off, after it was active.
     */
    state: v.union(
      v.literal("draft"),
      v.literal("validating"),
      v.literal("active"),
      v.literal("inactive"),
    ),
    /** Set for `saml` only. */
    saml: v.union(storedSaml, v.null()),
    /** Set for `oidc` only. */
    oidc: v.union(storedOidc, v.null()),
    /** Of an OIDC connection; null until it is given. */
    sealedClientSecret: nullable.text,
    /** Counts the client secrets that it has had (secrets.ts). */
    secretVersion: v.number(),
    /** Whether a first sign-in creates the user and the membership. */
    jit: v.boolean(),
    /** The organization role of members that a first sign-in creates; null for `member`. */
    defaultRole: nullable.text,
    roleMapping: v.array(storedMapping),
    /** Whether a second factor that the identity provider reports counts. */
    trustMfa: v.boolean(),
    /** Where a sign-in that the identity provider started ends. */
    defaultRedirectUri: nullable.text,
    /**
     * Counts the changes of the identity provider: a test sign-in proves only the version that it
     * was started under.
     */
    version: v.number(),
    /** When a test sign-in last passed under this version; null when none has. */
    testedAt: nullable.number,
    /** The last successful sign-in, accurate to the hour: recordSignIn in signIns.ts writes it. */
    lastSignInAt: v.optional(v.number()),
    /**
     * The last sign-in that ended as a session, accurate to the hour; absent since a change of what
     * the connection trusts. `ssoEnforced` can be turned on within a day of it.
     */
    lastSessionAt: v.optional(v.number()),
    /** The expiry of the last certificate to expire; null without certificates. */
    certificateExpiresAt: nullable.number,
    /** When the reminder of that expiry is due; absent when it was recorded, or there is none. */
    certificateRemindAt: v.optional(v.number()),
    createdAt: v.number(),
    updatedAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("byOrganization", ["projectId", "organizationId", "id"])
    .index("byType", ["projectId", "type", "id"])
    .index("byState", ["projectId", "state"])
    .index("byOrganizationType", ["projectId", "organizationId", "type", "id"])
    // Of all projects, for the sweep (expiry/sweep.ts).
    .index("allByCertificateRemindAt", ["certificateRemindAt"]),

  /**
   * A domain of a connection. Several organizations may enter the same domain; sign-in routes to
   * the one that has verified it, hence the organization in the index.
   */
  ssoConnectionDomains: defineTable({
    projectId: v.string(),
    domain: v.string(),
    organizationId: v.string(),
    connectionId: v.string(),
  })
    .index("byDomain", ["projectId", "domain", "organizationId", "connectionId"])
    .index("byConnection", ["projectId", "connectionId", "domain"]),

  /**
   * The service provider's RSA key of a SAML connection: signs requests and decrypts assertions.
   * Created in an HTTP action when it is first needed, because transactions cannot generate keys.
   */
  ssoKeys: defineTable({
    projectId: v.string(),
    connectionId: v.string(),
    /** Self-signed, PEM, for the metadata. */
    certificate: v.string(),
    /** PKCS #8 PEM. */
    sealedPrivateKey: v.string(),
    createdAt: v.number(),
  }).index("byConnection", ["projectId", "connectionId"]),

  /**
   * The signing keys of an OIDC connection's issuer, fetched again for an unknown key id and at
   * most once a minute.
   */
  ssoKeySets: defineTable({
    projectId: v.string(),
    connectionId: v.string(),
    /** Where they were fetched from. */
    url: v.string(),
    /** JSON text of the JWK set. */
    keys: v.string(),
    fetchedAt: v.number(),
    /** JSON text of the issuer's metadata (oidc/issuer.ts), of this `version` of the connection. */
    metadata: v.optional(v.string()),
    metadataVersion: v.optional(v.number()),
    metadataFetchedAt: v.optional(v.number()),
  }).index("byConnection", ["projectId", "connectionId"]),

  /**
   * A sign-in in progress, from the start page until its session or profile code exists. Deleted
   * when it is used, and when it expires.
   */
  ssoStarts: defineTable({
    projectId: v.string(),
    connectionId: v.string(),
    organizationId: v.string(),
    /**
     * `session`: ends as a sign-in of the browser. `profile`: ends at `redirectUri` with a code for
     * `getProfileAndToken`. `test`: the administrator's test sign-in, which creates nothing.
     */
    flow: v.union(v.literal("session"), v.literal("profile"), v.literal("test")),
    /** SHA-256 of the id in the start page's URL, hex. */
    startHash: v.string(),
    /** SHA-256 of RelayState or of `state` towards the identity provider, hex. */
    stateHash: v.string(),
    /** SHA-256 of the AuthnRequest's ID, hex; SAML only. */
    requestHash: v.optional(v.string()),
    /** SHA-256 of the cookie that the start page has set, hex; absent until it was opened. */
    cookieHash: v.optional(v.string()),
    /** SHA-256 of the one-time id in the redirect after the response, hex. */
    completionHash: v.optional(v.string()),
    /** OIDC only. */
    nonce: v.optional(v.string()),
    /** The PKCE verifier; OIDC only. */
    sealedVerifier: v.optional(v.string()),
    redirectUri: v.string(),
    /** Where the app wants to be told of a refusal; a page of the runtime tells the person if absent. */
    errorUri: v.optional(v.string()),
    /** Where the first sign-in of a new user ends, instead of `redirectUri`. */
    newUserUri: v.optional(v.string()),
    /** Of the URL that it was begun at; paths in that request are of it. Absent without a browser. */
    origin: v.optional(v.string()),
    /** Begun by a page that keeps its cookies (signIn/social/carriedFlow.ts). */
    ofCarriedFlow: v.optional(v.boolean()),
    /** The only request that may continue, set while it asks the identity provider. */
    claimedBy: v.optional(v.string()),
    /** The caller's own `state`, returned to `redirectUri` unchanged. */
    state: v.optional(v.string()),
    loginHint: v.optional(v.string()),
    domainHint: v.optional(v.string()),
    /** The auth client that `redirectUri` belongs to. */
    clientId: nullable.text,
    /** `version` of the connection at the start; a response for another one is refused. */
    connectionVersion: v.number(),
    /**
     * The verified response, as JSON text, between the response and the redirect that follows it,
     * which proves the browser.
     */
    sealedResult: v.optional(v.string()),
    expiresAt: v.number(),
    createdAt: v.number(),
  })
    .index("byStart", ["projectId", "startHash"])
    .index("byState", ["projectId", "connectionId", "stateHash"])
    .index("byRequest", ["projectId", "connectionId", "requestHash"])
    .index("byCompletion", ["projectId", "completionHash"])
    .index("byConnection", ["projectId", "connectionId"])
    // Of all projects, for the purge (purge.ts).
    .index("allByExpiresAt", ["expiresAt"]),

  /** Ids of assertions that were accepted, until the assertion ends: each is accepted once. */
  ssoAssertions: defineTable({
    projectId: v.string(),
    connectionId: v.string(),
    /** SHA-256 of the assertion's ID, hex. */
    assertionHash: v.string(),
    expiresAt: v.number(),
  })
    .index("byAssertion", ["projectId", "connectionId", "assertionHash"])
    // Of all projects, for the purge (purge.ts).
    .index("allByExpiresAt", ["expiresAt"]),

  /** A person at an identity provider, and the user that the person signs in as. */
  ssoProfiles: defineTable({
    projectId: v.string(),
    id: v.string(),
    connectionId: v.string(),
    organizationId: v.string(),
    /** SHA-256 of `idpId`, hex: an identity provider chooses its length. */
    subjectHash: v.string(),
    /** NameID or `sub`. */
    idpId: v.string(),
    userId: v.string(),
    /** Lowercase; null when the identity provider sent none. */
    email: nullable.text,
    firstName: nullable.text,
    lastName: nullable.text,
    displayName: nullable.text,
    groups: v.array(v.string()),
    /** JSON text of the last response's attributes or claims. */
    rawAttributes: v.string(),
    /** Roles that the last sign-in granted, so that the next one can remove them. */
    mappedRoles: v.array(v.string()),
    lastLoginAt: v.number(),
    createdAt: v.number(),
  })
    .index("byProjectId", ["projectId", "id"])
    .index("bySubject", ["projectId", "connectionId", "subjectHash"])
    .index("byUser", ["projectId", "userId", "connectionId"])
    .index("byConnection", ["projectId", "connectionId", "id"]),

  /** Deleted connections whose profiles are not all deleted; a cron resumes after a failed batch. */
  ssoDeletions: defineTable({ projectId: v.string(), connectionId: v.string() }).index(
    "byConnection",
    ["projectId", "connectionId"],
  ),

  /** Where to continue ending the sessions of many users (endings.ts). */
  ssoEndings: defineTable({
    projectId: v.string(),
    /** Empty for the users with project roles. */
    connectionId: v.string(),
    /** Of a connection, only sessions that began before, in epoch milliseconds. */
    before: v.number(),
    /** The project role of the last user; empty for a connection. */
    role: v.string(),
    /** The last user's id, or the id of a connection's last profile. */
    after: v.string(),
  }).index("byConnection", ["projectId", "connectionId"]),

  /** Codes for `getProfileAndToken`, valid once and for 60 seconds. */
  ssoCodes: defineTable({
    projectId: v.string(),
    /** SHA-256 of the code, hex. */
    codeHash: v.string(),
    connectionId: v.string(),
    profileId: v.string(),
    redirectUri: v.string(),
    clientId: nullable.text,
    expiresAt: v.number(),
  })
    .index("byCode", ["projectId", "codeHash"])
    .index("byConnection", ["projectId", "connectionId"])
    // Of all projects, for the purge (purge.ts).
    .index("allByExpiresAt", ["expiresAt"]),
};

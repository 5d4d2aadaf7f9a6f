import * as z from "zod/mini";
import { operation } from "../../wire/operation";
import { emailDomain, idInput, idOutput, isoDate, text } from "../../wire/fields";

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

export const ssoSignIn = {
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
   * and only for its project, connection and redirect URI: 422 for any other.
   *
   * `accessToken` is a signed token about the profile for services of the app. It is valid for 15
   * minutes, and its signature verifies with the project's key set. It is no session: neither this
   * API nor Convex accepts it. `sub` is the profile's id, `aud` is `sso:<connection id>`.
   */
  getProfileAndToken: operation({
    kind: "mutation",
    path: "/api/auth/banata/sso/token",
    permission: "sso.sign_in",
    input: () => z.strictObject({ code: text(128) }),
    output: () => z.object({ profile: SsoProfile, accessToken: z.string() }),
    repeatable: true,
    organizationKeys: true,
  }),

  /**
   * Starts the test sign-in of a completely configured connection, which need not be active. Open
   * `url` in a browser within 10 minutes and sign in at the identity provider: a page shows what it
   * sent. The test creates no user and no session; a connection that has passed it can be activated.
   * 409 `conflict` for a draft.
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
    client: { parameters: ["connectionId"], names: { connectionId: "providerId" } },
  }),
};

import * as z from "zod/mini";
import { operation } from "../wire/operation";
import { emailDomain, epochMilliseconds, idInput, text } from "../wire/fields";
import { webOrigin } from "../authClients/fields";
import { Branding, brandingInput } from "../wire/branding";
import { providerIssuer, tenant } from "./fields";
import { socialProviderIds, type SocialProviderId } from "../core/socialProviders";

const flags = <const K extends string>(names: readonly K[]) =>
  Object.fromEntries(names.map((name) => [name, z.boolean()])) as {
    [N in K]: z.ZodMiniBoolean<boolean>;
  }; // one entry per name
const anyOf = <S extends Record<string, z.ZodMiniType>>(shape: S) =>
  z.partial(z.strictObject(shape));
const seconds = (least: number, most: number) =>
  z.number().check(z.int(), z.minimum(least), z.maximum(most));
const length = (least: number, most: number) =>
  z.number().check(z.int(), z.minimum(least), z.maximum(most));

const DAY_SECONDS = 86_400;
const authMethods = flags([
  "sso",
  "emailPassword",
  "passkey",
  "magicLink",
  "emailOtp",
  "twoFactor",
  "organization",
  "anonymous",
  "username",
]);
/** The client's type accepts any string: the list grows with newer runtimes. */
const provider = z.enum(socialProviderIds) as unknown as z.ZodMiniType<
  SocialProviderId,
  SocialProviderId | (string & {})
>;

export const RuntimeAuthConfig = z.object({
  authMethods: z.object(authMethods),
  emailPassword: z.object({
    requireEmailVerification: z.boolean(),
    autoSignIn: z.boolean(),
    minPasswordLength: z.number(),
    maxPasswordLength: z.number(),
    refuseBreached: z.boolean(),
  }),
  /** Every supported provider. */
  socialProviders: z.record(z.string(), z.object({ enabled: z.boolean() })),
  features: z.object(
    flags([
      "hostedUi",
      "signUp",
      "mfa",
      "localization",
      "automaticLinking",
      "secondFactorAfterSocial",
      "secondFactorAfterSso",
      "ssoForProjectRoles",
      "mailedSecondFactor",
    ]),
  ),
  /** Durations in seconds. */
  sessions: z.object({
    maxSessionLength: z.number(),
    accessTokenDuration: z.number(),
    inactivityTimeout: z.number(),
    corsOrigins: z.array(z.string()),
  }),
  passkeys: z.object({ rpId: z.nullable(z.string()), relatedOrigins: z.boolean() }),
  branding: Branding,
});
export type RuntimeAuthConfig = z.output<typeof RuntimeAuthConfig>;

export const SocialProvider = z.object({
  clientId: z.string(),
  tenantId: z.nullable(z.string()),
  issuer: z.nullable(z.string()),
  hasClientSecret: z.boolean(),
  enabled: z.boolean(),
  updatedAt: epochMilliseconds(),
});
export type SocialProvider = z.output<typeof SocialProvider>;
const providers = z.record(z.string(), SocialProvider);

export const AuthConfig = z.object(flags(["roleAssignment", "multipleRoles", "apiKeyPermissions"]));

export const PublicConfig = z.object({
  clientId: z.string(),
  clientName: z.string(),
  projectName: z.string(),
  /** The project's enabled methods, limited to those that this client may use. */
  authMethods: z.object(authMethods),
  /** The providers to show a button for. */
  socialProviders: z.array(z.string()),
  emailPassword: z.object({
    requireEmailVerification: z.boolean(),
    minPasswordLength: z.number(),
    maxPasswordLength: z.number(),
  }),
  features: z.object(flags(["signUp", "mfa"])),
  branding: Branding,
});
export type PublicConfig = z.output<typeof PublicConfig>;

export const configuration = {
  /**
   * Returns the project's sign-in configuration, with defaults for everything that was never set.
   */
  getDashboardConfig: operation({
    kind: "query",
    path: "/api/auth/banata/config/dashboard",
    permission: "config.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({}),
    output: () => RuntimeAuthConfig,
    client: { parameters: ["projectId"] },
  }),

  /**
   * Updates the given fields, at any depth, and returns the whole configuration. Durations are
   * whole seconds: `accessTokenDuration` 60 to 86,400 (a day), the others 300 to 31,536,000 (a
   * year). Passwords have at least 8 characters, counted as code points of their NFKC form.
   *
   * Warning: NIST SP 800-63B-4 (3.1.1.2) requires at least 15 characters where a password is the
   * only factor. The default `minPasswordLength` of 8 is only acceptable together with a second
   * factor: choose 15 or more, or require a second factor with `features.mfa`.
   *
   * While `requireEmailVerification` is off (the default), signing up with an address that already
   * has an account returns 422 `USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL`, which reveals that the
   * account exists. When it is on, the response is the same for every address, and the owner of the
   * mailbox is notified. Turn it on where the existence of accounts must stay private.
   *
   * 422 for contradictory fields: `minPasswordLength` above `maxPasswordLength`,
   * `inactivityTimeout` above `maxSessionLength`, or `mfa` without `twoFactor`. `socialProviders`
   * turns providers on and off; 409 `conflict` for a provider without credentials.
   *
   * With `hostedUi: true`, the runtime serves pages for signing in below `/p/<project>`, if the
   * deployment's `BANATA_AUTH_PAGES` names `hosted`. With `localization: true`, they are in the
   * visitor's language (English or German), otherwise in English. A social provider's account with
   * the verified address of a user who is not linked to it is linked after a sign-in by other means
   * and a question; with `automaticLinking: true`, or where the user has no other means, at once.
   *
   * With `secondFactorAfterSocial: false`, a sign-in through a social provider skips the user's
   * second factor; the session then counts as single-factor, so organizations with `requireMfa`
   * reject it. With `mailedSecondFactor: true`, a code mailed to the user's own address is accepted
   * as a second factor, but only after a password, never after a magic link or another mailed code.
   *
   * With `secondFactorAfterSso: false`, the same applies to a sign-in through an organization's SSO
   * connection. A second factor that the identity provider has checked counts only if the connection
   * has `trustMfa`. With `ssoForProjectRoles: true`, users with project roles such as `admin` may
   * sign in through a connection, so the administrators of the identity provider can act as them;
   * turning it off ends their sessions through connections.
   *
   * `passkeys.rpId` is the domain to which passkeys are bound (the RP ID of WebAuthn), so that one
   * passkey works on all hosts below it; null, the default, binds each to the host of its page. 422
   * if a trusted origin is on another domain, unless `relatedOrigins` is true; browsers then read
   * `https://<rpId>/.well-known/webauthn`, which must answer what the runtime answers at
   * `/p/<project>/.well-known/webauthn`. Passkeys cannot be moved to another domain: 409 `conflict`
   * says how many would stop working, unless `passkeys.force` is true. Pages on loopback hosts use
   * their own host.
   */
  saveDashboardConfig: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/dashboard/save",
    permission: "config.update",
    session: "project",
    stepUp: false,
    input: () =>
      anyOf({
        authMethods: anyOf(authMethods),
        emailPassword: anyOf({
          requireEmailVerification: z.boolean(),
          autoSignIn: z.boolean(),
          minPasswordLength: length(8, 128),
          maxPasswordLength: length(64, 256),
          refuseBreached: z.boolean(),
        }),
        socialProviders: z.partialRecord(
          z.enum(socialProviderIds),
          anyOf({ enabled: z.boolean() }),
        ),
        features: anyOf({
          signUp: z.boolean(),
          mfa: z.boolean(),
          hostedUi: z.boolean(),
          localization: z.boolean(),
          automaticLinking: z.boolean(),
          secondFactorAfterSocial: z.boolean(),
          secondFactorAfterSso: z.boolean(),
          ssoForProjectRoles: z.boolean(),
          mailedSecondFactor: z.boolean(),
        }),
        sessions: anyOf({
          maxSessionLength: seconds(300, 365 * DAY_SECONDS),
          accessTokenDuration: seconds(60, DAY_SECONDS),
          inactivityTimeout: seconds(300, 365 * DAY_SECONDS),
          corsOrigins: z.array(webOrigin()).check(z.maxLength(50)),
        }),
        passkeys: anyOf({
          rpId: z.nullable(emailDomain()),
          relatedOrigins: z.boolean(),
          force: z.boolean(),
        }),
        branding: anyOf(brandingInput),
      }),
    output: () => RuntimeAuthConfig,
    events: ["config.updated", "session.revoked"],
  }),

  /**
   * Returns the project's applications at social providers, by provider. Secrets are never
   * returned; `hasClientSecret` tells whether one is stored.
   */
  getSocialProviderCredentials: operation({
    kind: "query",
    path: "/api/auth/banata/config/social-providers/get",
    permission: "config.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({}),
    output: () => z.object({ providers }),
    client: { parameters: ["projectId"], returns: "providers" },
  }),

  /**
   * Adds the project's application at a social provider, or updates the given fields of it. A new
   * application is enabled unless `enabled: false`. The secret is stored encrypted and never
   * returned. `tenantId` applies to microsoft (default `common`) and `issuer` to gitlab (default
   * gitlab.com); `null` restores the default.
   *
   * 422 if `clientSecret` is missing for a new application, or if `issuer` changes without it: a
   * secret is only ever sent to the issuer it was provided for.
   */
  saveSocialProviderCredential: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/social-providers/save",
    permission: "config.update",
    session: "project",
    stepUp: true,
    input: () =>
      z.strictObject({
        providerId: provider,
        clientId: text(512),
        clientSecret: z.optional(text(4096)),
        tenantId: z.optional(z.nullable(tenant())),
        issuer: z.optional(z.nullable(providerIssuer())),
        enabled: z.optional(z.boolean()),
      }),
    output: () => z.object({ config: RuntimeAuthConfig, providers }),
    events: ["config.social_provider_saved"],
  }),

  /**
   * Deletes the project's application at a social provider, including its secret. Users can no
   * longer sign in with that provider. 404 if there is none.
   */
  deleteSocialProviderCredential: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/social-providers/delete",
    permission: "config.update",
    session: "project",
    stepUp: true,
    input: () => z.strictObject({ providerId: provider }),
    output: () => z.object({ config: RuntimeAuthConfig, providers }),
    events: ["config.social_provider_deleted"],
    client: { parameters: ["providerId", "projectId"] },
  }),

  /**
   * Returns the branding of sign-in pages and e-mails. Text fields are `""` if unset;
   * `borderRadius` is in pixels.
   */
  getBrandingConfig: operation({
    kind: "query",
    path: "/api/auth/banata/config/branding/get",
    permission: "config.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({}),
    output: () => Branding,
    client: { parameters: ["projectId"] },
  }),

  /**
   * Updates the given fields; `""` clears one. Colors are `#rgb`, `#rrggbb` or `#rrggbbaa`.
   * `customCss` has at most 10,000 characters and must not load resources (no `@import`, no
   * `url()`). `logoUrl` must use https.
   */
  saveBrandingConfig: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/branding/save",
    permission: "config.update",
    session: "project",
    stepUp: false,
    input: () => anyOf(brandingInput),
    output: () => Branding,
    events: ["config.updated"],
  }),

  /** Returns which roles and permissions can be granted. */
  getAuthConfiguration: operation({
    kind: "query",
    path: "/api/auth/banata/config/auth-config/get",
    permission: "config.read",
    session: "project",
    stepUp: false,
    input: () => z.strictObject({}),
    output: () => AuthConfig,
    client: { parameters: ["projectId"] },
  }),

  /**
   * Updates the given fields. Existing roles and permissions are not revoked.
   *
   * With `roleAssignment: false`, giving a user, member or invitation any role but the default one
   * fails with 409 `not_available`; with `multipleRoles: false`, giving more than one role fails
   * with 422. With `apiKeyPermissions: false`, giving a key a different list of permissions fails
   * with 409 `not_available`; callers with full access can still create keys with full access. The
   * error names the field, `role` or `permissions`.
   */
  saveAuthConfiguration: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/auth-config/save",
    permission: "config.update",
    session: "project",
    stepUp: false,
    input: () =>
      anyOf({
        roleAssignment: z.boolean(),
        multipleRoles: z.boolean(),
        apiKeyPermissions: z.boolean(),
      }),
    output: () => AuthConfig,
    events: ["config.updated"],
  }),

  /**
   * Returns what a client's sign-in page needs: the sign-in methods that it may offer, the password
   * policy and the branding. Readable from any origin. 404 if the client does not exist or is
   * disabled.
   */
  getPublicConfig: operation({
    kind: "query",
    path: "/api/auth/banata/config/public",
    permission: null,
    session: "none",
    public: true,
    input: () => z.strictObject({ clientId: idInput("client") }),
    output: () => PublicConfig,
    client: { parameters: ["clientId"] },
  }),
};

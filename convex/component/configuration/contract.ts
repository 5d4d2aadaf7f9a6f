import * as z from "zod/mini";
import { operation } from "../wire/operation";
import { epochMilliseconds, idInput, text } from "../wire/fields";
import { webOrigin } from "../authClients/fields";
import {
  cssColor,
  fontFamily,
  httpsUrlOrEmpty,
  providerIssuer,
  styleSheet,
  tenant,
} from "./fields";
import { socialProviderIds } from "../core/socialProviders";

const flags = <const K extends string>(names: readonly K[]) =>
  Object.fromEntries(names.map((name) => [name, z.boolean()])) as { [N in K]: z.ZodMiniBoolean }; // an entry for each name
const anyOf = <S extends Record<string, z.ZodMiniType>>(shape: S) =>
  z.partial(z.strictObject(shape));
const seconds = (least: number, most: number) =>
  z.number().check(z.int(), z.minimum(least), z.maximum(most));
const length = (least: number, most: number) =>
  z.number().check(z.int(), z.minimum(least), z.maximum(most));

const DAY = 86_400;
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
const provider = z.enum(socialProviderIds);

export const Branding = z.object({
  primaryColor: z.string(),
  bgColor: z.string(),
  borderRadius: z.number(),
  darkMode: z.boolean(),
  customCss: z.string(),
  font: z.string(),
  logoUrl: z.string(),
});
const brandingInput = {
  primaryColor: cssColor(),
  bgColor: cssColor(),
  borderRadius: z.number().check(z.minimum(0), z.maximum(64)),
  darkMode: z.boolean(),
  customCss: styleSheet(),
  font: fontFamily(),
  logoUrl: httpsUrlOrEmpty(),
};

export const RuntimeAuthConfig = z.object({
  authMethods: z.object(authMethods),
  emailPassword: z.object({
    requireEmailVerification: z.boolean(),
    autoSignIn: z.boolean(),
    minPasswordLength: z.number(),
    maxPasswordLength: z.number(),
    refuseBreached: z.boolean(),
  }),
  /** All that there are, by provider. */
  socialProviders: z.record(z.string(), z.object({ enabled: z.boolean() })),
  features: z.object(
    flags([
      "hostedUi",
      "signUp",
      "mfa",
      "localization",
      "secondFactorAfterSocial",
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
  /** What this client may use of what the project has switched on. */
  authMethods: z.object(authMethods),
  /** Providers to show a button for. */
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
   * Answers how people sign in to the project: what was chosen, and the defaults wherever nothing
   * was.
   */
  getDashboard: operation({
    kind: "query",
    path: "/api/auth/banata/config/dashboard",
    permission: "config.read",
    input: z.strictObject({}),
    output: RuntimeAuthConfig,
  }),

  /**
   * Changes the fields that are given, in any depth, and answers the whole. Durations are whole
   * seconds: `accessTokenDuration` 60 to 86,400 (a day), the others 300 to 31,536,000 (a year).
   * Passwords have at least 8 characters, counted as code points of their NFKC form.
   *
   * Warning: NIST SP 800-63B-4 (3.1.1.2) asks for at least 15 characters where a password is all
   * that a user signs in with. `minPasswordLength` is 8 by default, which it allows only beside a
   * second factor: choose 15 or more, or require one with `features.mfa`.
   *
   * While `requireEmailVerification` is off (the default), signing up answers differently for an
   * address that has an account (422 `USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL`), so anybody can find
   * out which addresses do. With it on, the answer is the same for every address, and the owner of
   * the mailbox hears of it. Switch it on where that must stay private.
   *
   * 422 for fields that contradict each other: `minPasswordLength` above `maxPasswordLength`,
   * `inactivityTimeout` above `maxSessionLength`, `mfa` without `twoFactor`. `socialProviders`
   * switches providers on and off; 409 `conflict` for one without credentials. 409 `not_available`
   * for `hostedUi` and `localization`, which are always false here.
   *
   * `secondFactorAfterSocial: false` lets a social provider's sign-in skip the user's second factor;
   * the session then counts as one factor, so organizations with `requireMfa` refuse it.
   * `mailedSecondFactor: true` also accepts a code mailed to the user's own address; it counts as a
   * second factor beside a password, never beside a magic link or another mailed code.
   */
  saveDashboard: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/dashboard/save",
    permission: "config.update",
    input: anyOf({
      authMethods: anyOf(authMethods),
      emailPassword: anyOf({
        requireEmailVerification: z.boolean(),
        autoSignIn: z.boolean(),
        minPasswordLength: length(8, 128),
        maxPasswordLength: length(64, 256),
        refuseBreached: z.boolean(),
      }),
      socialProviders: z.partialRecord(provider, anyOf({ enabled: z.boolean() })),
      features: anyOf({
        signUp: z.boolean(),
        mfa: z.boolean(),
        hostedUi: z.boolean(),
        localization: z.boolean(),
        secondFactorAfterSocial: z.boolean(),
        mailedSecondFactor: z.boolean(),
      }),
      sessions: anyOf({
        maxSessionLength: seconds(300, 365 * DAY),
        accessTokenDuration: seconds(60, DAY),
        inactivityTimeout: seconds(300, 365 * DAY),
        corsOrigins: z.array(webOrigin()).check(z.maxLength(50)),
      }),
      branding: anyOf(brandingInput),
    }),
    output: RuntimeAuthConfig,
    events: ["config.updated"],
  }),

  /**
   * Answers the project's applications at social providers, by provider. Secrets are never shown:
   * `hasClientSecret` says that there is one.
   */
  getSocialProviders: operation({
    kind: "query",
    path: "/api/auth/banata/config/social-providers/get",
    permission: "config.read",
    input: z.strictObject({}),
    output: z.object({ providers }),
  }),

  /**
   * Sets the project's application at a provider up, or changes the fields that are given; a new
   * one is switched on unless `enabled: false`. The secret is kept encrypted and never shown again.
   * `tenantId` is for microsoft (default `common`), `issuer` for gitlab (default gitlab.com):
   * `null` goes back to the default.
   *
   * 422 when `clientSecret` is missing for a new application, or when `issuer` changes without it:
   * a secret goes only where it was given for.
   */
  saveSocialProvider: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/social-providers/save",
    permission: "config.update",
    input: z.strictObject({
      providerId: provider,
      clientId: text(512),
      clientSecret: z.optional(text(4096)),
      tenantId: z.optional(z.nullable(tenant())),
      issuer: z.optional(z.nullable(providerIssuer())),
      enabled: z.optional(z.boolean()),
    }),
    output: z.object({ config: RuntimeAuthConfig, providers }),
    events: ["config.social_provider_saved"],
  }),

  /**
   * Forgets the project's application at a provider, with its secret. Nobody signs in with it any
   * more; 404 when there is none.
   */
  deleteSocialProvider: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/social-providers/delete",
    permission: "config.update",
    input: z.strictObject({ providerId: provider }),
    output: z.object({ config: RuntimeAuthConfig, providers }),
    events: ["config.social_provider_deleted"],
    positional: "providerId",
  }),

  /**
   * Answers what sign-in pages and mail look like. A text is `""` where nothing was chosen;
   * `borderRadius` is in pixels.
   */
  getBranding: operation({
    kind: "query",
    path: "/api/auth/banata/config/branding/get",
    permission: "config.read",
    input: z.strictObject({}),
    output: Branding,
  }),

  /**
   * Changes the fields that are given; `""` clears one. Colours as `#rgb`, `#rrggbb` or
   * `#rrggbbaa`; `customCss` at most 10,000 characters, which load nothing (no `@import`, no `url()`); `logoUrl` over https.
   */
  saveBranding: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/branding/save",
    permission: "config.update",
    input: anyOf(brandingInput),
    output: Branding,
    events: ["config.updated"],
  }),

  /** Answers what may be granted. */
  getAuthConfig: operation({
    kind: "query",
    path: "/api/auth/banata/config/auth-config/get",
    permission: "config.read",
    input: z.strictObject({}),
    output: AuthConfig,
  }),

  /**
   * Changes the fields that are given; nobody loses anything by it. `roleAssignment: false`
   * refuses, with 409 `not_available`, to give a user, member or invitation another role than the
   * default one; `multipleRoles: false` more than one, with 422. `apiKeyPermissions: false`
   * refuses, with 409 `not_available`, to give a key another list of permissions than it has; keys
   * with full access still come from callers who have it. The error names the field, `role` or
   * `permissions`.
   */
  saveAuthConfig: operation({
    kind: "mutation",
    path: "/api/auth/banata/config/auth-config/save",
    permission: "config.update",
    input: anyOf({
      roleAssignment: z.boolean(),
      multipleRoles: z.boolean(),
      apiKeyPermissions: z.boolean(),
    }),
    output: AuthConfig,
    events: ["config.updated"],
  }),

  /**
   * Answers what a sign-in page of the client needs to know: which ways to sign in it may offer,
   * the password policy, and the branding. Pages of any origin may read it. 404 for a client that
   * is unknown or disabled.
   */
  getPublic: operation({
    kind: "query",
    path: "/api/auth/banata/config/public",
    permission: null,
    public: true,
    input: z.strictObject({ clientId: idInput("client") }),
    output: PublicConfig,
    positional: "clientId",
  }),
};

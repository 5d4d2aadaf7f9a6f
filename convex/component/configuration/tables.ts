import { defineTable } from "convex/server";
import { v } from "convex/values";

const flag = v.optional(v.boolean());
const amount = v.optional(v.number());
const line = v.optional(v.string());

export const configurationTables = {
  /**
   * At most one row a project: what was chosen. What was not has its default in settings.ts, so a
   * better default reaches every project that never chose.
   */
  configurations: defineTable({
    projectId: v.string(),
    authMethods: v.object({
      emailPassword: flag,
      magicLink: flag,
      emailOtp: flag,
      passkey: flag,
      twoFactor: flag,
      username: flag,
      anonymous: flag,
      sso: flag,
      organization: flag,
    }),
    emailPassword: v.object({
      requireEmailVerification: flag,
      autoSignIn: flag,
      minPasswordLength: amount,
      maxPasswordLength: amount,
      refuseBreached: flag,
    }),
    features: v.object({
      signUp: flag,
      mfa: flag,
      secondFactorAfterSocial: flag,
      mailedSecondFactor: flag,
    }),
    sessions: v.object({
      maxSessionLength: amount,
      accessTokenDuration: amount,
      inactivityTimeout: amount,
      corsOrigins: v.optional(v.array(v.string())),
    }),
    branding: v.object({
      ...{
        primaryColor: line,
        bgColor: line,
        darkMode: flag,
        customCss: line,
        font: line,
        logoUrl: line,
      },
      borderRadius: amount,
    }),
    roleAssignment: flag,
    multipleRoles: flag,
    apiKeyPermissions: flag,
    updatedAt: v.number(),
  }).index("byProject", ["projectId"]),

  /** The project's own application at a social provider: at most one row a provider. */
  socialProviders: defineTable({
    projectId: v.string(),
    provider: v.string(),
    enabled: v.boolean(),
    clientId: v.string(),
    /** Sealed (core/secrets.ts) for this project and provider. */
    sealedClientSecret: v.string(),
    /** Microsoft: whose accounts, `common` unless given. */
    tenantId: v.union(v.string(), v.null()),
    /** GitLab: where an instance of one's own is. */
    issuer: v.union(v.string(), v.null()),
    updatedAt: v.number(),
  }).index("byProvider", ["projectId", "provider"]),
};

import { defineTable } from "convex/server";
import { v } from "convex/values";

const flag = v.optional(v.boolean());
const amount = v.optional(v.number());
const line = v.optional(v.string());

export const configurationTables = {
  /**
   * The fields that a project has set, at most one row per project. Defaults live in defaults.ts,
   * so an improved default reaches every project that never set the field.
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
      secondFactorAfterSso: flag,
      ssoForProjectRoles: flag,
      mailedSecondFactor: flag,
      hostedUi: flag,
      localization: flag,
      automaticLinking: flag,
    }),
    sessions: v.object({
      maxSessionLength: amount,
      accessTokenDuration: amount,
      inactivityTimeout: amount,
      corsOrigins: v.optional(v.array(v.string())),
    }),
    /** Absent in rows that were written before these settings existed. */
    passkeys: v.optional(
      v.object({ rpId: v.optional(v.union(v.string(), v.null())), relatedOrigins: flag }),
    ),
    branding: v.object({
      primaryColor: line,
      bgColor: line,
      darkMode: flag,
      customCss: line,
      font: line,
      logoUrl: line,
      borderRadius: amount,
    }),
    roleAssignment: flag,
    multipleRoles: flag,
    apiKeyPermissions: flag,
    updatedAt: v.number(),
  }).index("byProject", ["projectId"]),

  /** The project's own application at a social provider: at most one row per provider. */
  socialProviders: defineTable({
    projectId: v.string(),
    provider: v.string(),
    enabled: v.boolean(),
    clientId: v.string(),
    /** Sealed (core/secrets.ts) for this project and provider. */
    sealedClientSecret: v.string(),
    /** Microsoft: the tenant whose accounts may sign in; null for `common`. */
    tenantId: v.union(v.string(), v.null()),
    /** GitLab: the origin of a self-managed instance; null for gitlab.com. */
    issuer: v.union(v.string(), v.null()),
    updatedAt: v.number(),
  }).index("byProvider", ["projectId", "provider"]),
};

/**
 * The body of `POST /sign-in/sso`. The endpoint parses by it, and the type of `signIn.sso` in the React
 * package is derived from it.
 */
import * as z from "zod/mini";

const text = z.optional(z.string());

/** Fields of Better Auth's SSO plugin, and `connectionId`, `organizationId` and `issuer` of ours. */
export const ssoSignInBody = z.object({
  // They name the connection; the first that is given decides.
  ...{ providerId: text, connectionId: text, organizationId: text, organizationSlug: text },
  ...{ domain: text, email: text },
  // They narrow the choice.
  ...{ issuer: text, providerType: z.optional(z.enum(["oidc", "saml"])) },
  loginHint: text,
  ...{ callbackURL: text, errorCallbackURL: text, newUserCallbackURL: text },
  // Accepted from code written for Better Auth: the connection's own scopes and `jit` decide.
  ...{ scopes: z.optional(z.array(z.string())), requestSignUp: z.optional(z.boolean()) },
});

/** What a browser's `signIn.sso` sends. */
export type SsoSignInBody = z.infer<typeof ssoSignInBody>;

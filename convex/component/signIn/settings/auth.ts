/** Configures Better Auth for one request of one project. */
import { APIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import type { Effect, Need } from "../effects";
import { checksPassword } from "../endpoint";
import type { AuthRequest } from "./authRequest";
import { createPlugins, type RareMethods } from "./plugins";
import { assertPasswordLength, requestRules } from "./requestRules";
import { RESET_SECONDS } from "../../core/passwordForm";
import { resetDecoy } from "./resetDecoy";
import { getUpdateSeconds } from "../../sessions/lifetime";
import { stopForNeed } from "./stopForNeed";
import { STATE_COOKIE } from "../social/carriedFlow";
import { socialSignIn } from "../social/signIn";
import { resolveAudience, type TokenSubject } from "../tokens/tokenIssuer";

const VERIFICATION_SECONDS = 24 * 3_600;

/**
 * Cookies of the admin project. The provider's redirect, which comes from another site, has to carry
 * the cookie of a social flow; that cookie is no session.
 */
const operatorCookies = {
  defaultCookieAttributes: { sameSite: "strict" },
  cookies: { [STATE_COOKIE]: { attributes: { sameSite: "lax" } } },
} as const;

export function createAuth(request: AuthRequest, methods: RareMethods) {
  const { secrets, cookiePrefix, adapter, mail, visit } = request;
  const { basePath, settings } = visit;
  const { origin } = visit.url;
  const { requireEmailVerification, autoSignIn } = settings.emailPassword;
  const signer = {
    convexToken: async (subject: TokenSubject) =>
      (await request.tokens.convexToken(subject)) ??
      stopForNeed(request.onNeed, { kind: "signingKey", projectId: null }),
    accessToken: async (subject: TokenSubject, audience: string | null) => {
      const target = resolveAudience(visit.client, audience);
      if ("refused" in target) throw new APIError(target.status, target.refused);
      return (
        (await request.tokens.accessToken(subject, target)) ??
        stopForNeed(request.onNeed, { kind: "signingKey", projectId: visit.project.id })
      );
    },
  };
  return betterAuth({
    baseURL: origin,
    basePath,
    ...secrets,
    database: adapter,
    emailAndPassword: {
      enabled: settings.authMethods.emailPassword,
      requireEmailVerification,
      autoSignIn,
      // Lengths are checked by requestRules.ts, in code points.
      minPasswordLength: 1,
      maxPasswordLength: Number.MAX_SAFE_INTEGER,
      disableSignUp: !settings.features.signUp,
      resetPasswordTokenExpiresIn: RESET_SECONDS,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, url }) => await mail.resetPassword(user, url),
      onPasswordReset: async ({ user }) => {
        await mail.passwordWasReset(user);
        await request.addresses.confirmByReset(user.id);
      },
      onExistingUserSignUp: async ({ user }) =>
        await request.addresses.signUpAgain(
          user.id,
          requireEffect(request, "hash", String(visit.body.password), null).hash,
          String(visit.body.callbackURL ?? "/"),
        ),
      password: {
        hash: async (password) => {
          // There is no account: only take as long as a comparison would.
          if (checksPassword(visit.endpoint))
            return requireEffect(request, "hash", password, null).hash;
          assertPasswordLength(password, settings.emailPassword); // also for paths that requestRules.ts does not cover
          const { refuseBreached } = settings.emailPassword;
          const policy = { refuseBreached, names: await request.passwordNames() };
          return requireEffect(request, "hash", password, policy).hash;
        },
        verify: async ({ password, hash }) => {
          const { matches, upgraded } = requireEffect(request, "verify", password, hash);
          if (upgraded !== null) await request.upgradeHash(hash, upgraded);
          return matches;
        },
      },
    },
    emailVerification: {
      sendOnSignUp: requireEmailVerification,
      expiresIn: VERIFICATION_SECONDS,
      // Better Auth's own link names no user, so addresses/links.ts builds another.
      sendVerificationEmail: async ({ user, url }) =>
        await request.addresses.mailVerification(user, getCallbackUrl(url)),
    },
    // The adapter hashes identifiers itself, because it needs to see their prefix (tokens.ts).
    verification: { disableCleanup: true }, // expired rows are deleted by expiry.ts
    account: {
      storeStateStrategy: "database",
      // A provider account is linked to an existing user automatically only if both sides have
      // verified the address. Otherwise anyone could take over an account by registering someone
      // else's address first, here or at the provider. The hosted pages ask first (consent.ts).
      accountLinking: {
        enabled: true,
        requireLocalEmailVerified: true,
        trustedProviders: [],
        allowDifferentEmails: false,
        disableImplicitLinking: request.social?.asksBeforeLinking ?? false,
      },
    },
    user: { deleteUser: { enabled: true } },
    session: {
      expiresIn: settings.sessions.inactivityTimeout,
      updateAge: getUpdateSeconds(settings.sessions),
      cookieCache: { enabled: false },
      freshAge: 0, // sessionRules.ts checks freshness, because it knows when the user last signed in
      additionalFields: {
        activeOrganizationId: { type: "string", required: false, input: false },
        impersonatedBy: { type: "string", required: false, input: false },
      },
    },
    trustedOrigins: request.trustedOrigins,
    advanced: {
      cookiePrefix,
      ...(visit.project.isAdmin ? operatorCookies : {}),
      disableOriginCheck: false,
      disableCSRFCheck: false,
      useSecureCookies: origin.startsWith("https:"),
      database: { generateId: false },
    },
    rateLimit: { enabled: false }, // attempt.ts counts before any work
    logger: { disabled: true }, // it would log request data
    telemetry: { enabled: false },
    plugins: [
      requestRules(settings.emailPassword, visit.endpoint),
      resetDecoy(visit.endpoint, mail),
      ...createPlugins(request, signer, methods),
      ...(request.social ? [socialSignIn(request.social)] : []),
    ],
  });
}

const getCallbackUrl = (url: string): string => new URL(url).searchParams.get("callbackURL") ?? "/";

function requireEffect(
  request: AuthRequest,
  kind: "hash",
  text: string,
  policy: Extract<Need, { kind: "hash" }>["policy"],
): Extract<Effect, { kind: "hash" }>;
function requireEffect(
  request: AuthRequest,
  kind: "verify",
  text: string,
  hash: string,
): Extract<Effect, { kind: "verify" }>;
function requireEffect(
  { onNeed, visit: { body, effects } }: AuthRequest,
  kind: "hash" | "verify",
  text: string,
  about: string | Extract<Need, { kind: "hash" }>["policy"],
): Effect {
  // Only password fields: the action reads the raw field by name, and only passwords are not
  // normalized.
  const field =
    Object.keys(body).find((name) => /password$/i.test(name) && body[name] === text) ?? "password";
  const need =
    typeof about === "string"
      ? { kind: "verify" as const, field, hash: about }
      : { kind: "hash" as const, field, policy: about };
  const effect = effects.find(
    (each) =>
      each.kind === need.kind &&
      each.field === field &&
      (need.kind === "hash" || (each.kind === "verify" && each.hash === need.hash)),
  );
  return effect ?? stopForNeed(onNeed, need);
}

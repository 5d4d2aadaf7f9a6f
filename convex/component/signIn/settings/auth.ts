/** Better Auth for one request of one project. */
import { betterAuth } from "better-auth/minimal";
import type { projectAdapter } from "../database/adapter";
import type { SecondFactors } from "../database/secondFactors";
import type { SessionProofs } from "../database/sessionProofs";
import { stop, type Effect, type Need } from "../effects";
import type { Visit } from "../visit";
import type { MailSender } from "./mail";
import type { RelyingParty } from "./passkeys";
import { pluginsFor } from "./plugins";
import { socialSignIn, type SocialSignIn } from "../social/signIn";
import type { TokenIssuer, TokenSubject } from "../tokens/tokenIssuer";

export interface AuthRequest {
  /** Of it: the project, endpoint, address, settings, and the body's and effects' fields. */
  readonly visit: Pick<
    Visit,
    "project" | "basePath" | "endpoint" | "url" | "settings" | "body" | "effects" | "headers"
  >;
  readonly secret: string;
  readonly cookiePrefix: string;
  readonly trustedOrigins: string[];
  readonly adapter: ReturnType<typeof projectAdapter>;
  readonly mail: MailSender;
  /** Replaces a password's hash by a newer one of the same password. */
  readonly upgradeHash: (from: string, to: string) => Promise<void>;
  readonly page: RelyingParty;
  readonly proofs: SessionProofs;
  readonly secondFactors: SecondFactors;
  /** Null where no social provider is asked for. */
  readonly social: SocialSignIn | null;
  readonly tokens: TokenIssuer;
  /** Called when work is needed that this transaction must not do; then nothing of it is kept. */
  readonly onNeed: (need: Need) => void;
}

const RESET_SECONDS = 3_600;
const VERIFICATION_SECONDS = 24 * 3_600;
/**
 * How often a session that is used is extended: at most once an hour, and often enough that use
 * keeps a short one.
 */
const updateSeconds = (inactivityTimeout: number) =>
  Math.min(3_600, Math.floor(inactivityTimeout / 4));

export function authFor(request: AuthRequest) {
  const { secret, cookiePrefix, adapter, mail, visit } = request;
  const { basePath, settings } = visit;
  const { origin } = visit.url;
  const { requireEmailVerification, autoSignIn, minPasswordLength, maxPasswordLength } =
    settings.emailPassword;
  const signer = {
    convexToken: async (subject: TokenSubject) =>
      (await request.tokens.convexToken(subject)) ??
      stop(request.onNeed, { kind: "signingKey", projectId: null }),
    accessToken: async (subject: TokenSubject, audience: string | null) =>
      (await request.tokens.accessToken(subject, audience)) ??
      stop(request.onNeed, { kind: "signingKey", projectId: visit.project.id }),
  };
  return betterAuth({
    ...{ baseURL: origin, basePath, secret, database: adapter },
    emailAndPassword: {
      enabled: settings.authMethods.emailPassword,
      ...{ requireEmailVerification, autoSignIn, minPasswordLength, maxPasswordLength },
      disableSignUp: !settings.features.signUp,
      resetPasswordTokenExpiresIn: RESET_SECONDS,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, url }) => await mail.resetPassword(user, url),
      onPasswordReset: async ({ user }) => await mail.passwordWasReset(user),
      password: {
        hash: async (password) => effectOf(request, "hash", password).hash,
        verify: async ({ password, hash }) => {
          const { matches, upgraded } = effectOf(request, "verify", password, hash);
          if (upgraded !== null) await request.upgradeHash(hash, upgraded);
          return matches;
        },
      },
    },
    emailVerification: {
      sendOnSignUp: requireEmailVerification,
      expiresIn: VERIFICATION_SECONDS,
      sendVerificationEmail: async ({ user, url }) => await mail.verification(user, url),
    },
    verification: { storeIdentifier: "hashed", disableCleanup: true }, // expired ones go by the clock: expiry.ts
    account: {
      storeStateStrategy: "database",
      // An account of a provider becomes an existing user's by itself only if both say that the
      // address is verified: else whoever writes somebody's address down first, here or there, gets
      // in.
      accountLinking: {
        enabled: true,
        requireLocalEmailVerified: true,
        trustedProviders: [],
        allowDifferentEmails: false,
      },
    },
    user: { changeEmail: { enabled: true }, deleteUser: { enabled: true } },
    session: {
      expiresIn: settings.sessions.inactivityTimeout,
      updateAge: updateSeconds(settings.sessions.inactivityTimeout),
      cookieCache: { enabled: false },
      additionalFields: {
        activeOrganizationId: { type: "string", required: false, input: false },
        impersonatedBy: { type: "string", required: false, input: false },
      },
    },
    trustedOrigins: request.trustedOrigins,
    advanced: {
      cookiePrefix,
      disableOriginCheck: false,
      disableCSRFCheck: false,
      useSecureCookies: origin.startsWith("https:"),
      database: { generateId: false },
    },
    rateLimit: { enabled: false }, // counted in the transaction, before any work: attempt.ts
    logger: { disabled: true }, // it prints what it was given
    telemetry: { enabled: false },
    plugins: [
      ...pluginsFor(request, signer),
      ...(request.social ? [socialSignIn(request.social)] : []),
    ],
  });
}

function effectOf(
  request: AuthRequest,
  kind: "hash",
  text: string,
): Extract<Effect, { kind: "hash" }>;
function effectOf(
  request: AuthRequest,
  kind: "verify",
  text: string,
  hash: string,
): Extract<Effect, { kind: "verify" }>;
function effectOf(
  { onNeed, visit: { body, effects, endpoint, settings } }: AuthRequest,
  kind: "hash" | "verify",
  text: string,
  hash?: string,
): Effect {
  // A password that somebody signs in with is hashed only to take as long as a comparison does.
  const isSignIn = endpoint.signsIn === "password" && !endpoint.acts.includes("signsUp");
  const field = Object.keys(body).find((name) => body[name] === text) ?? "password";
  const effect = effects.find(
    (each) => each.kind === kind && each.field === field && (kind === "hash" || each.hash === hash),
  );
  if (effect) return effect;
  if (kind === "verify") return stop(onNeed, { kind, field, hash: hash! });
  return stop(onNeed, {
    kind,
    field,
    policy: isSignIn ? null : { refuseBreached: settings.emailPassword.refuseBreached },
  });
}

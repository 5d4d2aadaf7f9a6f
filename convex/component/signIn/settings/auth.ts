/** Better Auth for one request of one project. */
import { betterAuth } from "better-auth/minimal";
import type { projectAdapter } from "../database/adapter";
import type { SecondFactors } from "../database/secondFactors";
import type { SessionProofs } from "../database/sessionProofs";
import { stop, type Effect, type Need } from "../effects";
import { checksPassword } from "../endpoints";
import type { Visit } from "../visit";
import type { AddressFlows } from "../addresses/flows";
import type { MailSender } from "./mail";
import type { RelyingParty } from "./passkeys";
import { pluginsFor } from "./plugins";
import { assertPasswordLength, requestRules } from "./requestRules";
import { socialSignIn, type SocialSignIn } from "../social/signIn";
import type { TokenIssuer, TokenSubject } from "../tokens/tokenIssuer";

export interface AuthRequest {
  /** Of it: the project, endpoint, address, settings, and the body's and effects' fields. */
  readonly visit: Pick<
    Visit,
    "project" | "basePath" | "endpoint" | "url" | "settings" | "body" | "effects" | "headers"
  >;
  /** The secrets that it signs and encrypts with. */
  readonly secrets: { secret: string; secrets: { version: number; value: string }[] };
  readonly cookiePrefix: string;
  readonly trustedOrigins: string[];
  readonly adapter: ReturnType<typeof projectAdapter>;
  readonly mail: MailSender;
  /** What a new password must not be. */
  readonly passwordNames: () => Promise<string[]>;
  /** Replaces a password's hash by a newer one of the same password. */
  readonly upgradeHash: (from: string, to: string) => Promise<void>;
  readonly page: RelyingParty;
  readonly proofs: SessionProofs;
  readonly secondFactors: SecondFactors;
  /** Null where no social provider is asked for. */
  readonly social: SocialSignIn | null;
  readonly tokens: TokenIssuer;
  readonly addresses: AddressFlows;
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
  const { secrets, cookiePrefix, adapter, mail, visit } = request;
  const { basePath, settings } = visit;
  const { origin } = visit.url;
  const { requireEmailVerification, autoSignIn } = settings.emailPassword;
  const signer = {
    convexToken: async (subject: TokenSubject) =>
      (await request.tokens.convexToken(subject)) ??
      stop(request.onNeed, { kind: "signingKey", projectId: null }),
    accessToken: async (subject: TokenSubject, audience: string | null) =>
      (await request.tokens.accessToken(subject, audience)) ??
      stop(request.onNeed, { kind: "signingKey", projectId: visit.project.id }),
  };
  return betterAuth({
    ...{ baseURL: origin, basePath, ...secrets, database: adapter },
    emailAndPassword: {
      enabled: settings.authMethods.emailPassword,
      ...{ requireEmailVerification, autoSignIn },
      // Lengths are judged by requestRules.ts, in code points.
      ...{ minPasswordLength: 1, maxPasswordLength: Number.MAX_SAFE_INTEGER },
      disableSignUp: !settings.features.signUp,
      resetPasswordTokenExpiresIn: RESET_SECONDS,
      revokeSessionsOnPasswordReset: true,
      sendResetPassword: async ({ user, url }) => await mail.resetPassword(user, url),
      onPasswordReset: async ({ user }) => {
        await mail.passwordWasReset(user);
        await request.addresses.resetProves(user.id);
      },
      onExistingUserSignUp: async ({ user }) =>
        await request.addresses.signUpAgain(
          user.id,
          effectOf(request, "hash", String(visit.body.password), null).hash,
          String(visit.body.callbackURL ?? "/"),
        ),
      password: {
        hash: async (password) => {
          // Without an account, only to take as long as a comparison does.
          if (checksPassword(visit.endpoint)) return effectOf(request, "hash", password, null).hash;
          assertPasswordLength(password, settings.emailPassword); // also where no rule has a row for the path
          const { refuseBreached } = settings.emailPassword;
          const policy = { refuseBreached, names: await request.passwordNames() };
          return effectOf(request, "hash", password, policy).hash;
        },
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
      // Better Auth's own link names no user: addresses/links.ts makes another.
      sendVerificationEmail: async ({ user, url }) =>
        await request.addresses.mailVerification(user, callbackIn(url)),
    },
    // Identifiers are hashed by the adapter, which has to know what they begin with: tokens.ts.
    verification: { disableCleanup: true }, // expired ones go by the clock: expiry.ts
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
    user: { deleteUser: { enabled: true } },
    session: {
      expiresIn: settings.sessions.inactivityTimeout,
      updateAge: updateSeconds(settings.sessions.inactivityTimeout),
      cookieCache: { enabled: false },
      freshAge: 0, // asked by sessionRules.ts, which knows when the user signed in last
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
      requestRules(settings.emailPassword, visit.endpoint),
      ...pluginsFor(request, signer),
      ...(request.social ? [socialSignIn(request.social)] : []),
    ],
  });
}

const callbackIn = (url: string): string => new URL(url).searchParams.get("callbackURL") ?? "/";

function effectOf(
  request: AuthRequest,
  kind: "hash",
  text: string,
  policy: Extract<Need, { kind: "hash" }>["policy"],
): Extract<Effect, { kind: "hash" }>;
function effectOf(
  request: AuthRequest,
  kind: "verify",
  text: string,
  hash: string,
): Extract<Effect, { kind: "verify" }>;
function effectOf(
  { onNeed, visit: { body, effects } }: AuthRequest,
  kind: "hash" | "verify",
  text: string,
  about: string | Extract<Need, { kind: "hash" }>["policy"],
): Effect {
  // Not another field that says the same: only passwords reach the action as they were typed.
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
  return effect ?? stop(onNeed, need);
}

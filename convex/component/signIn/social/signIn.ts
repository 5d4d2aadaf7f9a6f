/**
 * Social sign-in as a Better Auth plugin. Authorization URLs come from the real providers. Wherever
 * a provider would be called over the network, a stand-in returns the result from the request's
 * effects, or stops the transaction with a need.
 */
import type { OAuth2Tokens, OAuthProvider } from "@better-auth/core/oauth2";
import type { BetterAuthPlugin } from "better-auth";
import { APIError } from "better-auth/api";
import type { SocialCredentials } from "../../configuration/credentials";
import type { Effect, Need, ProviderAnswer } from "../effects";
import { stopForNeed } from "../settings/stopForNeed";
import { sealQuestion, type Ask, type SealedApplication } from "./question";
import { createProvider } from "./providers";

export interface SocialSignIn {
  readonly projectId: string;
  /** The applications of the providers that are enabled. */
  readonly applications: readonly SealedApplication[];
  readonly openApplication: (application: SealedApplication) => Promise<SocialCredentials>;
  /** Whether new users may sign up. */
  readonly signUp: boolean;
  /** Whether a redirect URL is allowed; null: Better Auth checks its trusted origins. */
  readonly isRedirect: ((url: string) => boolean) | null;
  /** Links no account to the user with the same address (consent.ts). */
  readonly asksBeforeLinking: boolean;
  /** Leaves the check of the browser to the end of the flow (carriedFlow.ts). */
  readonly isCarried: boolean;
  /** The user JSON that Apple sends next to a code. */
  readonly user: string | null;
  /** The verification used up by this request. */
  readonly claims: () => string | null;
  readonly effects: readonly Effect[];
  readonly onNeed: (need: Need) => void;
}

/** The factories require a secret to build a URL, but do not put it there. */
const NO_SECRET = "not needed for an address";

export const socialSignIn = (request: SocialSignIn) =>
  ({
    id: "banata-social",
    init: () => ({
      context: {
        socialProviders: request.applications.map((application) =>
          createStandIn(request, application),
        ),
        ...(request.isRedirect ? { isTrustedOrigin: request.isRedirect } : {}),
        ...(request.isCarried
          ? { oauthConfig: { storeStateStrategy: "database", skipStateCookieCheck: true } }
          : {}),
      },
    }),
  }) satisfies BetterAuthPlugin;

function createStandIn(request: SocialSignIn, application: SealedApplication): OAuthProvider {
  const { provider, clientId, tenantId, issuer } = application;
  const real = createProvider({ provider, clientId, clientSecret: NO_SECRET, tenantId, issuer });
  let profile: ProviderAnswer["profile"] = null;
  const answerTo = async (ask: Ask): Promise<OAuth2Tokens | null> => {
    const answer = request.effects.find(
      (effect) =>
        effect.kind === "provider" && effect.provider === provider && effect.asked === ask.kind,
    );
    if (answer?.kind !== "provider") {
      const question = await sealQuestion(request.projectId, {
        application: await request.openApplication(application),
        ask,
      });
      return stopForNeed(request.onNeed, {
        kind: "provider",
        projectId: request.projectId,
        question,
        claims: request.claims(),
      });
    }
    profile = answer.profile;
    return answer.tokens && toOAuth2Tokens(answer.tokens);
  };
  return {
    id: real.id,
    name: real.name,
    disableSignUp: !request.signUp,
    options: { disableSignUp: !request.signUp },
    createAuthorizationURL: (data) => {
      // Discord's URL is built without escaping.
      if (data.scopes?.some((scope) => !/^[\w:./-]+$/.test(scope)))
        throw new APIError("BAD_REQUEST", {
          code: "INVALID_SCOPE",
          message: "A scope may only contain letters, digits and _ : . / -",
        });
      return real.createAuthorizationURL(data);
    },
    validateAuthorizationCode: async ({ code, codeVerifier, redirectURI }) =>
      await answerTo({
        kind: "code",
        code,
        codeVerifier,
        redirectURI,
        user: parseJson(request.user),
      }),
    getUserInfo: async () =>
      profile ? { user: { ...profile, image: profile.image ?? undefined }, data: {} } : null,
    ...(real.verifyIdToken
      ? {
          verifyIdToken: async (idToken, nonce, ctx) =>
            (await answerTo({
              kind: "idToken",
              idToken,
              nonce,
              ...parseIdTokenBody(ctx?.body),
            })) !== null,
        }
      : {}),
    refreshAccessToken: async (refreshToken) => {
      const tokens = await answerTo({ kind: "refresh", refreshToken });
      if (!tokens) throw new APIError("BAD_REQUEST");
      return tokens;
    },
  };
}

function toOAuth2Tokens({
  accessToken,
  refreshToken,
  accessTokenExpiresAt,
  refreshTokenExpiresAt,
  scopes,
}: NonNullable<ProviderAnswer["tokens"]>): OAuth2Tokens {
  const date = (time: number | null) => (time === null ? undefined : new Date(time));
  return {
    accessToken: accessToken ?? undefined,
    refreshToken: refreshToken ?? undefined,
    scopes,
    accessTokenExpiresAt: date(accessTokenExpiresAt),
    refreshTokenExpiresAt: date(refreshTokenExpiresAt),
  };
}

/** The body fields next to an id token. Better Auth has validated their shape. */
function parseIdTokenBody(body: unknown): { accessToken?: string; user?: unknown } {
  const { accessToken, user } =
    (body as { idToken?: { accessToken?: string; user?: unknown } } | undefined)?.idToken ?? {};
  return { accessToken, user };
}

function parseJson(json: string | null): unknown {
  try {
    return json === null ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}

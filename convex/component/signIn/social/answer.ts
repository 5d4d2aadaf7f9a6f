/** Calls a social provider from an action, with bounded requests. */
import type { OAuth2Tokens, OAuthProvider } from "@better-auth/core/oauth2";
import { emailAddress } from "../../core/emailAddress";
import { cleanProfile, fieldRules } from "../../core/fieldRules";
import { withBoundedFetch } from "./boundedFetch";
import type { Need, ProviderAnswer } from "../effects";
import { openQuestion, type Ask } from "./question";
import { createProvider } from "./providers";

type Answer = Pick<ProviderAnswer, "tokens" | "profile">;
type Profile = NonNullable<ProviderAnswer["profile"]>;
type UserInfo = NonNullable<Awaited<ReturnType<OAuthProvider["getUserInfo"]>>>["user"];
/** Sent by Apple only. */
type NamedUser = Parameters<OAuthProvider["getUserInfo"]>[0]["user"];

const MAXIMUM_ID = fieldRules.accounts.accountId.maximum;

/**
 * Never throws for a provider's failure: tokens or profile are null, and Better Auth redirects back
 * with an error.
 */
export async function askProvider({
  projectId,
  question,
}: Extract<Need, { kind: "provider" }>): Promise<ProviderAnswer> {
  const { application, ask } = await openQuestion(projectId, question);
  const { provider } = application;
  const real = createProvider(application);
  const answer = await withBoundedFetch(async () => await callProvider(real, ask)).catch(
    (error: unknown): Answer => {
      console.warn(`Sign-in with ${provider} failed: ${formatReason(error)}`);
      return { tokens: null, profile: null };
    },
  );
  return { kind: "provider", provider, asked: ask.kind, ...answer };
}

async function callProvider(provider: OAuthProvider, ask: Ask): Promise<Answer> {
  if (ask.kind === "refresh")
    return {
      tokens: toTokens((await provider.refreshAccessToken?.(ask.refreshToken)) ?? null),
      profile: null,
    };
  if (ask.kind === "idToken") {
    const { idToken, nonce, accessToken, user } = ask;
    if (!(await provider.verifyIdToken?.(idToken, nonce))) return { tokens: null, profile: null };
    return {
      tokens: toTokens({ accessToken }),
      profile: await fetchProfile(provider, { idToken, accessToken, user: user as NamedUser }),
    };
  }
  const { code, codeVerifier, redirectURI, user } = ask;
  const tokens = await provider.validateAuthorizationCode({ code, codeVerifier, redirectURI });
  if (!tokens) return { tokens: null, profile: null };
  // The code is used up, so a failure from here on only affects the profile.
  const profile = await fetchProfile(provider, { ...tokens, user: user as NamedUser }).catch(
    () => null,
  );
  return { tokens: toTokens(tokens), profile };
}

function toTokens(tokens: OAuth2Tokens | null): ProviderAnswer["tokens"] {
  if (!tokens) return null;
  const { accessToken, refreshToken, accessTokenExpiresAt, refreshTokenExpiresAt, scopes } = tokens;
  const time = (date: Date | undefined) =>
    date && !Number.isNaN(date.getTime()) ? date.getTime() : null;
  return {
    accessToken: toText(accessToken),
    refreshToken: toText(refreshToken),
    scopes: (scopes ?? []).map(String),
    accessTokenExpiresAt: time(accessTokenExpiresAt),
    refreshTokenExpiresAt: time(refreshTokenExpiresAt),
  };
}

async function fetchProfile(
  provider: OAuthProvider,
  tokens: Parameters<OAuthProvider["getUserInfo"]>[0],
): Promise<Profile | null> {
  const user = (await provider.getUserInfo(tokens))?.user;
  return user ? sanitizeProfile(user) : null;
}

/**
 * Sanitizes a provider's profile, which is untrusted: the email must be a valid address, only
 * `true` means verified, and the picture must be an https URL.
 */
function sanitizeProfile({ id, name, email, image, emailVerified }: UserInfo): Profile | null {
  if ((typeof id !== "string" && typeof id !== "number") || id === "") return null;
  if (String(id).length > MAXIMUM_ID) return null;
  const address = emailAddress(toText(email) ?? "");
  const { name: shown, image: picture } = cleanProfile({
    name: toText(name)?.replace(/\p{C}/gu, ""),
    image: toText(image),
  });
  return {
    id: String(id),
    name: shown === "" && address !== null ? address.slice(0, address.indexOf("@")) : shown,
    email: address,
    image: picture?.startsWith("https://") ? picture : null,
    emailVerified: address !== null && emailVerified === true,
  };
}

const toText = (value: unknown): string | null =>
  typeof value === "string" && value !== "" ? value : null;

/**
 * Formats an error for the log. It contains nothing that was sent, and of the response only the
 * status and an OAuth error code (RFC 6749 §5.2).
 */
function formatReason(error: unknown): string {
  if (error instanceof Error)
    return error.name === "AbortError" ? "the provider did not respond in time" : error.message;
  const { status, error: code } = (typeof error === "object" && error !== null ? error : {}) as {
    status?: unknown;
    error?: unknown;
  };
  return `the provider responded with status ${Number(status)}${typeof code === "string" && /^[a-z_]{1,50}$/.test(code) ? ` ${code}` : ""}`;
}

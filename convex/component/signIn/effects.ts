/**
 * Work that does not belong in a transaction: hashing takes about 150 ms, and a social provider is
 * called over the network. The inner transaction stops with a need and is rolled back; the outer
 * one, which has counted the attempt, returns the need; the HTTP action does the work and repeats
 * the call with the result, the effect.
 */
import { ConvexError, v, type Infer } from "convex/values";

/**
 * Needs name a field of the body, never its value. `verify` carries the stored hash to the action,
 * which compares.
 */
const hashNeeds = [
  /**
   * `policy` null: there is no account. The hash is discarded; computing it takes as long as
   * rejecting a wrong password for an account with the hash `like`, or with a new hash.
   */
  v.object({
    kind: v.literal("hash"),
    field: v.string(),
    policy: v.union(
      v.object({ refuseBreached: v.boolean(), names: v.array(v.string()) }),
      v.null(),
    ),
    like: v.optional(v.string()),
  }),
  v.object({ kind: v.literal("verify"), field: v.string(), hash: v.string() }),
] as const;
export const hashNeedValidator = v.union(...hashNeeds);
export type HashNeed = Infer<typeof hashNeedValidator>;

export const needValidator = v.union(
  ...hashNeeds,
  /**
   * The project, or the deployment (null), has no signing key yet, and a mutation cannot generate
   * one.
   */
  v.object({ kind: v.literal("signingKey"), projectId: v.union(v.string(), v.null()) }),
  /**
   * A call to a social provider, sealed because errors end up in logs (social/question.ts).
   * `claims`: the verification that only this request may continue with.
   */
  v.object({
    kind: v.literal("provider"),
    projectId: v.string(),
    question: v.string(),
    claims: v.union(v.string(), v.null()),
  }),
  /**
   * A call to an identity provider of an organization, or the verification of its response, sealed
   * as above (sso/flow/question.ts). `claims`: the start that only this request may continue.
   */
  v.object({
    kind: v.literal("sso"),
    projectId: v.string(),
    question: v.string(),
    claims: v.union(v.string(), v.null()),
  }),
);
export type Need = Infer<typeof needValidator>;

const time = v.union(v.number(), v.null());
const text = v.union(v.string(), v.null());
const providerAnswerValidator = v.object({
  kind: v.literal("provider"),
  provider: v.string(),
  asked: v.union(v.literal("code"), v.literal("idToken"), v.literal("refresh")),
  /** Null when the provider refused or did not respond. */
  tokens: v.union(
    v.object({
      accessToken: text,
      refreshToken: text,
      accessTokenExpiresAt: time,
      refreshTokenExpiresAt: time,
      scopes: v.array(v.string()),
    }),
    v.null(),
  ),
  /** Null when the provider returned no usable profile. */
  profile: v.union(
    v.object({
      id: v.string(),
      name: v.string(),
      email: text,
      image: text,
      emailVerified: v.boolean(),
    }),
    v.null(),
  ),
});
export type ProviderAnswer = Infer<typeof providerAnswerValidator>;

export const effectValidator = v.union(
  v.object({ kind: v.literal("hash"), field: v.string(), hash: v.string() }),
  /** `upgraded`: a new hash of the password when the stored one uses outdated parameters. */
  v.object({
    kind: v.literal("verify"),
    field: v.string(),
    hash: v.string(),
    matches: v.boolean(),
    upgraded: v.union(v.string(), v.null()),
  }),
  providerAnswerValidator,
  /** JSON text of an answer (sso/flow/question.ts). */
  v.object({ kind: v.literal("sso"), answer: v.string() }),
);
export type Effect = Infer<typeof effectValidator>;

export const needError = (need: Need) => new ConvexError({ need });

/** Extracts the need from an error thrown by the inner transaction; null for any other error. */
export function parseNeed(error: unknown): Need | null {
  return parsePart(error, "need") as Need | null; // thrown by needError
}

/** Rolls the inner transaction back, but still sends this response. */
export const undoneError = (undone: object) => new ConvexError({ undone: JSON.stringify(undone) });

/**
 * Extracts the response from an error thrown by the inner transaction; null for any other error.
 */
export function parseUndoneResponse<Answer>(error: unknown): Answer | null {
  const undone = parsePart(error, "undone");
  return typeof undone === "string" ? (JSON.parse(undone) as Answer) : null; // thrown by undoneError
}

function parsePart(error: unknown, name: string): unknown {
  const data: unknown = error instanceof ConvexError ? error.data : null;
  const parsed: unknown = typeof data === "string" ? JSON.parse(data) : data;
  return typeof parsed === "object" && parsed !== null
    ? ((parsed as Record<string, unknown>)[name] ?? null)
    : null;
}

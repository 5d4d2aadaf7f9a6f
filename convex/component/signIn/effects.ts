/**
 * Work that a transaction must not do: hashing takes 150 ms, a provider is asked over the network.
 * The inner transaction stops with a need and leaves no trace; the need goes out through the outer
 * one, which has counted the attempt; the HTTP action does the work and makes the call again with
 * the result.
 */
import { APIError } from "better-auth/api";
import { ConvexError, v, type Infer } from "convex/values";

/**
 * A field of the body is named, never its text. `verify` carries the stored hash to the action that
 * compares.
 */
const hashNeeds = [
  /**
   * `policy` null: no account is there, and what becomes of the text does not matter; it takes as
   * long as a wrong password.
   */
  v.object({
    kind: v.literal("hash"),
    field: v.string(),
    policy: v.union(
      v.object({ refuseBreached: v.boolean(), names: v.array(v.string()) }),
      v.null(),
    ),
  }),
  v.object({ kind: v.literal("verify"), field: v.string(), hash: v.string() }),
] as const;
export const hashNeedValidator = v.union(...hashNeeds);
export type HashNeed = Infer<typeof hashNeedValidator>;

export const needValidator = v.union(
  ...hashNeeds,
  /**
   * There is no key to sign tokens with yet, of the project or (null) the deployment; a mutation
   * cannot make one.
   */
  v.object({ kind: v.literal("signingKey"), projectId: v.union(v.string(), v.null()) }),
  /**
   * Something to ask a social provider: sealed, because errors end up in logs (social/question.ts).
   * `claims`: the verification that nobody else may go on with.
   */
  v.object({
    kind: v.literal("provider"),
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
  /** Null: the provider refused, or did not answer. */
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
  /** Null: the provider did not say whose account it is. */
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
  /** `upgraded`: a new hash of the password, when the stored one is of an older form. */
  v.object({
    kind: v.literal("verify"),
    field: v.string(),
    hash: v.string(),
    matches: v.boolean(),
    upgraded: v.union(v.string(), v.null()),
  }),
  providerAnswerValidator,
);
export type Effect = Infer<typeof effectValidator>;

/**
 * Ends the inner transaction's work. An APIError and no other: Better Auth prints what it does not
 * know, with everything that it holds.
 */
export function stop(onNeed: (need: Need) => void, need: Need): never {
  onNeed(need);
  throw new APIError("PRECONDITION_REQUIRED");
}

export const needError = (need: Need) => new ConvexError({ need });

/** The need inside what an inner transaction threw, or null for anything else. */
export function needOf(error: unknown): Need | null {
  return partOf(error, "need") as Need | null; // needError made it
}

/** What an inner transaction that was undone is to answer. */
export const undoneError = (undone: object) => new ConvexError({ undone: JSON.stringify(undone) });

/** The answer inside what an inner transaction threw, or null for anything else. */
export function undoneOf<Answer>(error: unknown): Answer | null {
  const undone = partOf(error, "undone");
  return typeof undone === "string" ? (JSON.parse(undone) as Answer) : null; // undoneError made it
}

function partOf(error: unknown, name: string): unknown {
  const data: unknown = error instanceof ConvexError ? error.data : null;
  const parsed: unknown = typeof data === "string" ? JSON.parse(data) : data;
  return typeof parsed === "object" && parsed !== null
    ? ((parsed as Record<string, unknown>)[name] ?? null)
    : null;
}

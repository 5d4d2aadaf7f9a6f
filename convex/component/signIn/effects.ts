/**
 * Work that a transaction must not do: hashing takes 150 ms. The inner transaction stops with a need and leaves no trace; the need goes out through the outer one, which
 * has counted the attempt; the HTTP action does the work and makes the call again with the result.
 */
import { ConvexError, v, type Infer } from "convex/values";

/** A field of the body is named, never its text. `verify` carries the stored hash to the action that compares. */
export const needValidator = v.union(
  /** `policy` null: the hash is thrown away, so that an unknown account takes as long as a wrong password. */
  v.object({ kind: v.literal("hash"), field: v.string(), policy: v.union(v.object({ refuseBreached: v.boolean() }), v.null()) }),
  v.object({ kind: v.literal("verify"), field: v.string(), hash: v.string() }),
  /** There is no key to sign tokens with yet, of the project or (null) the deployment; a mutation cannot make one. */
  v.object({ kind: v.literal("signingKey"), projectId: v.union(v.string(), v.null()) }),
);
export type Need = Infer<typeof needValidator>;

export const effectValidator = v.union(
  v.object({ kind: v.literal("hash"), field: v.string(), hash: v.string() }),
  /** `upgraded`: a new hash of the password, when the stored one is of an older form. */
  v.object({ kind: v.literal("verify"), field: v.string(), hash: v.string(), matches: v.boolean(), upgraded: v.union(v.string(), v.null()) }),
);
export type Effect = Infer<typeof effectValidator>;

export const needError = (need: Need) => new ConvexError({ need });

/** The need inside what an inner transaction threw, or null for anything else. */
export function needOf(error: unknown): Need | null {
  const data: unknown = error instanceof ConvexError ? error.data : null;
  const parsed: unknown = typeof data === "string" ? JSON.parse(data) : data;
  return typeof parsed === "object" && parsed !== null && "need" in parsed ? (parsed.need as Need) : null; // needError made it
}

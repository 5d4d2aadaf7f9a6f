/**
 * Predicts the hash comparison of a password sign-in before the attempt starts, so that a sign-in
 * takes two transactions instead of three. It is only a hint: if the attempt needs something else,
 * it stops and is repeated as for any other need.
 */
import { loadSettings } from "../configuration/settings";
import type { Doc } from "../_generated/dataModel";
import type { TenantReader } from "../tenancy/database";
import { findCredentialAccount } from "../users/accounts";
import { parseFields, type AttemptRequest } from "./attemptRequest";
import type { HashNeed } from "./effects";
import { checksPassword, type Endpoint } from "./endpoint";
import { findRefusal } from "./settings/methods";

/** `user` null: no such user. The returned need takes as long as a real comparison. */
export async function predictHashNeed(
  db: TenantReader,
  endpoint: Endpoint,
  { body }: AttemptRequest,
  user: Doc<"users"> | null,
): Promise<HashNeed | null> {
  const { password } = parseFields(body);
  if (!checksPassword(endpoint) || typeof password !== "string" || password === "") return null;
  if (findRefusal({ endpoint, settings: await loadSettings(db) })) return null;
  const hash = user && (await findCredentialAccount(db, user.id))?.passwordHash;
  return hash
    ? { kind: "verify", field: "password", hash }
    : { kind: "hash", field: "password", policy: null };
}

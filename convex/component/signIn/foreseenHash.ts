/**
 * The comparison that a sign-in with a password will ask for, known before the attempt begins, so
 * that a sign-in takes two transactions instead of three. A hint only: where the attempt asks for
 * something else, it stops and is made again as for any other need.
 */
import { loadSettings } from "../configuration/settings";
import type { Doc } from "../_generated/dataModel";
import type { TenantReader } from "../tenancy/database";
import { findCredentialAccount } from "../users/accounts";
import { fieldsOf, type AttemptRequest } from "./attemptRequest";
import type { HashNeed } from "./effects";
import { checksPassword, type Endpoint } from "./endpoints";
import { refusalOf } from "./settings/methods";

/** `user` null: no user has the name that was given; answers a hash that takes as long. */
export async function foreseenHash(
  db: TenantReader,
  endpoint: Endpoint,
  { body }: AttemptRequest,
  user: Doc<"users"> | null,
): Promise<HashNeed | null> {
  const { password } = fieldsOf(body);
  if (!checksPassword(endpoint) || typeof password !== "string" || password === "") return null;
  if (refusalOf({ endpoint, settings: await loadSettings(db) })) return null;
  const hash = user && (await findCredentialAccount(db, user.id))?.passwordHash;
  return hash
    ? { kind: "verify", field: "password", hash }
    : { kind: "hash", field: "password", policy: null };
}

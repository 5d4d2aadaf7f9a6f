/**
 * Predicts the hash comparison of a password sign-in before the attempt starts, so that a sign-in
 * takes two transactions instead of three. It is only a hint: if the attempt needs something else,
 * it stops and is repeated as for any other need.
 */
import { loadSettings } from "../configuration/settings";
import { projectMac } from "../core/secrets";
import type { Doc } from "../_generated/dataModel";
import type { TenantReader } from "../tenancy/database";
import { findCredentialAccount } from "../users/accounts";
import { fromHex } from "../passwords/bytes";
import { parseFields, type AttemptRequest } from "./attemptRequest";
import type { HashNeed } from "./effects";
import { checksPassword, type Endpoint } from "./endpoint";
import { getAccountName } from "./limits/accounts";
import { findRefusal } from "./settings/methods";

/** Users that are looked at for one with a password. */
const CANDIDATES = 5;

/** `user` null: no such user. The returned need takes as long as a real comparison. */
export async function predictHashNeed(
  db: TenantReader,
  endpoint: Endpoint,
  request: AttemptRequest,
  user: Doc<"users"> | null,
): Promise<HashNeed | null> {
  const { password } = parseFields(request.body);
  if (!checksPassword(endpoint) || typeof password !== "string" || password === "") return null;
  if (findRefusal({ endpoint, settings: await loadSettings(db) })) return null;
  const hash = user && (await findCredentialAccount(db, user.id))?.passwordHash;
  if (hash) return { kind: "verify", field: "password", hash };
  const like = await findHashLike(db, getAccountName(endpoint, request) ?? "");
  return { kind: "hash", field: "password", policy: null, ...(like === null ? {} : { like }) };
}

/**
 * Finds the hash of some account. A comparison with an imported hash, or one of an earlier version,
 * takes longer than with a new one, so a name without an account takes the time of another account.
 * Which one is always the same for a name, and depends on a secret, or an attacker could create the
 * account beside a name to ask about.
 */
async function findHashLike(db: TenantReader, name: string): Promise<string | null> {
  const mac = await projectMac(db.projectId, "decoy-account", name);
  const letters = fromHex(mac.slice(0, 16)).map((byte) => 97 + (byte % 26)); // a to z
  const from = String.fromCharCode(...letters);
  const after = db.range("users", "byEmail", (q) => q.gte("email", from));
  for (const rows of [after, db.range("users", "byEmail")])
    for (const { id } of await rows.take(CANDIDATES)) {
      const hash = (await findCredentialAccount(db, id))?.passwordHash;
      if (hash) return hash;
    }
  return null;
}

/**
 * Predicts the hash of a password before Better Auth runs, so that it runs once. It is only a hint: if
 * the attempt needs something else, it stops and is repeated as for any other need.
 */
import { loadSettings } from "../configuration/settings";
import { emailAddress } from "../core/emailAddress";
import { projectMac } from "../core/secrets";
import type { Doc } from "../_generated/dataModel";
import type { TenantReader } from "../tenancy/database";
import { findCredentialAccount } from "../users/accounts";
import { fromHex } from "../passwords/bytes";
import { lengthFault } from "../passwords/length";
import { parseFields, type AttemptRequest } from "./attemptRequest";
import type { HashNeed } from "./effects";
import { checksPassword, type Endpoint } from "./endpoint";
import { getAccountName } from "./limits/accounts";
import { submittedNames } from "./passwordNames";
import { findRefusal } from "./settings/methods";

/** Users that are looked at for one with a password. */
const CANDIDATES = 5;

/** At a sign-up: what settings/auth.ts asks for when Better Auth hashes the password. */
export async function predictNewHash(
  db: TenantReader,
  endpoint: Endpoint,
  request: AttemptRequest,
): Promise<HashNeed | null> {
  const body = parseFields(request.body);
  const { email, password } = body;
  const signsUp = endpoint.signsIn === "password" && endpoint.traits.includes("signsUp");
  if (!signsUp || typeof password !== "string") return null;
  const settings = await loadSettings(db);
  const { refuseBreached } = settings.emailPassword;
  const isRefused =
    findRefusal({ endpoint, settings }) !== null ||
    typeof email !== "string" ||
    emailAddress(email) !== email ||
    lengthFault(password, settings.emailPassword) !== null;
  if (isRefused) return null; // before the password is hashed
  const policy = { refuseBreached, names: submittedNames(body) };
  return { kind: "hash", field: "password", policy };
}

/** At a sign-in. `user` null: no such user. The returned need takes as long as a real comparison. */
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

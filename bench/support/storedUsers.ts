/**
 * Writes what a deployment holds after so many sign-ups to a database: for each user the row, an
 * account, a session, two events and two audit entries, in the component's own schema.
 */
import type { Database } from "@banata-auth/local";
import { CommitTsPlaceholder } from "convex/values";
import schema from "../../convex/component/schema";

const COMPONENT = "banataAuth";
const PROJECT = "prj_01J00000000000000000000000";
const FIRST_SIGN_UP = Date.UTC(2026, 0, 1);
/** As many as a few browsers in parallel produce: one commit for each, and shared fsyncs. */
const PARALLEL = 500;

export const ROWS_PER_USER = 7;

/** Text of fixed length that looks random, so that no two rows are alike. */
function mixed(seed: number, length: number): string {
  let state = (seed * 2654435761) >>> 0;
  let text = "";
  while (text.length < length) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    text += state.toString(36);
  }
  return text.slice(0, length);
}

const ulid = (prefix: string, n: number, at: number) =>
  `${prefix}_${at.toString(32).toUpperCase().padStart(10, "0")}${mixed(n, 16).toUpperCase()}`;

function insertUser({ begin }: Pick<Database, "begin">, n: number): Promise<bigint> {
  const tx = begin();
  const at = FIRST_SIGN_UP + n * 1_000;
  const insert = (table: string, fields: Parameters<typeof tx.insert>[2]) =>
    tx.insert(COMPONENT, table, { projectId: PROJECT, ...fields });
  const times = { createdAt: at, updatedAt: at };
  const userId = ulid("usr", n, at);
  const sessionId = ulid("ses", n, at);
  const email = `${mixed(n, 9)}.${n}@example.com`;
  const name = `Sample Person ${n}`;
  const userAgent =
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36";
  const ipAddress = `203.0.113.${n % 256}`;
  const user = { id: userId, email, emailVerified: true, name, image: null, banned: false };
  insert("users", {
    ...user,
    searchName: `${name.toLowerCase()}\0${userId}`,
    username: null,
    phoneNumber: null,
    phoneNumberVerified: false,
    roles: ["user"],
    banReason: null,
    banExpires: null,
    twoFactorEnabled: false,
    stateVersion: 1,
    passwordVersion: 1,
    metadata: "{}",
    ...times,
  });
  insert("accounts", {
    id: ulid("acc", n, at),
    userId,
    providerId: "credential",
    accountId: userId,
    passwordHash: `${mixed(n + 1, 32)}:${mixed(n + 2, 128)}`,
    ...times,
  });
  insert("sessions", {
    id: sessionId,
    userId,
    tokenHash: mixed(n + 3, 64),
    expiresAt: at + 604_800_000,
    ipAddress,
    userAgent,
    impersonatedBy: null,
    authenticatedAt: at,
    proofs: ["password"],
    ...times,
  });
  for (const [sequence, type] of ["user.created", "session.created"].entries()) {
    insert("events", {
      id: ulid("evt", n * 2 + sequence, at),
      type,
      organizationId: null,
      data: JSON.stringify({ ...user, createdAt: new Date(at).toISOString() }),
      createdAt: at,
      commitTs: new CommitTsPlaceholder(),
      sequence,
    });
    insert("auditEvents", {
      id: ulid("aud", n * 2 + sequence, at),
      action: type,
      actorType: "user",
      actorId: userId,
      actorName: name,
      organizationId: null,
      ipAddress,
      userAgent,
      requestId: mixed(n + 4, 16),
      targetId: sequence === 0 ? userId : sessionId,
      targets: [{ type: "user", id: userId, name }],
      changes: null,
      occurredAt: at,
      createdAt: at,
    });
  }
  return tx.commit();
}

export async function storeUsers(database: Database, users: number): Promise<void> {
  // `defineSchema` returns more than its type says; the CLI reads the same text.
  const { tables } = JSON.parse((schema as unknown as { export(): string }).export()) as {
    tables: never[];
  };
  await database.applySchemas(new Map([[COMPONENT, { schemaValidation: true, tables }]]));
  const begin = () => database.begin();
  for (let n = 0; n < users; n += PARALLEL) {
    const batch = Array.from({ length: Math.min(PARALLEL, users - n) }, (_, i) => n + i);
    await Promise.all(batch.map((user) => insertUser({ begin }, user)));
  }
}

/** Reads one user through each kind of index, as the first request after a start does. */
export function readFirstUser(database: Database): boolean {
  const tx = database.begin();
  const range = (table: string, index: string) =>
    tx.scan({
      component: COMPONENT,
      table,
      index,
      lower: { key: [PROJECT], inclusive: true },
      upper: { key: [PROJECT], inclusive: true },
      order: "desc",
    });
  const user = range("users", "byEmail").next().value?.document;
  const session = range("sessions", "byTokenHash").next().value?.document;
  return user !== undefined && session !== undefined && tx.get(COMPONENT, user._id) !== null;
}

export const countUsers = (database: Database) => database.begin().count(COMPONENT, "users");

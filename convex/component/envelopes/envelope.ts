/**
 * Envelope encryption for secrets that are kept in rows: each value has a data key of its own
 * (AES-256-GCM), which is stored wrapped under the project's current key-encryption key. A rotation
 * re-wraps data keys and never touches values; deleting a data key makes every copy of its value
 * unreadable. README.md has the vocabulary.
 *
 * Errors never contain a value. Decrypted values must not leave the component except as the answer
 * of an operation that is made for it.
 */
import type { Doc } from "../_generated/dataModel";
import {
  acceptedSecretIds,
  decryptWith,
  encryptWith,
  fromBase64,
  newDataKey,
  sealedUnder,
  toBase64,
} from "../core/secrets";
import type { TenantReader, TenantWriter } from "../tenancy/database";
import { findGeneration, loadKeyWrapping, requireNewestKey } from "./generations";

/** Where a value is kept. Decrypting it needs the same address, so a value cannot be moved. */
export interface EnvelopeAddress {
  readonly layer: Doc<"dataKeys">["layer"];
  /** Null for a value of the project. */
  readonly organizationId: string | null;
  /** The id of the row that holds the value. */
  readonly ownerId: string;
  /** The name of the value, unique in its row: `clientSecret`, `privateKey`. */
  readonly field: string;
  /** Grows with every change of the value, so an earlier value does not pass for the current one. */
  readonly version: number;
  /** Pairs that the decrypting caller must know; they are not stored. Their order does not matter. */
  readonly context?: Readonly<Record<string, string>>;
}

/**
 * Values are `<version>.<base64>`. The text is encrypted for its context, and the result for the
 * rest of the address, so that a wrong context can be told from a value that was modified or moved.
 */
const ENVELOPE_VERSION = "e2";
/** Encrypted once, for the address with the context. */
const FIRST_VERSION = "e1";
/** Of one row. */
const MAXIMUM_FIELDS = 20;

/** Whether the text is a result of `sealValue`, and not of `seal` (core/secrets.ts). */
export const isEnvelope = (sealed: string): boolean => /^e[12]\./.test(sealed);

/**
 * Encrypts the text for its address and returns what the owner's row must store, about 4/3 of its
 * length. Stores the data key, in place of the one of an earlier value with the same owner and
 * field, which becomes unreadable.
 *
 *     sealedClientSecret: await sealValue(ctx.db, {
 *       ...{ layer: "connection", organizationId, ownerId: id, field: "clientSecret" },
 *       version: 1,
 *       text: clientSecret,
 *     })
 *
 * Call `deleteValues` when the owner's row is deleted, and name the column `sealed…`, so that the
 * type checker asks for its row in secretRotation/sealedColumns.ts (`ENVELOPED`).
 */
export async function sealValue(
  db: TenantWriter,
  { text, ...address }: EnvelopeAddress & { readonly text: string },
): Promise<string> {
  const dataKey = newDataKey();
  await storeDataKey(db, address, dataKey);
  const inner = await encryptWith(dataKey, new TextEncoder().encode(text), toContextData(address));
  const outer = await encryptWith(dataKey, inner, toAddressData(db.projectId, address));
  return `${ENVELOPE_VERSION}.${toBase64(outer)}`;
}

/** Why a value cannot be decrypted. */
export type EnvelopeFault =
  /** There is no data key: the value was deleted, or replaced. */
  | "no_key"
  /** No accepted BANATA_AUTH_SECRET or generation unwraps the data key. */
  | "key_unreadable"
  /** The context is not the one that the value was encrypted with. */
  | "wrong_context"
  /** The value, its address or its data key was modified, or is a copy from elsewhere. */
  | "corrupted";

/**
 * Decrypts a value that `sealValue` returned for the same address. Reads two rows. Throws an
 * internal error if it cannot; use `tryOpenValue` where that can be the caller's mistake.
 */
export async function openValue(
  db: TenantReader,
  value: EnvelopeAddress & { readonly sealed: string },
): Promise<string> {
  const opened = await tryOpenValue(db, value);
  if ("text" in opened) return opened.text;
  const { layer, ownerId, field } = value;
  throw new Error(`Cannot decrypt ${field} of ${layer} ${ownerId}: ${opened.fault}.`);
}

/** As `openValue`, with the reason in place of an error. */
export async function tryOpenValue(
  db: TenantReader,
  { sealed, ...address }: EnvelopeAddress & { readonly sealed: string },
): Promise<{ readonly text: string } | { readonly fault: EnvelopeFault }> {
  const row = await findDataKey(db, address);
  if (!row) return { fault: "no_key" };
  const dataKey = await unwrapDataKey(db, row).catch(() => null);
  if (!dataKey) return { fault: await findKeyFault(db, row) };
  const opened = await decrypt(dataKey, sealed, { ...address, projectId: db.projectId });
  return typeof opened === "string"
    ? { fault: opened }
    : { text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(opened) };
}

async function decrypt(
  dataKey: Uint8Array<ArrayBuffer>,
  sealed: string,
  { projectId, ...address }: EnvelopeAddress & { readonly projectId: string },
): Promise<Uint8Array | EnvelopeFault> {
  const [version, body = ""] = sealed.split(".", 2);
  const isFirst = version === FIRST_VERSION;
  if (!isEnvelope(sealed)) return "corrupted";
  let inner: Uint8Array<ArrayBuffer>;
  try {
    const outer = fromBase64(body);
    inner = isFirst ? outer : await decryptWith(dataKey, outer, toAddressData(projectId, address));
  } catch {
    return "corrupted";
  }
  const contextData = isFirst ? toFirstData(projectId, address) : toContextData(address);
  return await decryptWith(dataKey, inner, contextData).catch(() => "wrong_context" as const);
}

/** Why the data key could not be unwrapped. */
async function findKeyFault(db: TenantReader, row: Doc<"dataKeys">): Promise<EnvelopeFault> {
  const isLost =
    !(await findGeneration(db, row.generation)) ||
    !(await acceptedSecretIds()).includes(sealedUnder(row.sealedKey) ?? "");
  return isLost ? "key_unreadable" : "corrupted";
}

/**
 * Deletes the data keys of a row, which makes its values unreadable, in backups of the row as well.
 */
export async function deleteValues(
  db: TenantWriter,
  { layer, ownerId }: Pick<EnvelopeAddress, "layer" | "ownerId">,
): Promise<void> {
  const rows = await db
    .range("dataKeys", "byOwner", (q) => q.eq("layer", layer).eq("ownerId", ownerId))
    .take(MAXIMUM_FIELDS);
  for (const row of rows) await db.delete("dataKeys", row);
}

async function storeDataKey(
  db: TenantWriter,
  address: EnvelopeAddress,
  dataKey: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const { layer, organizationId, ownerId, field } = address;
  const { generation, wrap } = await requireNewestKey(db, Date.now());
  const fields = {
    ...{ layer, organizationId, ownerId, field, generation, attemptedIn: generation },
    sealedKey: await wrap(dataKey, toKeyPlace(address)),
  };
  const before = await findDataKey(db, address);
  if (before) await db.patch("dataKeys", before, fields);
  else await db.insert("dataKeys", fields);
}

const unwrapDataKey = async (db: TenantReader, row: Doc<"dataKeys">) => {
  const { unwrap } = await loadKeyWrapping(db, row.generation);
  return await unwrap(row.sealedKey, toKeyPlace(row));
};

const findDataKey = async (
  db: TenantReader,
  { layer, ownerId, field }: Pick<EnvelopeAddress, "layer" | "ownerId" | "field">,
): Promise<Doc<"dataKeys"> | null> =>
  await db
    .range("dataKeys", "byOwner", (q) =>
      q.eq("layer", layer).eq("ownerId", ownerId).eq("field", field),
    )
    .unique();

/** Without version and context, which a rotation does not know. */
export const toKeyPlace = ({
  layer,
  organizationId,
  ownerId,
  field,
}: Pick<EnvelopeAddress, "layer" | "organizationId" | "ownerId" | "field">): string =>
  JSON.stringify([layer, organizationId, ownerId, field]);

function toAddressData(projectId: string, address: EnvelopeAddress): string {
  const { layer, organizationId, ownerId, field, version } = address;
  const parts = [layer, projectId, organizationId, ownerId, field, version];
  return JSON.stringify([ENVELOPE_VERSION, "address", ...parts]);
}

const toContextData = ({ context }: EnvelopeAddress): string =>
  JSON.stringify([ENVELOPE_VERSION, "context", toPairs(context)]);

function toFirstData(projectId: string, address: EnvelopeAddress): string {
  const { layer, organizationId, ownerId, field, version, context } = address;
  const parts = [layer, projectId, organizationId, ownerId, field, version];
  return JSON.stringify([FIRST_VERSION, ...parts, toPairs(context)]);
}

const toPairs = (context: EnvelopeAddress["context"] = {}) =>
  Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));

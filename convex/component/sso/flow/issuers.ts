/** What is kept of a connection's issuer between sign-ins: its metadata, and its signing keys. */
import type { Doc } from "../../_generated/dataModel";
import type { TenantReader, TenantWriter } from "../../tenancy/database";
import type { IssuerMetadata } from "../oidc/issuer";
import type { Connection } from "./connections";
import type { StoredKeys } from "./question";

/** A discovery document is fetched again after this time. */
const METADATA_LIFETIME_MS = 60 * 60_000;
const NO_KEYS = { url: "", keys: "", fetchedAt: 0 };

export interface KeptIssuer {
  /** Null: it must be discovered (again). */
  readonly metadata: IssuerMetadata | null;
  readonly keys: StoredKeys | null;
}

export async function loadIssuer(
  db: TenantReader,
  { id, version }: Pick<Connection, "id" | "version">,
  now: number,
): Promise<KeptIssuer> {
  const row = await findRow(db, id);
  if (!row) return { metadata: null, keys: null };
  const isCurrent =
    row.metadataVersion === version && now - (row.metadataFetchedAt ?? 0) < METADATA_LIFETIME_MS;
  const { url, keys, fetchedAt, metadata } = row;
  return {
    metadata: isCurrent && metadata !== undefined ? (JSON.parse(metadata) as IssuerMetadata) : null, // stored by saveIssuer
    keys: keys === "" ? null : { url, keys, fetchedAt },
  };
}

export async function saveIssuer(
  db: TenantWriter,
  { id: connectionId, version }: Pick<Connection, "id" | "version">,
  metadata: IssuerMetadata,
  now: number,
): Promise<void> {
  const fields = {
    metadata: JSON.stringify(metadata),
    metadataFetchedAt: now,
    metadataVersion: version,
  };
  const row = await findRow(db, connectionId);
  if (row) await db.patch("ssoKeySets", row, fields);
  else await db.insert("ssoKeySets", { connectionId, ...NO_KEYS, ...fields });
}

export async function saveKeys(
  db: TenantWriter,
  connectionId: string,
  keys: StoredKeys,
): Promise<void> {
  const row = await findRow(db, connectionId);
  if (row) await db.patch("ssoKeySets", row, { ...keys });
  else await db.insert("ssoKeySets", { connectionId, ...keys });
}

const findRow = async (db: TenantReader, connectionId: string): Promise<Doc<"ssoKeySets"> | null> =>
  await db.range("ssoKeySets", "byConnection", (q) => q.eq("connectionId", connectionId)).unique();

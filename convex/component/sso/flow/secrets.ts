/** Opens the secrets of a connection, for the question that needs them. */
import { openValue } from "../../envelopes/envelope";
import type { TenantReader } from "../../tenancy/database";
import { clientSecretAddress } from "../secrets";
import type { Connection } from "./connections";

/** Null while the connection has none. */
export async function openClientSecret(
  db: TenantReader,
  connection: Connection,
): Promise<string | null> {
  const { sealedClientSecret: sealed } = connection;
  if (sealed === null) return null;
  return await openValue(db, { ...clientSecretAddress(connection), sealed });
}

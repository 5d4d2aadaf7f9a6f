/** Opens the secrets of a connection, for the question that needs them. */
import { unseal } from "../../core/secrets";
import type { TenantReader } from "../../tenancy/database";
import { clientSecretPlace } from "../secrets";
import type { Connection } from "./connections";

/** Null while the connection has none. */
export async function openClientSecret(
  { projectId }: TenantReader,
  { id, sealedClientSecret }: Connection,
): Promise<string | null> {
  if (sealedClientSecret === null) return null;
  const { purpose, place } = clientSecretPlace(id);
  return await unseal(projectId, purpose, sealedClientSecret, place);
}

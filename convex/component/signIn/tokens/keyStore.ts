/** Storage of an issuer's signing keys: the deployment's, or one project's. */
import type { Doc } from "../../_generated/dataModel";
import { seal, unseal } from "../../core/secrets";
import type { TenantReader, TenantWriter } from "../../tenancy/database";
import { MAXIMUM_SIGNING_KEYS, type DeploymentWriter } from "../../tenancy/deployment";

export type KeyRow = Doc<"signingKeys"> | Doc<"projectSigningKeys">;
export type NewKey = Omit<Doc<"signingKeys">, "_id" | "_creationTime">;

export interface KeyStore {
  /** Newest first. */
  all(): Promise<readonly KeyRow[]>;
  insert(key: NewKey): Promise<void>;
  markRotation(key: KeyRow, askedAt: number): Promise<void>;
  delete(key: KeyRow): Promise<void>;
}

export const loadProjectKeys = async (db: TenantReader) =>
  await db.range("projectSigningKeys", "byCreatedAt", (q) => q, "desc").take(MAXIMUM_SIGNING_KEYS);

export const projectKeyStore = (db: TenantWriter): KeyStore => ({
  all: async () => await loadProjectKeys(db),
  insert: async (key) => void (await db.insert("projectSigningKeys", key)),
  markRotation: async (key, rotationAskedAt) =>
    void (await db.patch("projectSigningKeys", key as Doc<"projectSigningKeys">, {
      rotationAskedAt,
    })), // `all` returns rows of that table
  delete: async (key) => await db.delete("projectSigningKeys", key as Doc<"projectSigningKeys">),
});

export const deploymentKeyStore = (deployment: DeploymentWriter): KeyStore => ({
  all: async () => await deployment.signingKeys(),
  insert: async (key) => await deployment.insertSigningKey(key),
  markRotation: async (key, rotationAskedAt) =>
    await deployment.patchSigningKey(key as Doc<"signingKeys">, { rotationAskedAt }), // as above
  delete: async (key) => await deployment.deleteSigningKey(key as Doc<"signingKeys">),
});

/** The sealing context of a private key: its id. */
export const signingKeyPlace = (kid: string) => ({ purpose: "signing-key", place: kid });

/** `scope`: a project's id, or `DEPLOYMENT_SCOPE`. */
export async function sealPrivateJwk(
  scope: string,
  kid: string,
  privateJwk: string,
): Promise<string> {
  const { purpose, place } = signingKeyPlace(kid);
  return await seal(scope, purpose, privateJwk, place);
}

export async function openPrivateJwk(
  scope: string,
  { kid, sealedPrivateJwk }: Pick<NewKey, "kid" | "sealedPrivateJwk">,
): Promise<string> {
  const { purpose, place } = signingKeyPlace(kid);
  return await unseal(scope, purpose, sealedPrivateJwk, place);
}

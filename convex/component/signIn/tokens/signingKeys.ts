/**
 * Keys that sign tokens: the deployment's own for those that Convex accepts, and each project's for
 * those of other services. Made in an action (a mutation cannot), sealed at rest, the newest signs.
 */
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from "jose";
import { v } from "convex/values";
import { internalMutation, internalQuery } from "../../_generated/server";
import { DEPLOYMENT_SCOPE, seal, unseal } from "../../secrets";
import { TenantReader, TenantWriter } from "../../tenancy/database";
import { DeploymentReader, DeploymentWriter } from "../../tenancy/deployment";

const ALGORITHM = "RS256";
const PURPOSE = "signing-key";
const MAXIMUM_KEYS = 5;

/** Null: the deployment's. */
const owner = { projectId: v.union(v.string(), v.null()) };

/**
 * Stores a key unless another request was first, or the project is gone; answers nothing, so that
 * it can be done twice.
 */
export const store = internalMutation({
  args: { ...owner, kid: v.string(), publicJwk: v.string(), privateJwk: v.string() },
  returns: v.null(),
  handler: async (ctx, { projectId, kid, publicJwk, privateJwk }) => {
    const row = {
      kid,
      publicJwk,
      sealedPrivateJwk: await seal(projectId ?? DEPLOYMENT_SCOPE, PURPOSE, privateJwk),
      createdAt: Date.now(),
    };
    if (projectId === null) {
      const deployment = new DeploymentWriter(ctx.db);
      if ((await deployment.signingKeys()).length === 0) await deployment.insertSigningKey(row);
    } else if (await new DeploymentWriter(ctx.db).project(projectId)) {
      const db = new TenantWriter(ctx.db, projectId);
      if ((await projectKeys(db)).length === 0) await db.insert("projectSigningKeys", row);
    }
    return null;
  },
});

/** The JSON Web Key Set (RFC 7517) as JSON text; null when there is no such project. */
export const keySet = internalQuery({
  args: owner,
  returns: v.union(v.string(), v.null()),
  handler: async (ctx, { projectId }) => {
    const deployment = new DeploymentReader(ctx.db);
    if (projectId !== null && !(await deployment.project(projectId))) return null;
    const keys =
      projectId === null
        ? await deployment.signingKeys()
        : await projectKeys(new TenantReader(ctx.db, projectId));
    return JSON.stringify({ keys: keys.map(({ publicJwk }) => JSON.parse(publicJwk) as JWK) });
  },
});

/** Newest first: the first one signs, all of them verify. */
export const projectKeys = async (db: TenantReader) =>
  await db.range("projectSigningKeys", "byCreatedAt", (q) => q, "desc").take(MAXIMUM_KEYS);

/** A key pair for `store`. In an action. */
export async function newSigningKey(): Promise<{
  kid: string;
  publicJwk: string;
  privateJwk: string;
}> {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, {
    extractable: true,
    modulusLength: 2048,
  });
  const kid = crypto.randomUUID();
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: ALGORITHM, use: "sig" };
  return {
    kid,
    publicJwk: JSON.stringify(publicJwk),
    privateJwk: JSON.stringify(await exportJWK(privateKey)),
  };
}

export interface SigningKey {
  readonly kid: string;
  readonly sealedPrivateJwk: string;
}
export interface TokenForm {
  /** Whose key it is: a project's id, or `DEPLOYMENT_SCOPE`. */
  readonly scope: string;
  /** The header's `typ`. */
  readonly typ: "JWT" | "at+jwt";
  readonly lifetimeSeconds: number;
}

/** A signed JWT (RFC 7519). */
export async function sign(
  key: SigningKey,
  claims: Record<string, unknown>,
  { scope, typ, lifetimeSeconds }: TokenForm,
  now: number,
): Promise<string> {
  const privateKey = await importJWK(
    JSON.parse(await unseal(scope, PURPOSE, key.sealedPrivateJwk)) as JWK,
    ALGORITHM,
  );
  const issuedAt = Math.floor(now / 1_000);
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: ALGORITHM, kid: key.kid, typ })
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .sign(privateKey);
}

/**
 * The deployment's signing keys. Made in an action (a mutation cannot), sealed at rest, the newest signs.
 */
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from "jose";
import { v } from "convex/values";
import { internalMutation, internalQuery } from "../_generated/server";
import { DEPLOYMENT_SCOPE, seal, unseal } from "../secrets";
import { DeploymentReader, DeploymentWriter } from "../tenancy/deployment";

const ALGORITHM = "RS256";
const PURPOSE = "signing-key";

/** Stores a key unless another request was first; answers nothing, so that it can be done twice. */
export const store = internalMutation({
  args: { kid: v.string(), publicJwk: v.string(), privateJwk: v.string() },
  returns: v.null(),
  handler: async (ctx, { kid, publicJwk, privateJwk }) => {
    const deployment = new DeploymentWriter(ctx.db);
    if ((await deployment.signingKeys()).length > 0) return null;
    await deployment.insertSigningKey({ kid, publicJwk, sealedPrivateJwk: await seal(DEPLOYMENT_SCOPE, PURPOSE, privateJwk), createdAt: Date.now() });
    return null;
  },
});

/** The JSON Web Key Set (RFC 7517) as JSON text. */
export const keySet = internalQuery({
  args: {},
  returns: v.string(),
  handler: async (ctx) => {
    const keys = await new DeploymentReader(ctx.db).signingKeys();
    return JSON.stringify({ keys: keys.map(({ publicJwk }) => JSON.parse(publicJwk) as JWK) });
  },
});

/** A key pair for `store`. In an action. */
export async function newSigningKey(): Promise<{ kid: string; publicJwk: string; privateJwk: string }> {
  const { publicKey, privateKey } = await generateKeyPair(ALGORITHM, { extractable: true, modulusLength: 2048 });
  const kid = crypto.randomUUID();
  const publicJwk = { ...(await exportJWK(publicKey)), kid, alg: ALGORITHM, use: "sig" };
  return { kid, publicJwk: JSON.stringify(publicJwk), privateJwk: JSON.stringify(await exportJWK(privateKey)) };
}

/** A signed JWT (RFC 7519) with the newest key, or null when there is none yet. */
export async function sign(deployment: DeploymentReader, claims: Record<string, unknown>, lifetimeSeconds: number, now: number): Promise<string | null> {
  const [key] = await deployment.signingKeys();
  if (!key) return null;
  const privateKey = await importJWK(JSON.parse(await unseal(DEPLOYMENT_SCOPE, PURPOSE, key.sealedPrivateJwk)) as JWK, ALGORITHM);
  const issuedAt = Math.floor(now / 1_000);
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: ALGORITHM, kid: key.kid, typ: "JWT" })
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .sign(privateKey);
}

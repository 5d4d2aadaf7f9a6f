/**
 * Signing keys: the deployment's for Convex, and each project's for other services. Generated in an
 * action, because a mutation cannot, and sealed at rest.
 */
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from "jose";
import { v, type ObjectType } from "convex/values";
import { internal } from "../../_generated/api";
import { internalAction, internalMutation, internalQuery } from "../../_generated/server";
import { DEPLOYMENT_SCOPE } from "../../core/secrets";
import { TenantReader, TenantWriter } from "../../tenancy/database";
import { DeploymentReader, DeploymentWriter } from "../../tenancy/deployment";
import { publishedKeys, removedAt } from "./keyStates";
import {
  deploymentKeyStore,
  openPrivateJwk,
  loadProjectKeys,
  projectKeyStore,
  sealPrivateJwk,
  type KeyRow,
} from "./keyStore";
import { deleteRemoved, newKeySignsFrom } from "./rotation";

const ALGORITHM = "RS256";

/** Null: the deployment. */
const owner = { projectId: v.union(v.string(), v.null()) };
const keyPair = { kid: v.string(), publicJwk: v.string(), privateJwk: v.string() };

/**
 * Stores a key when the issuer has none or a rotation requested one; otherwise does nothing, so it
 * is safe to repeat.
 */
export const store = internalMutation({
  args: { ...owner, ...keyPair },
  returns: v.null(),
  handler: async (ctx, { projectId, kid, publicJwk, privateJwk }) => {
    const deployment = new DeploymentWriter(ctx.db);
    if (projectId !== null && !(await deployment.project(projectId))) return null;
    const keys =
      projectId === null
        ? deploymentKeyStore(deployment)
        : projectKeyStore(new TenantWriter(ctx.db, projectId));
    const now = Date.now();
    const signsFrom = newKeySignsFrom(await keys.all(), now);
    if (signsFrom === null) return null;
    const sealedPrivateJwk = await sealPrivateJwk(projectId ?? DEPLOYMENT_SCOPE, kid, privateJwk);
    const key = { kid, publicJwk, sealedPrivateJwk, createdAt: now, signsFrom };
    await keys.insert(key);
    await ctx.scheduler.runAt(removedAt(key), internal.signIn.tokens.signingKeys.forget, {
      projectId,
    });
    return null;
  },
});

/**
 * Generates a key pair for `store`. A function of its own, so that HTTP actions do not evaluate what
 * signs.
 */
export const generate = internalAction({
  args: {},
  returns: v.object(keyPair),
  handler: newSigningKey,
});

/** Generates the key that a rotation requested. */
export const make = internalAction({
  args: owner,
  returns: v.null(),
  handler: async (ctx, { projectId }): Promise<null> => {
    await ctx.runMutation(internal.signIn.tokens.signingKeys.store, {
      projectId,
      ...(await newSigningKey()),
    });
    return null;
  },
});

/** Deletes keys that have left the JWKS. */
export const forget = internalMutation({
  args: owner,
  returns: v.null(),
  handler: async (ctx, { projectId }) => {
    const keys =
      projectId === null
        ? deploymentKeyStore(new DeploymentWriter(ctx.db))
        : projectKeyStore(new TenantWriter(ctx.db, projectId));
    await deleteRemoved(keys, await keys.all(), Date.now());
    return null;
  },
});

/** The JSON Web Key Set (RFC 7517) as JSON; null when the project does not exist. */
export const keySet = internalQuery({
  args: owner,
  returns: v.union(v.string(), v.null()),
  handler: async (ctx, { projectId }) => {
    const deployment = new DeploymentReader(ctx.db);
    if (projectId !== null && !(await deployment.project(projectId))) return null;
    const keys: readonly KeyRow[] =
      projectId === null
        ? await deployment.signingKeys()
        : await loadProjectKeys(new TenantReader(ctx.db, projectId));
    return JSON.stringify({
      keys: publishedKeys(keys, Date.now()).map(({ publicJwk }) => JSON.parse(publicJwk) as JWK),
    });
  },
});

export async function newSigningKey(): Promise<ObjectType<typeof keyPair>> {
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
  /** The key's owner: a project's id, or `DEPLOYMENT_SCOPE`. */
  readonly scope: string;
  /** The header's `typ`. */
  readonly typ: "JWT" | "at+jwt" | "sso-profile+jwt";
  readonly lifetimeSeconds: number;
}

/** Signs a JWT (RFC 7519). */
export async function sign(
  key: SigningKey,
  claims: Record<string, unknown>,
  { scope, typ, lifetimeSeconds }: TokenForm,
  now: number,
): Promise<string> {
  const privateKey = await importJWK(
    JSON.parse(await openPrivateJwk(scope, key)) as JWK,
    ALGORITHM,
  );
  const issuedAt = Math.floor(now / 1_000);
  return await new SignJWT(claims)
    .setProtectedHeader({ alg: ALGORITHM, kid: key.kid, typ })
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeSeconds)
    .sign(privateKey);
}

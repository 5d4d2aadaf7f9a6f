/**
 * Public endpoints for token verifiers: key sets (RFC 7517) and discovery documents. Convex reads
 * the deployment's (the same at every project's path), other services the project's.
 */
import { internal } from "../../_generated/api";
import type { ActionCtx } from "../../_generated/server";
import type { Place } from "../../api/request";
import { deploymentIssuer, discoveryDocument, projectIssuer } from "./issuers";
import { JWKS_CACHE_MS } from "./keyStates";
import { newSigningKey } from "./signingKeys";

const EMPTY_KEY_SET = JSON.stringify({ keys: [] });
const KEY_SET = "application/jwk-set+json";

/** Returns null when the path is none of these or the project does not exist. */
export async function keySetResponse(
  ctx: ActionCtx,
  { path, projectId }: Place,
): Promise<Response | null> {
  switch (path) {
    case "/api/auth/convex/jwks":
      return publicJson(await keySet(ctx, null), KEY_SET);
    case "/api/auth/convex/.well-known/openid-configuration":
      return publicJson(
        JSON.stringify(
          discoveryDocument(deploymentIssuer(), `${deploymentIssuer()}/api/auth/convex/jwks`),
        ),
      );
    case "/api/auth/jwks":
      return projectId === null ? null : publicJson(await keySet(ctx, projectId), KEY_SET);
    case "/.well-known/openid-configuration":
      if (projectId === null || (await keySet(ctx, projectId)) === null) return null;
      return publicJson(
        JSON.stringify(
          discoveryDocument(projectIssuer(projectId), `${projectIssuer(projectId)}/api/auth/jwks`),
        ),
      );
    default:
      return null;
  }
}

/**
 * Returns the key set, generating the first key if necessary; null when the project does not exist.
 */
async function keySet(ctx: ActionCtx, projectId: string | null): Promise<string | null> {
  const found: string | null = await ctx.runQuery(internal.signIn.tokens.signingKeys.keySet, {
    projectId,
  });
  if (found !== EMPTY_KEY_SET) return found;
  await ctx.runMutation(internal.signIn.tokens.signingKeys.store, {
    projectId,
    ...(await newSigningKey()),
  });
  return await ctx.runQuery(internal.signIn.tokens.signingKeys.keySet, { projectId });
}

const publicJson = (body: string | null, contentType = "application/json") =>
  body === null
    ? null
    : new Response(body, {
        headers: {
          "content-type": contentType,
          "cache-control": `public, max-age=${JWKS_CACHE_MS / 1_000}`,
          "access-control-allow-origin": "*",
        },
      });

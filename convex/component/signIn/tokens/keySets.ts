/**
 * Public endpoints for token verifiers: key sets (RFC 7517) and discovery documents. Convex reads
 * the deployment's (the same at every project's path), other services the project's.
 */
import { internal } from "../../_generated/api";
import type { ActionCtx } from "../../_generated/server";
import type { Place } from "../../api/request";
import { assertServed, type Audience } from "../../core/consoleOrigin";
import { deploymentIssuer, discoveryDocument, requestIssuer } from "./issuers";
import { JWKS_CACHE_MS } from "./keyStates";

const EMPTY_KEY_SET = JSON.stringify({ keys: [] });
const KEY_SET = "application/jwk-set+json";

/** Returns null when the path is none of these or the project does not exist. */
export async function keySetResponse(
  ctx: ActionCtx,
  { path, projectId, audience }: Place,
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
      if (projectId === null) return null;
      assertOwnHost(projectId, audience);
      return publicJson(await keySet(ctx, projectId), KEY_SET);
    case "/.well-known/openid-configuration":
      if (projectId === null) return null;
      assertOwnHost(projectId, audience);
      return (await keySet(ctx, projectId)) === null
        ? null
        : discovery(requestIssuer(projectId, audience));
    default:
      return null;
  }
}

/** Another project's issuer must not appear to be at the domain. */
function assertOwnHost(projectId: string, audience: Audience): void {
  if (typeof audience === "object") assertServed({ id: projectId, isAdmin: false }, audience);
}

const discovery = (issuer: string): Response | null =>
  publicJson(JSON.stringify(discoveryDocument(issuer, `${issuer}/api/auth/jwks`)));

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
    ...(await ctx.runAction(internal.signIn.tokens.signingKeys.generate, {})),
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

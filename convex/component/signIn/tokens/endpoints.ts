/**
 * Endpoints that issue tokens for a session, as a Better Auth plugin: `GET /convex/token` for
 * Convex, and `POST /token` with `{ audience? }` for other services of the auth client named in the
 * request.
 */
import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint, sessionMiddleware } from "better-auth/api";
import type { TokenSubject } from "./tokenIssuer";

export interface TokenSigner {
  readonly convexToken: (subject: TokenSubject) => Promise<string>;
  readonly accessToken: (subject: TokenSubject, audience: string | null) => Promise<string>;
}

export const tokenEndpoints = (signer: TokenSigner) =>
  ({
    id: "banata-tokens",
    endpoints: {
      getConvexToken: createAuthEndpoint(
        "/convex/token",
        { method: "GET", use: [sessionMiddleware] },
        async (ctx) => {
          const { session, user } = ctx.context.session;
          return ctx.json({
            token: await signer.convexToken({ userId: user.id, sessionId: session.id }),
          });
        },
      ),
      createAccessToken: createAuthEndpoint(
        "/token",
        { method: "POST", use: [sessionMiddleware] },
        async (ctx) => {
          const { session, user } = ctx.context.session;
          const audience = (ctx.body as { audience?: unknown } | undefined)?.audience ?? null;
          if (audience !== null && typeof audience !== "string")
            throw new APIError("BAD_REQUEST", {
              code: "INVALID_AUDIENCE",
              message: "audience must be a string",
            });
          return ctx.json({
            token: await signer.accessToken({ userId: user.id, sessionId: session.id }, audience),
          });
        },
      ),
    },
  }) satisfies BetterAuthPlugin;

/**
 * The endpoints that turn a session into a token, as a plugin of Better Auth: `GET /convex/token`
 * for Convex, `POST /token` with `{ audience? }` for another service of the auth client that the
 * request names.
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
              message: "audience: Expected a text",
            });
          return ctx.json({
            token: await signer.accessToken({ userId: user.id, sessionId: session.id }, audience),
          });
        },
      ),
    },
  }) satisfies BetterAuthPlugin;

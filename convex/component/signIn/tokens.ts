/**
 * The tokens that Convex accepts, as an endpoint of Better Auth: `GET /convex/token` with a session. Functions take the project and the state from the session's row; the token only says
 * which session that is.
 */
import type { BetterAuthPlugin } from "better-auth";
import { createAuthEndpoint, sessionMiddleware } from "better-auth/api";

/** What a token says besides its lifetime. */
export interface TokenSubject {
  readonly userId: string;
  readonly sessionId: string;
}

/** `sign` answers the token. */
export const convexTokens = (sign: (subject: TokenSubject) => Promise<string>) =>
  ({
    id: "banata-tokens",
    endpoints: {
      getConvexToken: createAuthEndpoint("/convex/token", { method: "GET", use: [sessionMiddleware] }, async (ctx) => {
        const { session, user } = ctx.context.session;
        return ctx.json({ token: await sign({ userId: user.id, sessionId: session.id }) });
      }),
    },
  }) satisfies BetterAuthPlugin;

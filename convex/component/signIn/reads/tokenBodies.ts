/** The bodies of the endpoints that issue tokens for the session. */
import { parseFields } from "../attemptRequest";
import type { TokenRead } from "../endpoint";
import { resolveAudience, TokenIssuer } from "../tokens/tokenIssuer";
import type { ActiveRead, Bodies } from "./answer";

const issuer = ({ db, deployment, now, settings, audience }: ActiveRead) =>
  new TokenIssuer({
    db,
    deployment,
    lifetimeSeconds: settings.sessions.accessTokenDuration,
    now,
    audience,
  });

export const tokenBodies: Bodies<TokenRead> = {
  convexToken: async (read) => {
    const token = await issuer(read).convexToken(toSubject(read));
    return token === null ? null : { token };
  },
  accessToken: async (read) => {
    const { audience = null } = parseFields(read.body);
    if (audience !== null && typeof audience !== "string") return null;
    const target = resolveAudience(read.client, audience);
    if ("refused" in target) return null;
    const token = await issuer(read).accessToken(toSubject(read), target);
    return token === null ? null : { token };
  },
};

const toSubject = ({ user, session }: ActiveRead) => ({ userId: user.id, sessionId: session.id });

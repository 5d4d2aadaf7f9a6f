/**
 * Issues the tokens of a session. Both kinds identify the user and the session only. What the
 * session may do is read from its row: by Convex functions on every call, by other services on
 * demand.
 */
import type { Doc } from "../../_generated/dataModel";
import { isAudienceAllowed, type ClientRow } from "../../authClients/clients";
import { formatRoles } from "../../rbac/assignments";
import type { Audience } from "../../core/consoleOrigin";
import { DEPLOYMENT_SCOPE } from "../../core/secrets";
import { findAccessRefusal, toAuthentication } from "../../organizations/policies";
import type { TenantReader } from "../../tenancy/database";
import type { DeploymentReader } from "../../tenancy/deployment";
import type { Refusal } from "../attemptRequest";
import { CONVEX_AUDIENCE, deploymentIssuer, requestIssuer } from "./issuers";
import { activeKey } from "./keyStates";
import { loadProjectKeys } from "./keyStore";
import { sign } from "./signingKeys";

export interface TokenSubject {
  readonly userId: string;
  readonly sessionId: string;
}

export interface IssuerContext {
  readonly db: TenantReader;
  readonly deployment: DeploymentReader;
  readonly lifetimeSeconds: number;
  readonly now: number;
  /** Whom the host serves at which the token was asked for. */
  readonly audience: Audience;
}

/** For whom an access token is made. */
export interface TokenTarget {
  readonly clientId: string;
  readonly audience: string;
}
interface RefusedTarget {
  readonly status: "BAD_REQUEST" | "FORBIDDEN";
  readonly refused: Refusal;
}

/** `audience` null: the client itself. Refuses an audience that the client has not registered. */
export function resolveAudience(
  client: ClientRow | null,
  audience: string | null,
): TokenTarget | RefusedTarget {
  if (!client || client.disabled)
    return {
      status: "BAD_REQUEST",
      refused: {
        code: "CLIENT_REQUIRED",
        message: "Name an auth client with the header x-banata-client-id",
      },
    };
  if (!isAudienceAllowed(client, audience ?? client.id))
    return {
      status: "FORBIDDEN",
      refused: {
        code: "AUDIENCE_NOT_ALLOWED",
        message: "This audience is not registered for the auth client",
      },
    };
  return { clientId: client.id, audience: audience ?? client.id };
}

export class TokenIssuer {
  constructor(private readonly ctx: IssuerContext) {}

  /** Issues a token for Convex; null when there is no signing key yet. */
  async convexToken(subject: TokenSubject): Promise<string | null> {
    const { deployment, lifetimeSeconds, now } = this.ctx;
    const key = activeKey(await deployment.signingKeys(), now);
    if (!key) return null;
    const claims = {
      iss: deploymentIssuer(),
      aud: CONVEX_AUDIENCE,
      ...(await this.loadClaims(subject)),
    };
    return await sign(key, claims, { scope: DEPLOYMENT_SCOPE, typ: "JWT", lifetimeSeconds }, now);
  }

  /**
   * Issues an access token (RFC 9068) for a service of the named client; null when the project has
   * no signing key yet.
   */
  async accessToken(
    subject: TokenSubject,
    { clientId, audience }: TokenTarget,
  ): Promise<string | null> {
    const { db, lifetimeSeconds, now } = this.ctx;
    const key = activeKey(await loadProjectKeys(db), now);
    if (!key) return null;
    const claims = {
      iss: requestIssuer(db.projectId, this.ctx.audience),
      aud: audience,
      client_id: clientId,
      ...(await this.loadClaims(subject)),
    };
    return await sign(key, claims, { scope: db.projectId, typ: "at+jwt", lifetimeSeconds }, now);
  }

  /**
   * The session's active organization, unless a policy of it keeps the session out: services take
   * the claim as proof of access.
   */
  private async findOrganization(session: Doc<"sessions">): Promise<string | undefined> {
    const { activeOrganizationId } = session;
    if (activeOrganizationId == null) return undefined;
    const authentication = toAuthentication(session);
    const refusal = await findAccessRefusal(this.ctx.db, activeOrganizationId, authentication);
    return refusal ? undefined : activeOrganizationId;
  }

  private async loadClaims({ userId, sessionId }: TokenSubject) {
    const { db } = this.ctx;
    const user = await db.get("users", userId);
    const session = await db.get("sessions", sessionId);
    const org = session ? await this.findOrganization(session) : undefined; // then omitted
    // A unique id, because Convex's client stops refreshing when it gets the same token twice,
    // which could happen within a second.
    return {
      sub: userId,
      sid: sessionId,
      project: db.projectId,
      org,
      role: formatRoles(user?.roles ?? []),
      jti: crypto.randomUUID(),
    };
  }
}

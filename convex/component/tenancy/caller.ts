/**
 * Resolves a verified credential to its caller, inside the transaction of the work: a key revoked
 * by a concurrent request cannot win a race.
 */
import type { GenericDatabaseReader } from "convex/server";
import { v, type Infer } from "convex/values";
import type { DataModel, Doc } from "../_generated/dataModel";
import { assertServed, audienceValidator } from "../core/consoleOrigin";
import { notFound, unauthenticated } from "../core/errors";
import type { OperatorRole } from "../core/operatorRoles";
import type { PortalIntent } from "../core/portalIntents";
import { PermissionSet } from "../core/permissions";
import { isBanned } from "./ban";
import { TenantReader } from "./database";
import { DeploymentReader } from "./deployment";
import { isKeyUseStale } from "./keyUse";
import { getKeyRefusal } from "./keyRefusal";
import { findApiKey, findAuthClient, findDefaultProjectId, findProject } from "./lookups";
import {
  portalSessionEnded,
  resolvePortalCaller,
  type FindSessionPermissions,
} from "./portalCaller";
import type { Actor } from "./records";

/**
 * What transports pass in. `apiKey` and `session` come from api/management.ts, which hashed the
 * request's credentials. `app` and `appSession` come from `convexTransport` inside the installing
 * app, which is trusted with every project of its deployment. None can be passed as an argument
 * from the internet. `client` is not a credential: client ids are public, so it resolves to an
 * anonymous caller without permissions, which admission.ts accepts only for operations declared
 * `public`.
 */
export const credentialValidator = v.union(
  v.object({
    kind: v.literal("apiKey"),
    hash: v.string(),
    projectPath: v.union(v.string(), v.null()),
  }),
  v.object({
    kind: v.literal("session"),
    /**
     * From a bearer token (`projectId` null: the path selects the project), or from cookies with
     * valid signatures, one per project.
     */
    tokens: v.array(v.object({ projectId: v.union(v.string(), v.null()), tokenHash: v.string() })),
    projectPath: v.union(v.string(), v.null()),
    /**
     * The cross-origin page that sent the cookie; the project must trust its origin. Null when
     * there is nothing to check.
     */
    page: v.union(
      v.object({ origin: v.string(), clientId: v.union(v.string(), v.null()) }),
      v.null(),
    ),
    /** Of the host to which the request was sent. */
    audience: audienceValidator,
  }),
  v.object({ kind: v.literal("app"), projectId: v.string() }),
  v.object({ kind: v.literal("appSession"), projectId: v.string(), sessionId: v.string() }),
  v.object({
    kind: v.literal("client"),
    clientId: v.string(),
    projectPath: v.union(v.string(), v.null()),
  }),
  /** From the cookie of an admin portal (portal/), whose pages alone make this credential. */
  v.object({ kind: v.literal("portal"), projectId: v.string(), tokenHash: v.string() }),
);
export type Credential = Infer<typeof credentialValidator>;

/** An operator's session that works in a project, or on the operator's own projects. */
export interface CallersOperator {
  /** Of the admin project. */
  readonly userId: string;
  readonly adminProjectId: string;
  /** The operator's session. */
  readonly sessionId: string;
  /** In the caller's project; null for operations about the operator's own projects. */
  readonly role: OperatorRole | null;
}

/** A session of the admin portal, and what it is for. */
export interface CallersPortal {
  readonly sessionId: string;
  readonly intent: PortalIntent;
}

/** An active session and its user. */
export interface CallersSession {
  readonly row: Doc<"sessions">;
  readonly user: Doc<"users">;
}

export interface Caller {
  /**
   * The key, the session's user, the operator, the portal session, or the installing app (`system`,
   * id `app`).
   */
  readonly actor: Actor;
  readonly project: Doc<"projects">;
  /**
   * For a session: the permissions in the organization that the operation concerns; none for
   * operations about the user.
   */
  readonly permissions: PermissionSet;
  /**
   * The only organization that the key, or the session in this operation, may work on; null for no
   * restriction.
   */
  readonly organizationId: string | null;
  readonly session: CallersSession | null;
  /** Set instead of `session` for an operator. */
  readonly operator: CallersOperator | null;
  /** The API key, if the caller is one. */
  readonly key: Doc<"apiKeys"> | null;
  /** Set for a session of the admin portal. */
  readonly portal: CallersPortal | null;
  /** The recorded last use is out of date. */
  readonly useIsDue: boolean;
}

/**
 * Reads two documents: the key and its project. Throws the same 401 for every inactive key,
 * whatever the reason.
 */
export async function resolveCaller(
  db: GenericDatabaseReader<DataModel>,
  credential: Credential,
  now: number,
  findSessionPermissions: FindSessionPermissions | null = null,
): Promise<Caller> {
  if (credential.kind === "app") {
    const project = await findProject(db, credential.projectId);
    if (!project || project.deletingSince !== undefined) throw notFound("Project");
    return {
      actor: { type: "system", id: "app", name: null },
      project,
      permissions: PermissionSet.all,
      organizationId: null,
      session: null,
      operator: null,
      key: null,
      portal: null,
      useIsDue: false,
    };
  }
  if (credential.kind === "session" || credential.kind === "appSession")
    return await resolveSessionCaller(db, credential, now);
  if (credential.kind === "client") return await resolveAnonymousCaller(db, credential);
  if (credential.kind === "portal") {
    const project = await findProject(db, credential.projectId);
    if (!project || project.deletingSince !== undefined) throw portalSessionEnded();
    const { tokenHash } = credential;
    const search = { tokenHash, now, findSessionPermissions };
    return await resolvePortalCaller(new DeploymentReader(db), project, search);
  }
  const key = await findApiKey(db, credential.hash);
  if (!key || getKeyRefusal(key, now) !== null) throw unauthenticated();
  if (credential.projectPath !== null && credential.projectPath !== key.projectId)
    throw unauthenticated();
  const project = await findProject(db, key.projectId);
  if (!project || project.deletingSince !== undefined) throw unauthenticated();
  return {
    actor: { type: "api_key", id: key.id, name: key.name },
    project,
    permissions: PermissionSet.ofKey(key),
    organizationId: key.organizationId,
    session: null,
    operator: null,
    key,
    portal: null,
    useIsDue: isKeyUseStale(key.lastUsedAt, now),
  };
}

/**
 * Reads three documents: the project, the session and its user (and the default project's id when
 * the path names none). Throws 401 for every inactive session, and 403 at a host that does not serve
 * the project.
 */
async function resolveSessionCaller(
  db: GenericDatabaseReader<DataModel>,
  credential: Extract<Credential, { kind: "session" | "appSession" }>,
  now: number,
): Promise<Caller> {
  const projectId =
    credential.kind === "appSession"
      ? credential.projectId
      : (credential.projectPath ?? (await findDefaultProjectId(db)));
  const project = projectId === null ? null : await findProject(db, projectId);
  if (!project || project.deletingSince !== undefined) throw unauthenticated();
  const tenant = new TenantReader(db, project.id);
  const row = await findSession(tenant, credential);
  const user = row && row.expiresAt > now ? await tenant.get("users", row.userId) : null;
  if (!row || !user || isBanned(user, now)) throw unauthenticated();
  if (credential.kind === "session") assertServed(project, credential.audience);
  const name =
    row.impersonatedBy === null
      ? user.name
      : `${user.name} (impersonated by ${row.impersonatedBy})`;
  return {
    actor: { type: "user", id: user.id, name },
    project,
    permissions: PermissionSet.none,
    organizationId: null,
    session: { row, user },
    operator: null,
    key: null,
    portal: null,
    useIsDue: false,
  };
}

async function findSession(
  db: TenantReader,
  credential: Extract<Credential, { kind: "session" | "appSession" }>,
): Promise<Doc<"sessions"> | null> {
  if (credential.kind === "appSession") return await db.get("sessions", credential.sessionId);
  const token = credential.tokens.find(
    ({ projectId }) => projectId === null || projectId === db.projectId,
  );
  return token
    ? await db.range("sessions", "byTokenHash", (q) => q.eq("tokenHash", token.tokenHash)).unique()
    : null;
}

/** The caller's session, in an operation that only sessions may call. */
export function requireCallersSession({ session }: Caller): CallersSession {
  if (session) return session;
  throw new Error("Only operations declared sessionOnly can require the caller's session.");
}

/**
 * An anonymous caller in the project of the given client. Missing and disabled clients are both
 * reported as not found.
 */
async function resolveAnonymousCaller(
  db: GenericDatabaseReader<DataModel>,
  { clientId, projectPath }: Extract<Credential, { kind: "client" }>,
): Promise<Caller> {
  const client = await findAuthClient(db, clientId);
  if (!client || client.disabled || (projectPath !== null && projectPath !== client.projectId))
    throw notFound("Auth client");
  const project = await findProject(db, client.projectId);
  if (!project || project.deletingSince !== undefined) throw notFound("Auth client");
  return {
    actor: { type: "system", id: "anonymous", name: null },
    project,
    permissions: PermissionSet.none,
    organizationId: null,
    session: null,
    operator: null,
    key: null,
    portal: null,
    useIsDue: false,
  };
}

/**
 * Whether the hash belongs to an active key of the project that is not bound to one organization.
 * Does not check permissions.
 */
export async function isProjectKey(
  db: GenericDatabaseReader<DataModel>,
  projectId: string,
  hash: string,
  now: number,
): Promise<boolean> {
  const key = await findApiKey(db, hash);
  return (
    key !== null &&
    key.projectId === projectId &&
    key.organizationId === null &&
    getKeyRefusal(key, now) === null
  );
}

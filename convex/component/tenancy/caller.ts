/**
 * Who calls, from a verified credential, in the transaction of the work: a key revoked by a
 * parallel request cannot win a race.
 */
import type { GenericDatabaseReader } from "convex/server";
import { v, type Infer } from "convex/values";
import type { DataModel, Doc } from "../_generated/dataModel";
import { notFound, unauthenticated } from "../core/errors";
import { PermissionSet } from "../core/permissions";
import { isBanned } from "./ban";
import { TenantReader } from "./database";
import { isKeyUseStale } from "./keyUse";
import { findApiKey, findAuthClient, findDefaultProjectId, findProject } from "./lookups";
import type { Actor } from "./records";

/**
 * What a transport hands in. `apiKey` and `session` come from api/management.ts, which hashed what the
 * request carried; `app` and `appSession` from `convexTransport` inside the installing app, which
 * is trusted with every project of its own deployment. None is reachable from the internet as an
 * argument. `client` is no credential: anybody can name an auth client, so the caller is nobody
 * with no permission, and functions.ts lets it at operations that are declared public alone.
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
     * Of a bearer (`projectId` null: the path says which), or of cookies whose signatures hold, one
     * a project.
     */
    tokens: v.array(v.object({ projectId: v.union(v.string(), v.null()), tokenHash: v.string() })),
    projectPath: v.union(v.string(), v.null()),
    /**
     * The page of another origin that has sent the cookie: it must be one that the project trusts.
     * Null when there is none to ask about.
     */
    page: v.union(
      v.object({ origin: v.string(), clientId: v.union(v.string(), v.null()) }),
      v.null(),
    ),
  }),
  v.object({ kind: v.literal("app"), projectId: v.string() }),
  v.object({ kind: v.literal("appSession"), projectId: v.string(), sessionId: v.string() }),
  v.object({
    kind: v.literal("client"),
    clientId: v.string(),
    projectPath: v.union(v.string(), v.null()),
  }),
);
export type Credential = Infer<typeof credentialValidator>;

/** A session that is good now, and whose it is. */
export interface CallersSession {
  readonly row: Doc<"sessions">;
  readonly user: Doc<"users">;
}

export interface Caller {
  /** The key, the user of the session, or the installing app (`system`, id `app`). */
  readonly actor: Actor;
  readonly project: Doc<"projects">;
  /**
   * By session: in the organization that the operation is about; none where it is about the user
   * alone.
   */
  readonly permissions: PermissionSet;
  /**
   * The one organization that the key, or the session in this operation, works on; or null for all.
   */
  readonly organizationId: string | null;
  readonly session: CallersSession | null;
  /** The key itself, when it is one. */
  readonly key: Doc<"apiKeys"> | null;
  /** Its last use is recorded too long ago. */
  readonly useIsDue: boolean;
}

/**
 * Two documents read: the key and its project. Throws 401 for any key that is not good now,
 * whatever the reason.
 */
export async function resolveCaller(
  db: GenericDatabaseReader<DataModel>,
  credential: Credential,
  now: number,
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
      key: null,
      useIsDue: false,
    };
  }
  if (credential.kind === "session" || credential.kind === "appSession")
    return await callerBySession(db, credential, now);
  if (credential.kind === "client") return await visitorOf(db, credential);
  const key = await findApiKey(db, credential.hash);
  if (!key || keyRefusal(key, now) !== null) throw unauthenticated();
  if (credential.projectPath !== null && credential.projectPath !== key.projectId)
    throw unauthenticated();
  const project = await findProject(db, key.projectId);
  if (!project || project.deletingSince !== undefined) throw unauthenticated();
  return {
    actor: { type: "api_key", id: key.id, name: key.name },
    project,
    permissions: key.fullAccess ? PermissionSet.all : new PermissionSet(key.permissions),
    organizationId: key.organizationId,
    session: null,
    key,
    useIsDue: isKeyUseStale(key.lastUsedAt, now),
  };
}

/**
 * Three documents read: the project, the session and its user (and which project is the default,
 * where the path names none). 401 for any session that is not good now.
 */
async function callerBySession(
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
  const row = await sessionOf(tenant, credential);
  const user = row && row.expiresAt > now ? await tenant.get("users", row.userId) : null;
  if (!row || !user || isBanned(user, now)) throw unauthenticated();
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
    key: null,
    useIsDue: false,
  };
}

async function sessionOf(
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

/** Of an operation that only sessions may call. */
export function callersSession({ session }: Caller): CallersSession {
  if (session) return session;
  throw new Error("An operation that is not declared sessionOnly asked for the session.");
}

/**
 * Nobody in particular, in the project of the client that was named. Every client that does not
 * serve now is not found, whatever the reason.
 */
async function visitorOf(
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
    key: null,
    useIsDue: false,
  };
}

/**
 * Whether it is the hash of a key of that project, good now, and for more than one organization.
 * What the key may do is not asked.
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
    keyRefusal(key, now) === null
  );
}

/** Why a key is not good now, or null when it is. */
export function keyRefusal(key: Doc<"apiKeys">, now: number): "revoked" | "expired" | null {
  if (!key.enabled) return "revoked";
  if (key.expiresAt !== null && key.expiresAt <= now) return "expired";
  return null;
}

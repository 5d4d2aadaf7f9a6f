/**
 * Who calls, from a verified credential, in the transaction of the work: a key revoked by a parallel request cannot win a race.
 */
import type { GenericDatabaseReader } from "convex/server";
import { v, type Infer } from "convex/values";
import type { DataModel, Doc } from "../_generated/dataModel";
import { notFound, unauthenticated } from "../errors";
import { PermissionSet } from "../permissions";
import { isKeyUseStale } from "./keyUse";
import { findApiKey, findAuthClient, findProject } from "./lookups";
import type { Actor } from "./records";

/**
 * What a transport hands in. `apiKey` comes from http.ts, which hashed what the request carried; `app` from `convexTransport` inside the
 * installing app, which is trusted with every project of its own deployment. Neither is reachable from the internet as an argument. `client` is no credential: anybody can name an
 * auth client, so the caller is nobody with no permission, and functions.ts lets it at operations that are declared public alone.
 */
export const credentialValidator = v.union(
  v.object({ kind: v.literal("apiKey"), hash: v.string(), projectPath: v.union(v.string(), v.null()) }),
  v.object({ kind: v.literal("app"), projectId: v.string() }),
  v.object({ kind: v.literal("client"), clientId: v.string(), projectPath: v.union(v.string(), v.null()) }),
);
export type Credential = Infer<typeof credentialValidator>;

export interface Caller {
  /** The key, or the installing app (`system`, id `app`). */
  readonly actor: Actor;
  readonly project: Doc<"projects">;
  readonly permissions: PermissionSet;
  /** The one organization that the key works on, or null for all. */
  readonly organizationId: string | null;
  /** Its last use is recorded too long ago. */
  readonly useIsDue: boolean;
}

/** Two documents read: the key and its project. Throws 401 for any key that is not good now, whatever the reason. */
export async function resolveCaller(db: GenericDatabaseReader<DataModel>, credential: Credential, now: number): Promise<Caller> {
  if (credential.kind === "app") {
    const project = await findProject(db, credential.projectId);
    if (!project || project.deletingSince !== undefined) throw notFound("Project");
    return { actor: { type: "system", id: "app", name: null }, project, permissions: PermissionSet.all, organizationId: null, useIsDue: false };
  }
  if (credential.kind === "client") return await visitorOf(db, credential);
  const key = await findApiKey(db, credential.hash);
  if (!key || keyRefusal(key, now) !== null) throw unauthenticated();
  if (credential.projectPath !== null && credential.projectPath !== key.projectId) throw unauthenticated();
  const project = await findProject(db, key.projectId);
  if (!project || project.deletingSince !== undefined) throw unauthenticated();
  return {
    actor: { type: "api_key", id: key.id, name: key.name },
    project,
    permissions: key.fullAccess ? PermissionSet.all : new PermissionSet(key.permissions),
    organizationId: key.organizationId,
    useIsDue: isKeyUseStale(key.lastUsedAt, now),
  };
}

/** Nobody in particular, in the project of the client that was named. Every client that does not serve now is not found, whatever the reason. */
async function visitorOf(db: GenericDatabaseReader<DataModel>, { clientId, projectPath }: Extract<Credential, { kind: "client" }>): Promise<Caller> {
  const client = await findAuthClient(db, clientId);
  if (!client || client.disabled || (projectPath !== null && projectPath !== client.projectId)) throw notFound("Auth client");
  const project = await findProject(db, client.projectId);
  if (!project || project.deletingSince !== undefined) throw notFound("Auth client");
  return { actor: { type: "system", id: "anonymous", name: null }, project, permissions: PermissionSet.none, organizationId: null, useIsDue: false };
}

/** Whether it is the hash of a key of that project, good now, and for more than one organization. What the key may do is not asked. */
export async function isProjectKey(db: GenericDatabaseReader<DataModel>, projectId: string, hash: string, now: number): Promise<boolean> {
  const key = await findApiKey(db, hash);
  return key !== null && key.projectId === projectId && key.organizationId === null && keyRefusal(key, now) === null;
}

/** Why a key is not good now, or null when it is. */
export function keyRefusal(key: Doc<"apiKeys">, now: number): "revoked" | "expired" | null {
  if (!key.enabled) return "revoked";
  if (key.expiresAt !== null && key.expiresAt <= now) return "expired";
  return null;
}

/**
 * Who calls, from a verified credential, in the transaction of the work: a key revoked by a parallel request cannot win a race.
 */
import type { GenericDatabaseReader } from "convex/server";
import { v, type Infer } from "convex/values";
import type { DataModel, Doc } from "../_generated/dataModel";
import { notFound, unauthenticated } from "../errors";
import { PermissionSet } from "../permissions";
import { isKeyUseStale } from "./keyUse";
import { findApiKey, findProject } from "./lookups";
import type { Actor } from "./records";

/**
 * What a transport hands in. `apiKey` comes from http.ts, which hashed what the request carried; `app` from `convexTransport` inside the
 * installing app, which is trusted with every project of its own deployment. Neither is reachable from the internet as an argument.
 */
export const credentialValidator = v.union(
  v.object({ kind: v.literal("apiKey"), hash: v.string(), projectPath: v.union(v.string(), v.null()) }),
  v.object({ kind: v.literal("app"), projectId: v.string() }),
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

/** Why a key is not good now, or null when it is. */
export function keyRefusal(key: Doc<"apiKeys">, now: number): "revoked" | "expired" | null {
  if (!key.enabled) return "revoked";
  if (key.expiresAt !== null && key.expiresAt <= now) return "expired";
  return null;
}

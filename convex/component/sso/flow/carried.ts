/**
 * Sign-ins begun by a page on another site that keeps its cookies itself. As with social providers
 * (signIn/social/carriedFlow.ts), the page keeps a state of its flow, without which the one-time token
 * at the end is void. The state is derived from the start, so it is stored nowhere.
 */
import { projectMac, sha256 } from "../../core/secrets";
import type { TenantReader } from "../../tenancy/database";
import type { Start } from "./starts";

/** The state for the page that gets this URL of a start page. */
export const toPageState = async (projectId: string, startUrl: string): Promise<string> =>
  await deriveState(projectId, await sha256(new URL(startUrl).searchParams.get("token") ?? ""));

/** The state of the flow that this callback ends; null unless such a page has begun it. */
export async function loadPageState(db: TenantReader, url: URL): Promise<string | null> {
  const start = await findEnding(db, url);
  return start?.ofCarriedFlow === true ? await deriveState(db.projectId, start.startHash) : null;
}

const deriveState = async (projectId: string, startHash: string): Promise<string> =>
  await projectMac(projectId, "sso-page-state", startHash);

/** By `state` of OIDC, or the token of the redirect after a response by POST. */
async function findEnding(db: TenantReader, url: URL): Promise<Start | null> {
  const [state, token] = [url.searchParams.get("state"), url.searchParams.get("token")];
  if (state !== null) {
    const connectionId = url.pathname.slice(url.pathname.lastIndexOf("/") + 1);
    const stateHash = await sha256(state);
    return await db
      .range("ssoStarts", "byState", (q) =>
        q.eq("connectionId", connectionId).eq("stateHash", stateHash),
      )
      .first();
  }
  const completionHash = token === null ? null : await sha256(token);
  if (completionHash === null) return null;
  return await db
    .range("ssoStarts", "byCompletion", (q) => q.eq("completionHash", completionHash))
    .first();
}

/**
 * Sign-ins begun by a page on another site that keeps its cookies itself. As with social providers
 * (signIn/social/carriedFlow.ts), the page keeps a state of its flow, without which the one-time token
 * at the end is void. The state is derived from the start, so it is stored nowhere.
 */
import { projectMac, sha256 } from "../../core/secrets";
import type { EndpointPath } from "../../signIn/mountedPaths";
import type { TenantReader } from "../../tenancy/database";
import type { Start } from "./starts";

/** The state for the page that gets this URL of a start page. */
export const toPageState = async (projectId: string, startUrl: string): Promise<string> =>
  await deriveState(projectId, await sha256(new URL(startUrl).searchParams.get("token") ?? ""));

/** The state of the flow that this request ends; null unless such a page has begun it. */
export async function loadPageState(
  db: TenantReader,
  endpoint: EndpointPath,
  url: URL,
): Promise<string | null> {
  const start = await findEnding(db, endpoint, url.searchParams, url.pathname);
  return start?.ofCarriedFlow === true ? await deriveState(db.projectId, start.startHash) : null;
}

const deriveState = async (projectId: string, startHash: string): Promise<string> =>
  await projectMac(projectId, "sso-page-state", startHash);

/** By what the endpoint itself reads: another parameter must not hide the start. */
async function findEnding(
  db: TenantReader,
  endpoint: EndpointPath,
  parameters: URLSearchParams,
  path: string,
): Promise<Start | null> {
  if (endpoint === "/sso/callback/:providerId") {
    const connectionId = path.slice(path.lastIndexOf("/") + 1);
    const stateHash = await sha256(parameters.get("state") ?? "");
    return await db
      .range("ssoStarts", "byState", (q) =>
        q.eq("connectionId", connectionId).eq("stateHash", stateHash),
      )
      .first();
  }
  if (endpoint !== "/sso/complete") return null;
  const completionHash = await sha256(parameters.get("token") ?? "");
  return await db
    .range("ssoStarts", "byCompletion", (q) => q.eq("completionHash", completionHash))
    .first();
}

/**
 * Serves the console below `<mount>/console`: one HTML document for every address, and the assets
 * that it loads. The document has no data but where to call; everything else comes from the API.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalQuery, type ActionCtx } from "../_generated/server";
import type { Place } from "../api/request";
import { isServed } from "../core/consoleOrigin";
import { problem } from "../core/errors";
import { DeploymentReader } from "../tenancy/deployment";
import { CONSOLE_PATH, consoleDocument } from "./document";
import { isEnabled } from "./enabled";
import { otherHostPage } from "./otherHost";

const ASSETS_PATH = `${CONSOLE_PATH}/assets/`;

/** The admin project, where operators sign in; null until the command line has made it. */
export const findAdminProject = internalQuery({
  args: {},
  returns: v.union(v.string(), v.null()),
  handler: async (ctx) => (await new DeploymentReader(ctx.db).adminProject())?.id ?? null,
});

export const isConsolePath = ({ path, projectId }: Place): boolean =>
  projectId === null &&
  (path === CONSOLE_PATH || path.startsWith(`${CONSOLE_PATH}/`)) &&
  isEnabled("console");

export async function handleConsole(
  ctx: ActionCtx,
  request: Request,
  { path, base, audience }: Place,
  requestId: string,
): Promise<Response> {
  if (!["GET", "HEAD"].includes(request.method))
    throw problem("method_not_allowed", `${path} supports only GET`, { allow: ["GET"] });
  if (!isServed("operators", audience)) return otherHostPage(request, "console", requestId);
  if (path.startsWith(ASSETS_PATH)) {
    const { answerAsset } = await import("./assets"); // loaded on demand, like each asset
    return await answerAsset(request.headers, path.slice(ASSETS_PATH.length));
  }
  const adminProjectId = await ctx.runQuery(internal.pages.http.findAdminProject, {});
  return consoleDocument({ mount: base, adminProjectId, requestId });
}

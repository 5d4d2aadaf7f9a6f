/** Answers requests for the admin portal: finds the endpoint, and makes its checks. */
import { internal } from "../_generated/api";
import type { ActionCtx } from "../_generated/server";
import { CheckedForm } from "../api/checkedForm";
import type { Place } from "../api/request";
import { notFound, problem } from "../core/errors";
import { sha256 } from "../core/secrets";
import { parseAcceptLanguage } from "../hosted/texts/languages";
import { readToken } from "./cookie";
import { endpoints, type Endpoint } from "./endpoints";
import { showEnded, showStale } from "./openPage";
import type { PortalPath } from "./paths";
import { chooseTexts } from "./texts/texts";
import { bindForm, seeOther, type PortalVisit, type SessionVisit } from "./visit";

export async function handlePortal(
  ctx: ActionCtx,
  request: Request,
  place: Place & { readonly projectId: string },
  { path, requestId }: { readonly path: PortalPath; readonly requestId: string },
): Promise<Response> {
  const endpoint = endpoints[path];
  const method = request.method === "HEAD" ? "GET" : request.method;
  if (method !== "GET" && method !== "POST") throw unsupported(path, endpoint);
  if (method === "POST" && !endpoint.POST) throw unsupported(path, endpoint);
  const visit = await openVisit(ctx, request, place, requestId);
  if (endpoint.for === "visitor")
    return await (method === "POST" && endpoint.POST ? endpoint.POST : endpoint.GET)(visit);
  const { opened, tokenHash } = visit;
  const { session } = opened;
  if (!session || tokenHash === null) return await showEnded(visit);
  const own: SessionVisit = { ...visit, session, tokenHash };
  if (session.isDue)
    await ctx.runMutation(internal.portal.sessions.touch, {
      projectId: place.projectId,
      tokenHash,
    });
  // A page of another intent, or the address of a form that was opened or reloaded.
  if (endpoint.for !== "session" && !endpoint.for.includes(session.intent))
    return method === "GET" ? seeOther(visit, "/portal") : showStale(visit);
  if (method === "GET") return endpoint.GET ? await endpoint.GET(own) : seeOther(visit, "/portal");
  const form = await CheckedForm.check(request, tokenHash, {
    ...bindForm(place.projectId, path, session.id),
    origin: place.url.origin,
  });
  if (!form || !endpoint.POST) return showStale(visit);
  return await endpoint.POST({ ...own, form });
}

function unsupported(path: PortalPath, { GET, POST }: Endpoint) {
  const allow = [...(GET ? ["GET"] : []), ...(POST ? ["POST"] : [])];
  return problem("method_not_allowed", `${path} supports only ${allow.join(" and ")}`, { allow });
}

async function openVisit(
  ctx: ActionCtx,
  request: Request,
  place: PortalVisit["place"],
  requestId: string,
): Promise<PortalVisit> {
  const { projectId, url, base } = place;
  const site = { projectId, base, isSecure: url.protocol === "https:" };
  const token = readToken(request.headers.get("cookie") ?? "", site);
  const tokenHash = token === null ? null : await sha256(token);
  const opened = await ctx.runQuery(internal.portal.sessions.open, { projectId, tokenHash });
  if (!opened) throw notFound("Page");
  return {
    ...{ ctx, request, place, requestId, opened, tokenHash },
    ...chooseTexts(parseAcceptLanguage(request.headers.get("accept-language"))),
  };
}

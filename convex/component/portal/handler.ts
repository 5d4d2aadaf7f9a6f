/** Answers requests for the admin portal: finds the endpoint, and makes its checks. */
import { internal } from "../_generated/api";
import type { ActionCtx } from "../_generated/server";
import { CheckedForm } from "../api/checkedForm";
import { html } from "../api/pageFrame";
import type { Place } from "../api/request";
import { findProblem, notFound, problem } from "../core/errors";
import { MAXIMUM_BODY_BYTES } from "../core/requestLimits";
import { sha256 } from "../core/secrets";
import { fillText } from "../hosted/texts/fill";
import { parseAcceptLanguage } from "../hosted/texts/languages";
import { readToken } from "./cookie";
import { endpoints, type Endpoint } from "./endpoints";
import { showEnded, showStale } from "./openPage";
import { bindForm } from "./forms";
import type { PortalPath } from "./paths";
import { chooseTexts } from "./texts/texts";
import { seeOther, showPage, type PortalVisit, type SessionVisit } from "./visit";

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
  const own: SessionVisit = { ...visit, session, tokenHash, refused: null };
  if (session.isDue)
    await ctx.runMutation(internal.portal.sessions.touch, {
      projectId: place.projectId,
      tokenHash,
    });
  // A page of another intent, or the address of a form that was opened or reloaded.
  if (endpoint.for !== "session" && !endpoint.for.includes(session.intent))
    return method === "GET" ? seeOther(visit, "/portal") : showStale(visit);
  if (method === "GET") return endpoint.GET ? await endpoint.GET(own) : seeOther(visit, "/portal");
  const bound = { ...bindForm(place.projectId, path, session.id), origin: place.url.origin };
  const form = await checkForm(request, tokenHash, bound);
  if (form === "too_large") return showTooLarge(visit);
  if (!form || !endpoint.POST) return showStale(visit);
  return await endpoint.POST({ ...own, path, form });
}

async function checkForm(...args: Parameters<typeof CheckedForm.check>) {
  try {
    return await CheckedForm.check(...args);
  } catch (error) {
    if (findProblem(error)?.errors?.[0]?.code === "too_big") return "too_large" as const;
    throw error;
  }
}

/** For a body that is too large: the metadata's file is the one field without a `maxlength`. */
const showTooLarge = ({ texts, ...visit }: PortalVisit): Response =>
  showPage(
    { texts, ...visit },
    {
      title: texts.tooLargeTitle,
      status: 413,
      body: html`<p role="alert">
          ${fillText(texts.tooLargeText, { size: String(MAXIMUM_BODY_BYTES / (1024 * 1024)) })}
        </p>
        <p><a class="button" href="${visit.place.base}/portal">${texts.back}</a></p>`,
    },
  );

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

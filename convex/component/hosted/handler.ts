/** Answers requests for the hosted pages: finds the endpoint, and makes its checks. */
import { internal } from "../_generated/api";
import type { ActionCtx } from "../_generated/server";
import { CheckedForm } from "../api/checkedForm";
import { html } from "../api/pageFrame";
import type { Place } from "../api/request";
import { notFound, problem } from "../core/errors";
import { sha256 } from "../core/secrets";
import { sessionCookies } from "../sessions/cookie";
import { endpoints } from "./endpoints";
import type { Endpoint } from "./endpointRows";
import { markBegunAtSite } from "./begun";
import { readBrowser } from "./browser";
import { isOwnPage, type HostedPath } from "./paths";
import { parseReturnPath } from "./returnPath";
import { parseAcceptLanguage } from "./texts/languages";
import { withoutStyleSheet } from "./styleSheet";
import { chooseTexts } from "./texts/texts";
import { pathInFlow, showPage, type PageVisit } from "./visit";

export async function handleHosted(
  ctx: ActionCtx,
  request: Request,
  place: Place & { readonly projectId: string },
  { path, requestId }: { readonly path: HostedPath; readonly requestId: string },
): Promise<Response> {
  const endpoint = endpoints[path];
  const method = request.method === "HEAD" ? "GET" : request.method;
  const row = method === "GET" ? endpoint.GET : method === "POST" ? endpoint.POST : undefined;
  // The address of a form, opened or reloaded: its flow begins again.
  const isReopened = method === "GET" && !endpoint.GET && endpoint.POST?.csrf === "form";
  if (!row && !isReopened) throw unsupported(path, endpoint);
  if (row?.session === "none") return await row.handle({ ctx, request, place, requestId });
  const asked = await openPage(ctx, request, place, requestId);
  const visit = endpoint.asksConsent ? withoutStyleSheet(asked) : asked;
  const { texts, opened } = visit;
  const moved = method === "GET" ? redirectHome(visit) : null;
  if (moved) return moved;
  if (!opened.isOn)
    return showPage(visit, {
      title: texts.offTitle,
      status: 404,
      body: html`<p>${texts.offText}</p>`,
    });
  if (!row) return showStale(visit, path);
  const { session } = opened;
  const { tokenHash } = visit;
  if (row.csrf === "none") {
    if (row.session === "optional") return await row.handle(visit);
    return session && tokenHash !== null
      ? await row.handle({ ...visit, tokenHash, opened: { ...opened, session } })
      : askToSignIn(visit);
  }
  const form = await CheckedForm.check(request, visit.browser.setCookie ? null : visit.browser.id, {
    purpose: "hosted form",
    ...{ projectId: place.projectId, path: place.path, search: place.url.search },
    sessionId: session?.id ?? null,
    origin: place.url.origin,
  });
  if (!form) return showStale(visit, path);
  if (row.session === "optional") return await row.handle({ ...visit, form });
  if (!session || tokenHash === null) return showStale(visit, path);
  return await row.handle({ ...visit, form, tokenHash, opened: { ...opened, session } });
}

/** Begins the flow of the page again, or signs in for the page itself. */
function askToSignIn({ place }: PageVisit): Response {
  const { base, path, url } = place;
  const search = path.startsWith("/hosted/")
    ? url.search
    : `?${new URLSearchParams({ return_path: parseReturnPath(path) ?? "/account" })}`;
  return new Response(null, {
    status: 303,
    headers: { location: `${base}/authorize${search}`, "cache-control": "no-store" },
  });
}

/** From the deployment's own host to the domain of the project, where its cookies are. */
function redirectHome({ opened, place }: PageVisit): Response | null {
  const { audience, url } = place;
  if (typeof audience === "object" || opened.home === url.origin) return null;
  return new Response(null, {
    status: 303,
    headers: {
      location: opened.home + url.pathname + markBegunAtSite(url.search),
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    },
  });
}

function unsupported(path: HostedPath, { GET, POST }: Endpoint) {
  const allow = [...(GET ? ["GET"] : []), ...(POST ? ["POST"] : [])];
  return problem("method_not_allowed", `${path} supports only ${allow.join(" and ")}`, { allow });
}

async function openPage(
  ctx: ActionCtx,
  request: Request,
  place: PageVisit["place"],
  requestId: string,
): Promise<PageVisit> {
  const { projectId, url } = place;
  const { searchParams: search } = url;
  const cookies = request.headers.get("cookie") ?? "";
  const isSecure = url.protocol === "https:";
  const [session] = await sessionCookies(cookies, projectId, isSecure);
  const tokenHash = session?.tokenHash ?? null;
  const browser = readBrowser(cookies, projectId, isSecure);
  const opened = await ctx.runQuery(internal.hosted.transactions.open, {
    projectId,
    clientId: isOwnPage(place.path) ? "" : (search.get("client_id") ?? ""),
    redirectUri: search.get("redirect_uri") ?? "",
    logoutRedirectUri: search.get("post_logout_redirect_uri") ?? "",
    tokenHash,
    browserHash: browser.setCookie === null ? await sha256(browser.id) : null,
  });
  if (!opened) throw notFound("Page");
  const wanted = opened.isLocalized
    ? [
        ...(search.get("ui_locales") ?? "").split(" "),
        ...parseAcceptLanguage(request.headers.get("accept-language")),
      ]
    : [];
  return {
    ...{ ctx, request, place, requestId, opened, tokenHash },
    ...chooseTexts(wanted),
    browser,
  };
}

/** The page with the form of that path, or one from which it can be reached. */
const chooseStart = (path: HostedPath): HostedPath =>
  path.startsWith("/organizations/:id")
    ? "/organizations/:id"
    : path.startsWith("/organizations")
      ? "/organizations"
      : "/account";

/**
 * For a form that was shown for another session, in another browser, or not by the runtime. Nothing
 * has happened; the same flow can begin again.
 */
function showStale(visit: PageVisit, path: HostedPath): Response {
  const { texts, request } = visit;
  const start = isOwnPage(path) ? chooseStart(path) : path === "/logout" ? path : "/authorize";
  return showPage(visit, {
    title: texts.staleTitle,
    status: request.method === "POST" ? 403 : 200,
    body: html`<p>${texts.staleText}</p>
      <p><a class="button" href="${pathInFlow(visit, start)}">${texts.startAgain}</a></p>`,
  });
}

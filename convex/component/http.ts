/**
 * The runtime's HTTP surface: a single route. Paths of the contract are management requests; the
 * rest under `/api/auth` belongs to end users. Must not load the schema library or Better Auth:
 * parsing is up to each operation's function.
 */
import { httpRouter } from "convex/server";
import { httpAction, type ActionCtx } from "./_generated/server";
import { answerAddressProbe } from "./api/addressProbe";
import { readSender } from "./api/clientAddress";
import { assertServed } from "./core/consoleOrigin";
import { findUnavailability } from "./core/contention";
import { problem, findProblem } from "./core/errors";
import { handleScimRequest, isScimPath } from "./directories/protocol/handler";
import { handleManagementRequest, isBrowserSignIn, isManagementPath } from "./api/management";
import { handleOperatorLinkPage, isOperatorLinkPage } from "./operators/linkPage";
import { findHostedPath, isForScripts } from "./hosted/paths";
import { handleInvitationPage, isInvitationPage } from "./organizations/invitationPage";
import { handleConsole, isConsolePath } from "./pages/http";
import { findPortalPath } from "./portal/paths";
import { answerDomain } from "./projects/domainConfirmation";
import { readBody, parsePlace, readRequestId, type Place } from "./api/request";
import { answerProblem } from "./api/response";
import {
  carriesCookies,
  carryCookiesBack,
  withCarriedCookies,
} from "./signIn/cookies/carriedCookies";
import { answerPreflight, addCorsHeaders } from "./signIn/origins/cors";
import { parseForwarded } from "./signIn/origins/forwarded";
import { endUserHeaders, handleEndUserRequest } from "./signIn/http";
import { findEndUserPath } from "./sso/flow/aliases";
import { relatedOriginsResponse } from "./signIn/origins/relatedOrigins";
import { keySetResponse } from "./signIn/tokens/keySets";

const END_USER_PATHS = "/api/auth";

const handler = httpAction(async (ctx, request) => {
  const requestId = readRequestId(request);
  const place = await findPlace(ctx, request, requestId);
  if (place instanceof Response) return place;
  if (request.method === "OPTIONS")
    return await answerErrors(requestId, async () => await answerPreflight(ctx, request, place));
  const answered = carryCookiesBack(
    request,
    await answerErrors(requestId, async () => await handle(ctx, request, place, requestId)),
  );
  const hosted = findHostedPath(place);
  try {
    if (findPortalPath(place) === null && (hosted === null || isForScripts(hosted)))
      await addCorsHeaders(ctx, request, place, answered);
  } catch (error) {
    // The work is done: an error response would deny that.
    console.error(`[${requestId}] Failed to check the page's origin:`, error);
  }
  return request.method === "HEAD" ? new Response(null, answered) : answered;
});

/** An error response where the query for the request's host is refused. */
async function findPlace(
  ctx: ActionCtx,
  request: Request,
  requestId: string,
): Promise<Place | Response> {
  try {
    return await parsePlace(ctx, request);
  } catch (error) {
    return answerError(requestId, error);
  }
}

async function answerErrors(requestId: string, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    return answerError(requestId, error);
  }
}

function answerError(requestId: string, error: unknown): Response {
  const known = findProblem(error) ?? findUnavailability(error);
  if (!known) console.error(`[${requestId}]`, error);
  return answerProblem(
    known ?? {
      code: "internal_error",
      message: "Internal server error; the logs have the details under this request id",
    },
    requestId,
  );
}

async function handle(
  ctx: ActionCtx,
  request: Request,
  place: Place,
  requestId: string,
): Promise<Response> {
  if (isManagementPath(place.path) && !isBrowserSignIn(request, place))
    return await handleManagementRequest(ctx, request, place, requestId);
  if (isScimPath(place.path)) return await handleScimRequest(ctx, request, place, requestId);
  if (isOperatorLinkPage(place))
    return await handleOperatorLinkPage(ctx, request, place, requestId);
  if (isConsolePath(place)) return await handleConsole(ctx, request, place, requestId);
  const hosted = findHostedPath(place);
  const portal = findPortalPath(place);
  if (hosted !== null || portal !== null || isInvitationPage(place))
    assertServed({ id: place.projectId ?? "", isAdmin: false }, place.audience);
  if (hosted !== null && place.projectId !== null) {
    const { handleHosted } = await import("./hosted/handler"); // loaded on demand
    const found = { path: hosted, requestId };
    return await handleHosted(ctx, request, { ...place, projectId: place.projectId }, found);
  }
  if (portal !== null && place.projectId !== null) {
    const { handlePortal } = await import("./portal/handler"); // loaded on demand
    const found = { path: portal, requestId };
    return await handlePortal(ctx, request, { ...place, projectId: place.projectId }, found);
  }
  if (isInvitationPage(place)) return await handleInvitationPage(ctx, request, place, requestId);
  const keySet = isRead(request) ? await keySetResponse(ctx, place) : null;
  if (keySet) return request.method === "HEAD" ? new Response(null, keySet) : keySet;
  const confirmation = request.method === "GET" ? await answerDomain(request, place) : null;
  if (confirmation) return confirmation;
  const related = isRead(request) ? await relatedOriginsResponse(ctx, place) : null;
  if (related) return related;
  const probed = request.method === "GET" ? await answerAddressProbe(ctx, request, place) : null;
  if (probed) return probed;
  const path = findEndUserPath(place.path) ?? place.path;
  if (!path.startsWith(`${END_USER_PATHS}/`))
    throw problem("not_found", `No endpoint at ${place.path}`);
  const url = new URL(place.url);
  url.pathname = place.base + path;
  const attempt = {
    method: request.method,
    url: url.href,
    audience: place.audience,
    headers: endUserHeaders(withCarriedCookies(request.headers)),
    body: await readBody(request),
    carriesCookies: carriesCookies(request),
    id: requestId,
    ...(await readSender(ctx, request)),
    forwarded: await parseForwarded(request.headers),
  };
  return await handleEndUserRequest(ctx, attempt, place.projectId, place.base + END_USER_PATHS);
}

const isRead = ({ method }: Request): boolean => method === "GET" || method === "HEAD";

const http = httpRouter();
for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const)
  http.route({ pathPrefix: "/", method, handler });

export default http;

/**
 * The page behind an operator's sign-in link, `/p/<admin project>/operators/sign-in?token=…`.
 * Programs that preview links open them too, so opening it changes nothing and reads no token; its
 * button begins the session.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import type { ActionCtx } from "../_generated/server";
import { readSender } from "../api/clientAddress";
import { isOwnForm } from "../api/ownForm";
import { html, pageHeaders, pageResponse, type Page } from "../api/pageFrame";
import type { Place } from "../api/request";
import { loadSettings } from "../configuration/settings";
import { notFound, problem } from "../core/errors";
import { sha256 } from "../core/secrets";
import { toAppearance, type Appearance } from "../emails/rendering";
import { CONSOLE_PATH } from "../pages/document";
import { isEnabled } from "../pages/enabled";
import { operatorCookie } from "../sessions/operatorCookie";
import { tenantRead } from "../tenancy/functions";
import { OPERATOR_LINK_PATH } from "./links";

/** An `Appearance` as JSON; null for a project that is not the admin project. */
export const load = tenantRead({}, v.union(v.string(), v.null()), async ({ db, project }) => {
  const found = await project();
  if (!found?.isAdmin) return null;
  const { branding } = await loadSettings(db);
  return JSON.stringify(toAppearance(found, branding));
});

export const isOperatorLinkPage = ({ path, projectId }: Place): boolean =>
  path === OPERATOR_LINK_PATH && projectId !== null;

export async function handleOperatorLinkPage(
  ctx: ActionCtx,
  request: Request,
  { projectId: named, path, search, url, base }: Place,
  requestId: string,
): Promise<Response> {
  if (!["GET", "HEAD", "POST"].includes(request.method))
    throw problem("method_not_allowed", `${path} supports only GET and POST`, {
      allow: ["GET", "POST"],
    });
  const projectId = named ?? "";
  const loaded = await ctx.runQuery(internal.operators.linkPage.load, { projectId });
  if (loaded === null) throw notFound("Page");
  const appearance = JSON.parse(loaded) as Appearance; // written by load
  if (request.method !== "POST") return pageResponse(appearance, unopened, requestId);
  if (!isOwnForm(request.headers, url.origin))
    throw problem("forbidden", "Open the link and use the button on its page");
  const { ip, hasTrustedIp, userAgent } = await readSender(ctx, request);
  const begun = await ctx.runMutation(internal.operators.links.spend, {
    projectId,
    tokenHash: await sha256(search.get("token") ?? ""),
    request: { id: requestId, ip, hasTrustedIp, userAgent },
  });
  if (!begun) return pageResponse(appearance, ended, requestId);
  const response = isEnabled("console")
    ? new Response(null, {
        status: 303,
        headers: { ...pageHeaders({}), location: mountOf(base, projectId) + CONSOLE_PATH },
      })
    : pageResponse(appearance, signedIn, requestId);
  const isSecure = url.protocol === "https:";
  response.headers.append("set-cookie", await operatorCookie(projectId, begun.token, isSecure));
  return response;
}

/** The path at which the runtime is mounted, above that of the project. */
const mountOf = (base: string, projectId: string): string =>
  base.slice(0, base.length - `/p/${projectId}`.length);

const unopened: Page = {
  title: "Sign in as an operator",
  body: html`<p>This link works once, for 15 minutes after it was made.</p>
    <form method="post"><button>Sign in</button></form>`,
};
const ended: Page = {
  title: "This link is no longer valid",
  status: 410,
  body: html`<p>
    It has been used or replaced, or it has expired. Run <code>npx banata-auth operator link</code>
    again.
  </p>`,
};
const signedIn: Page = {
  title: "You are signed in",
  body: html`<p>The session ends after an hour without use, and after 12 hours in any case.</p>`,
};

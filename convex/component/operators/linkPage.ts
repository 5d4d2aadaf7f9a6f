/**
 * The pages behind the links that operators get, which begin a session: the sign-in link,
 * `/p/<admin project>/operators/sign-in?token=…`, and the mailed invitation to a project,
 * `/p/<admin project>/operators/invitation?project=…&token=…`. Programs that preview links open them
 * too, so opening one changes nothing and reads no token; its button does.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalQuery, type ActionCtx } from "../_generated/server";
import { readSender } from "../api/clientAddress";
import { isOwnForm } from "../api/ownForm";
import { html, pageHeaders, pageResponse, type Page } from "../api/pageFrame";
import type { Place } from "../api/request";
import { loadSettings } from "../configuration/settings";
import { isServed } from "../core/consoleOrigin";
import { notFound, problem } from "../core/errors";
import { sha256 } from "../core/secrets";
import { toAppearance, type Appearance } from "../emails/rendering";
import { CONSOLE_PATH } from "../pages/document";
import { isEnabled } from "../pages/enabled";
import { otherHostPage } from "../pages/otherHost";
import { operatorCookie } from "../sessions/operatorCookie";
import { TenantReader } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { OPERATOR_INVITATION_PATH, OPERATOR_LINK_PATH } from "./linkPaths";

/** An `Appearance` as JSON; null for a project that is not the admin project. */
export const load = internalQuery({
  args: { projectId: v.string() },
  returns: v.union(v.string(), v.null()),
  handler: async (ctx, { projectId }) => {
    const project = await new DeploymentReader(ctx.db).project(projectId);
    if (!project?.isAdmin) return null;
    const { branding } = await loadSettings(new TenantReader(ctx.db, projectId));
    return JSON.stringify(toAppearance(project, branding));
  },
});

export const isOperatorLinkPage = ({ path, projectId }: Place): boolean =>
  (path === OPERATOR_LINK_PATH || path === OPERATOR_INVITATION_PATH) && projectId !== null;

export async function handleOperatorLinkPage(
  ctx: ActionCtx,
  request: Request,
  { projectId: named, path, search, url, base, audience }: Place,
  requestId: string,
): Promise<Response> {
  if (!["GET", "HEAD", "POST"].includes(request.method))
    throw problem("method_not_allowed", `${path} supports only GET and POST`, {
      allow: ["GET", "POST"],
    });
  const projectId = named ?? "";
  const loaded = await ctx.runQuery(internal.operators.linkPage.load, { projectId });
  if (loaded === null) throw notFound("Page");
  if (!isServed("operators", audience)) return otherHostPage(request, "link", requestId);
  const appearance = JSON.parse(loaded) as Appearance; // written by load
  const isInvitation = path === OPERATOR_INVITATION_PATH;
  const pages = isInvitation ? invitationPages : linkPages;
  if (request.method !== "POST") return pageResponse(appearance, pages.unopened, requestId);
  if (!isOwnForm(request.headers, url.origin))
    throw problem("forbidden", "Open the link and use the button on its page");
  const { ip, hasTrustedIp, userAgent } = await readSender(ctx, request);
  const use = {
    tokenHash: await sha256(search.get("token") ?? ""),
    request: { id: requestId, ip, hasTrustedIp, userAgent },
  };
  const begun = isInvitation
    ? await ctx.runMutation(internal.projects.invitations.accept, {
        adminProjectId: projectId,
        projectId: search.get("project") ?? "",
        ...use,
      })
    : await ctx.runMutation(internal.operators.links.spend, { projectId, ...use });
  if (!begun) return pageResponse(appearance, pages.ended, requestId);
  const response = isEnabled("console")
    ? new Response(null, {
        status: 303,
        headers: { ...pageHeaders({}), location: toMount(base, projectId) + CONSOLE_PATH },
      })
    : pageResponse(appearance, signedIn, requestId);
  const isSecure = url.protocol === "https:";
  response.headers.append("set-cookie", await operatorCookie(projectId, begun.token, isSecure));
  return response;
}

/** The path at which the runtime is mounted, above that of the project. */
const toMount = (base: string, projectId: string): string =>
  base.slice(0, base.length - `/p/${projectId}`.length);

interface LinkPages {
  readonly unopened: Page;
  readonly ended: Page;
}

const linkPages: LinkPages = {
  unopened: {
    title: "Sign in as an operator",
    body: html`<p>This link works once, for 15 minutes after it was made.</p>
      <form method="post"><button>Sign in</button></form>`,
  },
  ended: {
    title: "This link is no longer valid",
    status: 410,
    body: html`<p>
      It has been used or replaced, or it has expired. Run
      <code>npx banata-auth operator link</code> again.
    </p>`,
  },
};
const invitationPages: LinkPages = {
  unopened: {
    title: "Accept the invitation",
    body: html`<p>
        You become a member of the project and are signed in as an operator. The link works once,
        for 7 days after it was sent.
      </p>
      <form method="post"><button>Accept and sign in</button></form>`,
  },
  ended: {
    title: "This invitation is no longer valid",
    status: 410,
    body: html`<p>
      It has been used, replaced or revoked, it has expired, or your account has changed since it
      was sent. Ask a member of the project for a new one.
    </p>`,
  },
};
const signedIn: Page = {
  title: "You are signed in",
  body: html`<p>The session ends after an hour without use, and after 12 hours in any case.</p>`,
};

/**
 * The page behind the link of an invitation's mail, where the app named none of its own:
 * `/p/<project>/invitation?token=…`. Opening it changes nothing, since programs that scan mail open
 * links too; its button accepts.
 */
import { v, type Infer } from "convex/values";
import { api, internal } from "../_generated/api";
import { internalQuery, type ActionCtx } from "../_generated/server";
import { settingsOf } from "../configuration/settings";
import { shortName } from "../emails/chosenText";
import { toAppearance, type Appearance } from "../emails/rendering";
import { problem, problemOf, type ErrorCode, errorStatus } from "../core/errors";
import { html, pageResponse, webAddress, type Html, type Page } from "../api/pageFrame";
import type { Place } from "../api/request";
import { sha256 } from "../core/secrets";
import { sessionCredential } from "../sessions/credential";
import type { Credential } from "../tenancy/caller";
import { TenantReader } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { INVITATION_PATH } from "./invitationMail";

/** Oldest first; the app's own client is among the first that a project has. */
const CLIENTS = 20;

const shownValidator = v.object({
  /** An `Appearance` as JSON. */
  appearance: v.string(),
  /** Where the app is, as far as one of its clients says. */
  appUrl: v.union(v.string(), v.null()),
  /** Null when it is not open: all such links look alike. */
  invitation: v.union(
    v.object({
      organization: v.string(),
      inviter: v.union(v.string(), v.null()),
      email: v.string(),
    }),
    v.null(),
  ),
});

/** What the page shows; null for a project that is not there. */
export const load = internalQuery({
  args: { projectId: v.string(), tokenHash: v.string() },
  returns: v.union(shownValidator, v.null()),
  handler: async (ctx, { projectId, tokenHash }) => {
    const project = await new DeploymentReader(ctx.db).project(projectId);
    if (!project) return null;
    const db = new TenantReader(ctx.db, projectId);
    const { branding } = await settingsOf(db);
    return {
      appearance: JSON.stringify(toAppearance(project, branding)),
      appUrl: await appUrlOf(db),
      invitation: await openInvitation(db, tokenHash, Date.now()),
    };
  },
});

async function openInvitation(db: TenantReader, tokenHash: string, now: number) {
  const row = await db
    .range("invitations", "byTokenHash", (q) => q.eq("tokenHash", tokenHash))
    .unique();
  if (!row || row.status !== "pending" || row.expiresAt <= now) return null;
  const organization = await db.get("organizations", row.organizationId);
  if (organization?.state !== "active") return null;
  const inviter = await db.get("users", row.inviterId); // null when it was a key
  return {
    organization: shortName(organization.name),
    inviter: inviter && shortName(inviter.name),
    email: row.email,
  };
}

async function appUrlOf(db: TenantReader): Promise<string | null> {
  const clients = await db.range("authClients", "byProjectId").take(CLIENTS);
  for (const { disabled, type, trustedOrigins, redirectUris } of clients) {
    if (disabled || type !== "web") continue;
    const address = [...trustedOrigins, ...redirectUris].map(webAddress).find((url) => url);
    if (address) return new URL(address).origin;
  }
  return null;
}

type Shown = Omit<Infer<typeof shownValidator>, "appearance"> & {
  readonly appearance: Appearance;
};

export const isInvitationPage = ({ path, projectId }: Place): boolean =>
  path === INVITATION_PATH && projectId !== null;

export async function handleInvitationPage(
  ctx: ActionCtx,
  request: Request,
  place: Place,
  requestId: string,
): Promise<Response> {
  const { projectId, path, search } = place;
  if (!["GET", "HEAD", "POST"].includes(request.method))
    throw problem("method_not_allowed", `${path} answers GET and POST`, { allow: ["GET", "POST"] });
  const token = search.get("token") ?? "";
  const args = { projectId: projectId ?? "", tokenHash: await sha256(token) };
  const loaded = await ctx.runQuery(internal.organizations.invitationPage.load, args);
  if (!loaded) throw problem("not_found", "Project not found");
  const shown: Shown = { ...loaded, appearance: JSON.parse(loaded.appearance) as Appearance }; // load wrote it
  const isPost = request.method === "POST";
  const credential = await sessionCredential(isPost ? request : opened(request), place);
  const page = isPost
    ? await accepted(ctx, shown, { token, credential, requestId })
    : pageOf(shown, credential !== null);
  return pageResponse(shown.appearance, page, requestId);
}

/**
 * A link in a mail is opened from another site, which the check of sessions refuses for whatever
 * acts. Opening acts on nothing.
 */
function opened({ url, headers }: Request): Request {
  const rest = new Headers(headers);
  rest.delete("sec-fetch-site");
  return new Request(url, { headers: rest });
}

interface Acceptance {
  readonly token: string;
  readonly credential: Credential | null;
  readonly requestId: string;
}

/** By the operation that an app would call, with all that it asks for. */
async function accepted(
  ctx: ActionCtx,
  shown: Shown,
  { token, credential, requestId }: Acceptance,
): Promise<Page> {
  if (!credential || !shown.invitation) return { ...pageOf(shown, false), status: 409 };
  const { ip, userAgent } = await ctx.meta.getRequestMetadata();
  try {
    await ctx.runMutation(api.organizations.functions.acceptInvitation, {
      credential,
      input: JSON.stringify({ token }),
      request: { id: requestId, ip, userAgent, idempotencyKey: null },
    });
  } catch (error) {
    const known = problemOf(error);
    if (!known) throw error;
    return refusal(shown, known.code, known.message);
  }
  return {
    title: `You joined ${shown.invitation.organization}`,
    body: html`<p>You can close this page.</p>
      ${linkToApp(shown)}`,
  };
}

function refusal(shown: Shown, code: ErrorCode, message: string): Page {
  if (code === "authentication_required") return { ...pageOf(shown, false), status: 401 };
  if (code === "not_found")
    return {
      title: "This invitation is for another address",
      status: 404,
      body: html`<p>
          It was sent to <strong>${shown.invitation?.email ?? ""}</strong>. You are signed in with
          another address.
        </p>
        ${howToSignIn(shown)}`,
    };
  return {
    title: "The invitation was not accepted",
    status: errorStatus[code],
    body: html`<p>${message}.</p>`,
  };
}

function pageOf(shown: Shown, isSignedIn: boolean): Page {
  const { invitation } = shown;
  if (!invitation)
    return {
      title: "This invitation is not open any more",
      body: html`<p>
          It was accepted or withdrawn, a newer one replaced it, or it has expired. Ask the
          organization for another one.
        </p>
        ${linkToApp(shown)}`,
    };
  const { organization, inviter, email } = invitation;
  return {
    title: `Join ${organization}`,
    body: html`<p>
        ${inviter === null ? "You are invited" : html`<strong>${inviter}</strong> invites you`} to
        join <strong>${organization}</strong> on ${shown.appearance.appName}. The invitation is for
        <strong>${email}</strong>.
      </p>
      ${
        isSignedIn
          ? html`<form method="post"><button>Accept invitation</button></form>`
          : howToSignIn(shown)
      }`,
  };
}

const howToSignIn = (shown: Shown): Html =>
  html`<p>
      Sign in to ${shown.appearance.appName} with that address, or create an account with it. Then
      accept the invitation there, or open this link again.
    </p>
    ${linkToApp(shown)}`;

const linkToApp = ({ appUrl, appearance }: Shown): Html | null =>
  appUrl === null
    ? null
    : html`<p><a class="button" href="${appUrl}">Go to ${appearance.appName}</a></p>`;

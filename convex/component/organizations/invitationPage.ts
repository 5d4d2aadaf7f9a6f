/**
 * The page that an invitation mail links to when the app has no page of its own:
 * `/p/<project>/invitation?token=…`. Mail scanners open links too, so opening it changes nothing;
 * its button accepts the invitation.
 */
import { v, type Infer } from "convex/values";
import { api, internal } from "../_generated/api";
import { internalQuery, type ActionCtx } from "../_generated/server";
import { loadSettings } from "../configuration/settings";
import { shortName } from "../emails/chosenText";
import { toAppearance, type Appearance } from "../emails/rendering";
import { problem, findProblem, type ErrorCode, errorStatus } from "../core/errors";
import { readSender } from "../api/clientAddress";
import { html, pageResponse, webAddress, type Html, type Page } from "../api/pageFrame";
import type { Place } from "../api/request";
import { sha256 } from "../core/secrets";
import { parseSessionCredential } from "../sessions/credential";
import type { Credential } from "../tenancy/caller";
import { requestTransactions } from "../tenancy/contenders";
import { TenantReader } from "../tenancy/database";
import { DeploymentReader } from "../tenancy/deployment";
import { INVITATION_PATH } from "./invitationMail";

/** Oldest first. The app's own client is usually one of the first. */
const CLIENTS = 20;

const shownValidator = v.object({
  /** An `Appearance` as JSON. */
  appearance: v.string(),
  /** The app's origin, if one of its clients has it. */
  appUrl: v.union(v.string(), v.null()),
  /** Null when it is not pending. All such links show the same page. */
  invitation: v.union(
    v.object({
      organization: v.string(),
      inviter: v.union(v.string(), v.null()),
      email: v.string(),
    }),
    v.null(),
  ),
});

/** What the page shows; null when the project does not exist. */
export const load = internalQuery({
  args: { projectId: v.string(), tokenHash: v.string() },
  returns: v.union(shownValidator, v.null()),
  handler: async (ctx, { projectId, tokenHash }) => {
    const project = await new DeploymentReader(ctx.db).project(projectId);
    if (!project) return null;
    const db = new TenantReader(ctx.db, projectId);
    const { branding } = await loadSettings(db);
    return {
      appearance: JSON.stringify(toAppearance(project, branding)),
      appUrl: await findAppUrl(db),
      invitation: await findOpenInvitation(db, tokenHash, Date.now()),
    };
  },
});

async function findOpenInvitation(db: TenantReader, tokenHash: string, now: number) {
  const row = await db
    .range("invitations", "byTokenHash", (q) => q.eq("tokenHash", tokenHash))
    .unique();
  if (!row || row.status !== "pending" || row.expiresAt <= now) return null;
  const organization = await db.get("organizations", row.organizationId);
  if (organization?.state !== "active") return null;
  const inviter = await db.get("users", row.inviterId); // null when an API key sent it
  return {
    organization: shortName(organization.name),
    inviter: inviter && shortName(inviter.name),
    email: row.email,
  };
}

async function findAppUrl(db: TenantReader): Promise<string | null> {
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
    throw problem("method_not_allowed", `${path} supports only GET and POST`, {
      allow: ["GET", "POST"],
    });
  const token = search.get("token") ?? "";
  const args = { projectId: projectId ?? "", tokenHash: await sha256(token) };
  const loaded = await ctx.runQuery(internal.organizations.invitationPage.load, args);
  if (!loaded) throw problem("not_found", "Project not found");
  const shown: Shown = { ...loaded, appearance: JSON.parse(loaded.appearance) as Appearance }; // written by load
  const isPost = request.method === "POST";
  const credential = await parseSessionCredential(
    isPost ? request : withoutFetchSite(request),
    place,
  );
  const page = isPost
    ? await acceptAndRender(ctx, shown, { token, credential, request, requestId })
    : renderInvitation(shown, credential !== null);
  return pageResponse(shown.appearance, page, requestId);
}

/**
 * A link in a mail is opened cross-site, which the session check refuses for requests that act.
 * Opening the page does not act.
 */
function withoutFetchSite({ url, headers }: Request): Request {
  const rest = new Headers(headers);
  rest.delete("sec-fetch-site");
  return new Request(url, { headers: rest });
}

interface Acceptance {
  readonly token: string;
  readonly credential: Credential | null;
  readonly request: Request;
  readonly requestId: string;
}

/** Accepts through the public operation, so all of its checks apply. */
async function acceptAndRender(
  ctx: ActionCtx,
  shown: Shown,
  { token, credential, request, requestId }: Acceptance,
): Promise<Page> {
  if (!credential || !shown.invitation) return { ...renderInvitation(shown, false), status: 409 };
  const { ip, hasTrustedIp, userAgent } = await readSender(ctx, request);
  try {
    await requestTransactions(ctx, () => ({ subject: ["invitation", token], caller: null })).run(
      async () =>
        await ctx.runMutation(api.organizations.functions.acceptInvitation, {
          credential,
          input: JSON.stringify({ token }),
          request: { id: requestId, ip, hasTrustedIp, userAgent, idempotencyKey: null },
        }),
    );
  } catch (error) {
    const known = findProblem(error);
    if (!known) throw error;
    return renderRefusal(shown, known.code, known.message);
  }
  return {
    title: `You joined ${shown.invitation.organization}`,
    body: html`<p>You can close this page.</p>
      ${renderAppLink(shown)}`,
  };
}

function renderRefusal(shown: Shown, code: ErrorCode, message: string): Page {
  if (code === "authentication_required") return { ...renderInvitation(shown, false), status: 401 };
  if (code === "not_found")
    return {
      title: "This invitation is for a different address",
      status: 404,
      body: html`<p>
          It was sent to <strong>${shown.invitation?.email ?? ""}</strong>. You are signed in with a
          different address.
        </p>
        ${renderSignInHint(shown)}`,
    };
  return {
    title: "The invitation could not be accepted",
    status: errorStatus[code],
    body: html`<p>${message}.</p>`,
  };
}

function renderInvitation(shown: Shown, isSignedIn: boolean): Page {
  const { invitation } = shown;
  if (!invitation)
    return {
      title: "This invitation is no longer valid",
      body: html`<p>
          It has been accepted, withdrawn or replaced by a newer one, or it has expired. Ask the
          organization for a new invitation.
        </p>
        ${renderAppLink(shown)}`,
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
          : renderSignInHint(shown)
      }`,
  };
}

const renderSignInHint = (shown: Shown): Html =>
  html`<p>
      Sign in to ${shown.appearance.appName} with that address, or create an account with it. Then
      accept the invitation there, or open this link again.
    </p>
    ${renderAppLink(shown)}`;

const renderAppLink = ({ appUrl, appearance }: Shown): Html | null =>
  appUrl === null
    ? null
    : html`<p><a class="button" href="${appUrl}">Go to ${appearance.appName}</a></p>`;

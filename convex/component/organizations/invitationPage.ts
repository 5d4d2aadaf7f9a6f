/**
 * The page that an invitation mail links to when the app has no page of its own:
 * `/p/<project>/invitation?token=…`. Mail scanners open links too, so opening it changes nothing;
 * its button accepts the invitation.
 */
import { v, type Infer } from "convex/values";
import { api, internal } from "../_generated/api";
import type { Doc } from "../_generated/dataModel";
import { internalQuery, type ActionCtx } from "../_generated/server";
import { loadSettings } from "../configuration/settings";
import { shortName } from "../emails/chosenText";
import { toAppearance, type Appearance } from "../emails/rendering";
import { audienceValidator, isServed } from "../core/consoleOrigin";
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
import { findHostedSession } from "../hosted/hostedSession";
import { fillText } from "../hosted/texts/fill";
import { chooseLanguage, parseAcceptLanguage, type Language } from "../hosted/texts/languages";
import { isEnabled } from "../pages/enabled";
import { findMembership } from "../rbac/userPermissions";
import { INVITATION_PATH } from "./invitationMail";
import { invitationTexts } from "./invitationTexts";

/** Oldest first. The app's own client is usually one of the first. */
const CLIENTS = 20;

const nullableText = v.union(v.string(), v.null());
const shownValidator = v.object({
  /** An `Appearance` as JSON. */
  appearance: v.string(),
  isLocalized: v.boolean(),
  /** The app's origin, if one of its clients has it. */
  appUrl: nullableText,
  /** Whether the project's hosted pages sign people in, and up. */
  hosted: v.object({ signIn: v.boolean(), signUp: v.boolean() }),
  /** The address of the session's user. */
  viewer: nullableText,
  /** The organization of an invitation that this user has accepted before. */
  joined: nullableText,
  /** Null when it is not pending. All such links show the same page. */
  invitation: v.union(
    v.object({ organization: v.string(), inviter: nullableText, email: v.string() }),
    v.null(),
  ),
});

/** What the page shows; null when the project does not exist. */
export const load = internalQuery({
  args: {
    projectId: v.string(),
    tokenHash: v.string(),
    sessionHash: nullableText,
    audience: audienceValidator,
  },
  returns: v.union(shownValidator, v.null()),
  handler: async (ctx, { projectId, tokenHash, sessionHash, audience }) => {
    const project = await new DeploymentReader(ctx.db).project(projectId);
    if (!project) return null;
    const db = new TenantReader(ctx.db, projectId);
    const now = Date.now();
    const { branding, features, authMethods } = await loadSettings(db);
    const served = isServed(project, audience);
    const viewer = (await findHostedSession(db, served ? sessionHash : null, now))?.user ?? null;
    const row = await db
      .range("invitations", "byTokenHash", (q) => q.eq("tokenHash", tokenHash))
      .unique();
    const signIn = features.hostedUi && !project.isAdmin && isEnabled("hosted");
    return {
      appearance: JSON.stringify(toAppearance(project, branding)),
      isLocalized: features.localization,
      appUrl: await findAppUrl(db),
      hosted: { signIn, signUp: signIn && features.signUp && authMethods.emailPassword },
      viewer: viewer?.email ?? null,
      joined: await findJoined(db, row, viewer),
      invitation: await findOpenInvitation(db, row, now),
    };
  },
});

/** Only for the user who has accepted: for others, a used link looks like any other that ended. */
async function findJoined(
  db: TenantReader,
  row: Doc<"invitations"> | null,
  viewer: Doc<"users"> | null,
): Promise<string | null> {
  if (row?.status !== "accepted" || row.email !== viewer?.email) return null;
  if (!(await findMembership(db, row.organizationId, viewer.id))) return null;
  const organization = await db.get("organizations", row.organizationId);
  return organization?.state === "active" ? shortName(organization.name) : null;
}

async function findOpenInvitation(db: TenantReader, row: Doc<"invitations"> | null, now: number) {
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
  readonly language: Language;
  readonly place: Place;
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
  const isPost = request.method === "POST";
  const credential = await parseSessionCredential(
    isPost ? request : withoutFetchSite(request),
    place,
  );
  const args = {
    projectId: projectId ?? "",
    tokenHash: await sha256(token),
    sessionHash: credential?.tokens[0]?.tokenHash ?? null,
    audience: place.audience,
  };
  const loaded = await ctx.runQuery(internal.organizations.invitationPage.load, args);
  if (!loaded) throw problem("not_found", "Project not found");
  const wanted = parseAcceptLanguage(request.headers.get("accept-language"));
  const shown: Shown = {
    ...loaded,
    ...{ place, language: chooseLanguage(loaded.isLocalized ? wanted : []) },
    appearance: JSON.parse(loaded.appearance) as Appearance, // written by load
  };
  const page = isPost
    ? await acceptAndRender(ctx, shown, { token, credential, request, requestId })
    : renderInvitation(shown);
  return pageResponse(shown.appearance, { ...page, language: shown.language }, requestId);
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
  if (!credential || !shown.invitation)
    return { ...renderInvitation({ ...shown, viewer: null }), status: 409 };
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
  return renderJoined(shown, shown.invitation.organization);
}

function renderJoined(shown: Shown, organization: string): Page {
  const texts = invitationTexts[shown.language];
  const { base } = shown.place;
  return {
    title: fillText(texts.joinedTitle, { organization }),
    body: html`<p>${texts.joinedText}</p>
      ${renderAppLink(shown)}
      ${
        shown.hosted.signIn &&
        html`<p><a href="${base}/organizations">${texts.toOrganizations}</a></p>`
      }`,
  };
}

function renderRefusal(shown: Shown, code: ErrorCode, message: string): Page {
  if (code === "authentication_required")
    return { ...renderInvitation({ ...shown, viewer: null }), status: 401 };
  if (code === "not_found") return { ...renderOther(shown), status: 404 };
  return {
    title: invitationTexts[shown.language].refusedTitle,
    status: errorStatus[code],
    body: html`<p>${message}.</p>`,
  };
}

/** Another user is signed in: the page names both addresses, and offers a way to the invited one. */
function renderOther(shown: Shown): Page {
  const texts = invitationTexts[shown.language];
  const { viewer, hosted } = shown;
  const email = shown.invitation?.email ?? "";
  const text =
    viewer === null
      ? fillText(texts.otherUnknown, { email })
      : fillText(texts.otherText, { email, viewer });
  return {
    title: texts.otherTitle,
    body: html`<p>${text}</p>
      ${
        hosted.signIn
          ? html`<p>
              <a class="button" href="${signInUrl(shown, { prompt: "login" })}"
                >${fillText(texts.signInAs, { email })}</a
              >
            </p>`
          : renderSignInHint(shown)
      }`,
  };
}

function renderInvitation(shown: Shown): Page {
  const { invitation, joined, viewer, language, appearance } = shown;
  const texts = invitationTexts[language];
  if (joined !== null) return renderJoined(shown, joined);
  if (!invitation)
    return {
      title: texts.endedTitle,
      body: html`<p>${texts.endedText}</p>
        ${renderAppLink(shown)}`,
    };
  if (viewer !== null && viewer !== invitation.email) return renderOther(shown);
  const { organization, inviter, email } = invitation;
  const values = { organization, email, app: appearance.appName };
  const text =
    inviter === null
      ? fillText(texts.invited, values)
      : fillText(texts.invitedBy, { ...values, inviter });
  return {
    title: fillText(texts.joinTitle, { organization }),
    body: html`<p>${text}</p>
      ${
        viewer === null
          ? renderSignInHint(shown)
          : html`<form method="post"><button>${texts.accept}</button></form>`
      }`,
  };
}

/** Leads back to this page (hosted/returnPath.ts). */
function signInUrl(
  { place, invitation }: Shown,
  parameters: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams({
    return_path: `${INVITATION_PATH}?token=${place.search.get("token") ?? ""}`,
    login_hint: invitation?.email ?? "",
    ...parameters,
  });
  return `${place.base}/authorize?${query}`;
}

function renderSignInHint(shown: Shown): Html {
  const texts = invitationTexts[shown.language];
  if (!shown.hosted.signIn)
    return html`<p>${fillText(texts.signInHint, { app: shown.appearance.appName })}</p>
      ${renderAppLink(shown)}`;
  return html`<p>${texts.signInFirst}</p>
    <p><a class="button" href="${signInUrl(shown)}">${texts.signIn}</a></p>
    ${
      shown.hosted.signUp &&
      html`<p><a href="${signInUrl(shown, { screen_hint: "sign-up" })}">${texts.signUp}</a></p>`
    }`;
}

function renderAppLink({ appUrl, appearance, language }: Shown): Html | null {
  if (appUrl === null) return null;
  const label = fillText(invitationTexts[language].toApp, { app: appearance.appName });
  return html`<p><a class="button" href="${appUrl}">${label}</a></p>`;
}

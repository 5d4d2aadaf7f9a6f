/** The authorization request of a page, and how it ends: a redirect to the app. */
import { internal } from "../_generated/api";
import { readSender } from "../api/clientAddress";
import { html } from "../api/pageFrame";
import { isBegunAtSite } from "./begun";
import { projectIssuer, requestIssuer } from "../signIn/tokens/issuers";
import type { ApiAnswer } from "./apiCalls";
import {
  parseAuthorizationRequest,
  readParameters,
  toOwnRequest,
  type AuthorizationRequest,
} from "./authorizationRequest";
import { withParameters } from "./redirectUris";
import { parseReturnPath } from "./returnPath";
import { afterSignIn, findUnlinked, readReturn } from "./returns";
import type { Opened, Step } from "./transactions";
import type { Texts } from "./texts/en";
import type { HostedPath } from "./paths";
import { pathInFlow, showPage, type PageVisit } from "./visit";

export interface Flow {
  readonly wanted: AuthorizationRequest;
  readonly client: NonNullable<Opened["client"]>;
  /** A page of the runtime that the sign-in leads to, below the project; null for an app. */
  readonly returnPath: string | null;
}

/**
 * The flow that the query describes, or the answer to a wrong one: a page while the redirect is not
 * known to belong to the client, the app's redirect otherwise.
 */
export function readFlow(visit: PageVisit): Flow | Response {
  const given = readParameters(visit.place.url.searchParams);
  if (given === null) return refuse(visit, "brokenRequestText");
  const { client } = visit.opened;
  if (client === null) return refuse(visit, "unknownClientText");
  if (client.id === "") {
    const returnPath = parseReturnPath(visit.place.url.searchParams.get("return_path"));
    if (returnPath === null) return refuse(visit, "unknownClientText");
    return { wanted: toOwnRequest(given), client, returnPath };
  }
  const redirectUri = given.redirect_uri ?? "";
  if (!client.allowsRedirect) return refuse(visit, "unknownRedirectText");
  const wanted = parseAuthorizationRequest(given, { clientId: client.id, redirectUri });
  if (!("error" in wanted)) return { wanted, client, returnPath: null };
  const { error, description } = wanted;
  return redirect(
    visit,
    withParameters(redirectUri, {
      ...{ error, error_description: description, state: given.state },
      iss: flowIssuer(visit),
    }),
  );
}

/**
 * What the app compares with the issuer of the address that it sent its user to (RFC 9207): that of
 * the host where the flow was begun, also when the pages are elsewhere (handler.ts).
 */
const flowIssuer = ({ place: { projectId, audience, url } }: PageVisit): string =>
  isBegunAtSite(url) ? projectIssuer(projectId) : requestIssuer(projectId, audience);

const refuse = (visit: PageVisit, text: keyof Texts): Response =>
  showPage(visit, {
    title: visit.texts.unknownClientTitle,
    status: 400,
    body: html`<p>${visit.texts[text]}</p>`,
  });

export function redirectWithError(
  visit: PageVisit,
  { wanted }: Flow,
  error: string,
  cookies: readonly string[] = [],
): Response {
  const { redirectUri, state } = wanted;
  const iss = flowIssuer(visit);
  return redirect(visit, withParameters(redirectUri, { error, state, iss }), cookies);
}

export function redirectWithCode(
  visit: PageVisit,
  { wanted }: Flow,
  code: string,
  cookies: readonly string[] = [],
): Response {
  const { redirectUri, state } = wanted;
  const iss = flowIssuer(visit);
  return redirect(visit, withParameters(redirectUri, { code, state, iss }), cookies);
}

/**
 * After a form the answer is a page that continues by itself: browsers apply the policy for forms to
 * every redirect that follows, also to those of the app, which it cannot list.
 */
function redirect(
  visit: PageVisit,
  url: string,
  cookies: readonly string[] = [],
  text: "returningText" | "continuingText" = "returningText",
): Response {
  const { request, requestId, texts } = visit;
  if (request.method !== "POST")
    return new Response(null, {
      status: 303,
      headers: {
        location: url,
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-request-id": requestId,
      },
    });
  return showPage(visit, {
    title: texts.returningTitle,
    body: html`<p>${texts[text]}</p>
      <p><a class="button" href="${url}">${texts.returnButton}</a></p>`,
    cookies,
    next: url,
  });
}

/** Continues to a page of the runtime itself, or of an identity provider. */
export const continueTo = redirect;

const stepPaths: Readonly<Record<Step, HostedPath>> = {
  enrolment: "/hosted/enrolment",
  link: "/hosted/link",
  organization: "/hosted/organization",
};

/** Gives the app a code for the session with that token, or shows the page that comes first. */
export async function finish(
  visit: PageVisit,
  flow: Flow,
  { tokenHash, cookies }: { readonly tokenHash: string } & Pick<ApiAnswer, "cookies">,
): Promise<Response> {
  const { ctx, request, requestId, place } = visit;
  const { redirectUri, clientId, codeChallenge, nonce, organizationId } = flow.wanted;
  const { selectsOrganization, prompt } = flow.wanted;
  const { ip, hasTrustedIp, userAgent } = await readSender(ctx, request);
  const made = await ctx.runMutation(internal.hosted.transactions.issue, {
    projectId: place.projectId,
    tokenHash,
    replacedHash: visit.tokenHash,
    replacedId: (await readReturn(visit))?.sessionId || null,
    wanted:
      flow.returnPath === null
        ? { clientId, redirectUri, codeChallenge, nonce, organizationId }
        : null,
    selectsOrganization,
    mayLink: findUnlinked(visit, flow.client) !== null,
    request: { id: requestId, ip, hasTrustedIp, userAgent },
  });
  const { returnPath } = flow;
  const goOn = (path: string) => redirect(visit, path, cookies, "continuingText");
  if ("step" in made)
    return prompt === "none"
      ? redirectWithError(visit, flow, "interaction_required")
      : goOn(
          pathInFlow(visit, stepPaths[made.step], {
            ...afterSignIn(visit),
            provider: made.step === "link" ? findUnlinked(visit, flow.client) : null,
          }),
        );
  if ("entered" in made) return goOn(place.base + (returnPath ?? ""));
  if (returnPath !== null) return goOn(pathInFlow(visit, "/authorize", { prompt: "login" })); // the session has ended
  return "code" in made
    ? redirectWithCode(visit, flow, made.code, cookies)
    : redirectWithError(visit, flow, made.error, cookies);
}

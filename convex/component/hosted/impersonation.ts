/** The page behind the link of an impersonation, and the app's sign-in that follows. */
import { internal } from "../_generated/api";
import { html } from "../api/pageFrame";
import { sha256 } from "../core/secrets";
import { projectIssuer } from "../signIn/tokens/issuers";
import { redirectWithCode, redirectWithError, type Flow } from "./flow";
import { impersonationTexts } from "./texts/impersonation";
import { fillText } from "./texts/texts";
import { formFor, showPage, type FormVisit, type PageVisit } from "./visit";

const readToken = async ({ place }: PageVisit): Promise<string> =>
  await sha256(place.url.searchParams.get("token") ?? "");

export async function askToImpersonate(visit: PageVisit): Promise<Response> {
  const { ctx, place, language } = visit;
  const found = await ctx.runQuery(internal.hosted.impersonationSteps.describe, {
    projectId: place.projectId,
    tokenHash: await readToken(visit),
  });
  if (!found) return showEnded(visit);
  const texts = impersonationTexts[language];
  const button = fillText(texts.button, found);
  return showPage(visit, {
    title: fillText(texts.title, found),
    body: html`<p>${fillText(texts.text, found)}</p>
      ${await formFor(visit, { path: "/hosted/impersonation", fields: html``, button })}`,
  });
}

/** Continues to the app as a third party does that starts its sign-in (OpenID Connect Core, 4). */
export async function enterImpersonation(visit: FormVisit): Promise<Response> {
  const { ctx, place, browser, language, texts } = visit;
  const { projectId } = place;
  const entered = await ctx.runMutation(internal.hosted.impersonationSteps.use, {
    ...{ projectId, tokenHash: await readToken(visit), browserHash: await sha256(browser.id) },
  });
  if (!entered) return showEnded(visit);
  const next = new URL(entered.initiateLoginUri);
  next.searchParams.set("iss", projectIssuer(projectId));
  return showPage(visit, {
    title: fillText(impersonationTexts[language].openingTitle, entered),
    body: html`<p>${texts.continuingText}</p>
      <p><a class="button" href="${next.href}">${texts.returnButton}</a></p>`,
    next: next.href,
  });
}

function showEnded(visit: PageVisit): Response {
  const { endedTitle, endedText } = impersonationTexts[visit.language];
  return showPage(visit, { title: endedTitle, status: 410, body: html`<p>${endedText}</p>` });
}

/** Gives the app a code for the impersonation that was entered in this browser. */
export async function finishImpersonation(visit: PageVisit, flow: Flow): Promise<Response> {
  const { ctx, place, browser } = visit;
  const { clientId, redirectUri, codeChallenge, nonce } = flow.wanted;
  const code = await ctx.runMutation(internal.hosted.impersonationSteps.issue, {
    projectId: place.projectId,
    browserHash: await sha256(browser.id),
    wanted: { clientId, redirectUri, codeChallenge, nonce },
  });
  return code === null
    ? redirectWithError(visit, flow, "access_denied")
    : redirectWithCode(visit, flow, code);
}

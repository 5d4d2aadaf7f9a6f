/**
 * Setting up a second factor on the way to the app, where the project requires one: until then the
 * session can do nothing else.
 */
import { internal } from "../_generated/api";
import { html } from "../api/pageFrame";
import { callApi } from "./apiCalls";
import { backupCodeList, confirmSetup, showSetup, toSetup } from "./factorSetup";
import { readFlow, type Flow } from "./flow";
import { passwordField, showRefusal } from "./formFields";
import { toHead, toRefusal, type Refusal } from "./refusals";
import { keepApps } from "./renewedSession";
import { stepTexts } from "./texts/steps";
import { fillText } from "./texts/texts";
import { formFor, showPage, type SignedInFormVisit, type SignedInVisit } from "./visit";

const CODE_PATH = "/hosted/enrolment/code";

export async function askToEnrol(visit: SignedInVisit): Promise<Response> {
  const flow = readFlow(visit);
  return flow instanceof Response ? flow : await showStart(visit, flow, null);
}

async function showStart(
  visit: SignedInVisit,
  { client }: Flow,
  refusal: Refusal | null,
): Promise<Response> {
  const { ctx, place, tokenHash, language, opened } = visit;
  const steps = stepTexts[language];
  const { projectId } = place;
  const own = await ctx.runQuery(internal.hosted.ownFactors.load, { projectId, tokenHash });
  if (own?.hasSecondFactor) return await showContinue(visit);
  const fields = html`${showRefusal(visit, refusal)}
  ${own?.hasPassword === true && passwordField(visit)}`;
  const button = steps.enrolStart;
  return showPage(visit, {
    title: steps.enrolTitle,
    ...toHead(refusal),
    body: html`<p class="quiet">${opened.session.email}</p>
      <p>${fillText(steps.enrolText, { app: client.name })}</p>
      ${await formFor(visit, { path: "/hosted/enrolment", fields, button })}`,
  });
}

async function showContinue(visit: SignedInVisit): Promise<Response> {
  const steps = stepTexts[visit.language];
  const next = { path: "/hosted/continue", fields: html``, button: steps.nextStep } as const;
  return showPage(visit, {
    title: steps.enrolTitle,
    body: html`<p>${steps.hasFactor}</p>
      ${await formFor(visit, next)}`,
  });
}

export async function beginEnrolment(visit: SignedInFormVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const password = visit.form.text("password") || undefined;
  const answer = await callApi(visit, "/two-factor/enable", { password });
  if (!answer.isDone) return await showStart(visit, flow, toRefusal(answer));
  const { cookies } = answer;
  return await showSetup(visit, toSetup(answer), { path: CODE_PATH, refusal: null, cookies });
}

/** Takes the first code, and shows the backup codes. The button leads on to the app. */
export async function confirmEnrolment(visit: SignedInFormVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const confirmed = await confirmSetup(visit, CODE_PATH);
  if (!confirmed) return await showStart(visit, flow, null);
  if ("response" in confirmed) return confirmed.response;
  const { answer, backupCodes } = confirmed;
  const steps = stepTexts[visit.language];
  const renewed = await keepApps(visit, answer.cookies);
  const next = { path: "/hosted/continue", fields: html``, button: steps.backupSaved } as const;
  return showPage(renewed, {
    title: steps.backupTitle,
    body: html`<p>${steps.backupText}</p>
      ${backupCodeList(backupCodes)} ${await formFor(renewed, next)}`,
    cookies: answer.cookies,
  });
}

/** Choosing a new password by a mailed link, which leads back into the flow. */
import { html } from "../api/pageFrame";
import { callApi } from "./apiCalls";
import { readFlow } from "./flow";
import { addressField, newPasswordField, showRefusal } from "./formFields";
import { toHead, toRefusal, type Refusal } from "./refusals";
import { afterSignIn } from "./returns";
import { fillText } from "./texts/texts";
import { formFor, pathInFlow, showPage, type FormVisit, type PageVisit } from "./visit";

/** Parameters that the mailed link adds to the flow. */
const LINK_PARAMETERS = { token: null, error: null };

export async function askForReset(visit: PageVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  return flow.client.password
    ? await showResetForm(visit, { email: flow.wanted.loginHint, refusal: null })
    : showUnavailable(visit);
}

const showUnavailable = (visit: PageVisit): Response =>
  showPage(visit, {
    title: visit.texts.resetTitle,
    status: 404,
    body: html`<p>${visit.texts.noMethodText}</p>`,
  });

async function showResetForm(
  visit: PageVisit,
  { email, refusal }: { readonly email: string; readonly refusal: Refusal | null },
): Promise<Response> {
  const { texts } = visit;
  const fields = html`${showRefusal(visit, refusal)} ${addressField(visit, email)}`;
  return showPage(visit, {
    title: texts.resetTitle,
    ...toHead(refusal),
    body: html`<p>${texts.resetText}</p>
      ${await formFor(visit, { path: "/hosted/reset", fields, button: texts.resetButton })}
      <p><a href="${pathInFlow(visit, "/authorize")}">${texts.signInTitle}</a></p>`,
  });
}

/** Answers the same for every address. */
export async function sendReset(visit: FormVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const { texts } = visit;
  const email = visit.form.text("email").trim();
  const redirectTo = pathInFlow(visit, "/hosted/reset/new", {
    ...afterSignIn(visit),
    ...LINK_PARAMETERS,
  });
  const answer = await callApi(visit, "/request-password-reset", { email, redirectTo });
  if (!answer.isDone) return await showResetForm(visit, { email, refusal: toRefusal(answer) });
  return showPage(visit, {
    title: texts.checkMailTitle,
    body: html`<p>${fillText(texts.resetSentText, { email })}</p>`,
  });
}

/** Opened by the mailed link, by scanners too: nothing happens before the form. */
export async function askForNewPassword(visit: PageVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const { searchParams } = visit.place.url;
  return searchParams.has("error") || !searchParams.get("token")
    ? showEnded(visit)
    : await showNewPasswordForm(visit, null);
}

async function showNewPasswordForm(visit: PageVisit, refusal: Refusal | null): Promise<Response> {
  const { texts } = visit;
  const fields = html`${showRefusal(visit, refusal)} ${newPasswordField(visit)}`;
  return showPage(visit, {
    title: texts.resetTitle,
    ...toHead(refusal),
    body: await formFor(visit, { path: "/hosted/reset/new", fields, button: texts.savePassword }),
  });
}

export async function takeNewPassword(visit: FormVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const { texts, place, form } = visit;
  const token = place.url.searchParams.get("token") ?? "";
  const answer = await callApi(visit, "/reset-password", {
    newPassword: form.text("password"),
    token,
  });
  if (answer.code === "INVALID_TOKEN") return showEnded(visit);
  if (!answer.isDone) return await showNewPasswordForm(visit, toRefusal(answer));
  const start = pathInFlow(visit, "/authorize", LINK_PARAMETERS);
  return showPage(visit, {
    title: texts.resetDoneTitle,
    body: html`<p>${texts.resetDoneText}</p>
      <p><a class="button" href="${start}">${texts.signInButton}</a></p>`,
  });
}

const showEnded = (visit: PageVisit): Response =>
  showPage(visit, {
    title: visit.texts.resetEndedTitle,
    status: 410,
    body: html`<p>${visit.texts.resetEndedText}</p>
      <p>
        <a class="button" href="${pathInFlow(visit, "/hosted/reset", LINK_PARAMETERS)}"
          >${visit.texts.resetButton}</a
        >
      </p>`,
  });

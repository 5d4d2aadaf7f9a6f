/** How a step of a sign-in ends: at the app, at the second factor, or in the mailbox. */
import { html } from "../api/pageFrame";
import type { ApiAnswer } from "./apiCalls";
import { afterSignIn, finish, type Flow } from "./flow";
import { showSecondFactorForm } from "./secondFactor";
import { fillText } from "./texts/texts";
import { pathInFlow, showPage, type PageVisit } from "./visit";

/** Where mails and identity providers return to. `auth_time` tells the app of the sign-in's age. */
export const pathBack = (visit: PageVisit): string =>
  pathInFlow(visit, "/authorize", afterSignIn(visit));

/** Continues after an answer of the API that began a session, or asks for the second factor. */
export async function endSignIn(
  visit: PageVisit,
  flow: Flow,
  answer: ApiAnswer,
): Promise<Response> {
  const { tokenHash, cookies } = answer;
  return tokenHash === null
    ? await showSecondFactorForm(visit, { cookies, refusal: null })
    : await finish(visit, flow, { tokenHash, cookies });
}

/** The same for every address. */
export function showCheckMail(
  visit: PageVisit,
  email: string,
  cookies: readonly string[] = [],
): Response {
  const { texts } = visit;
  return showPage(visit, {
    title: texts.checkMailTitle,
    body: html`<p>${fillText(texts.checkMailText, { email })}</p>
      <p><a href="${pathBack(visit)}">${texts.signInTitle}</a></p>`,
    cookies,
  });
}

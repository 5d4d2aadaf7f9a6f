/** How a step of a sign-in ends: at the app, at the second factor, or in the mailbox. */
import { html } from "../api/pageFrame";
import type { ApiAnswer } from "./apiCalls";
import { finish, type Flow } from "./flow";
import { pathBack } from "./returns";
import { showSecondFactorForm } from "./secondFactor";
import { fillText } from "./texts/texts";
import { showPage, type PageVisit } from "./visit";

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
export const showCheckMail = async (
  visit: PageVisit,
  email: string,
  cookies: readonly string[] = [],
): Promise<Response> =>
  await showMailPage(visit, fillText(visit.texts.checkMailText, { email }), cookies);

/** After the right password of a user name, whose address the page must not tell. */
export const showCheckOwnMail = async (visit: PageVisit): Promise<Response> =>
  await showMailPage(visit, visit.texts.checkOwnMailText, []);

async function showMailPage(
  visit: PageVisit,
  text: string,
  cookies: readonly string[],
): Promise<Response> {
  const { texts } = visit;
  return showPage(visit, {
    title: texts.checkMailTitle,
    body: html`<p>${text}</p>
      <p><a href="${await pathBack(visit)}">${texts.signInTitle}</a></p>`,
    cookies,
  });
}

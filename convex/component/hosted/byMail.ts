/** Signing in by a message to the address: a link, or a code that is entered here. */
import { html } from "../api/pageFrame";
import { callApi } from "./apiCalls";
import { readFlow, type Flow } from "./flow";
import { codeField, showRefusal } from "./formFields";
import { showMethods } from "./methods";
import { toHead, toRefusal, type Refusal } from "./refusals";
import { pathBack } from "./returns";
import { endSignIn } from "./signInEnd";
import { fillText } from "./texts/texts";
import { formFor, pathInFlow, showPage, type FormVisit, type PageVisit } from "./visit";

const emailIn = ({ form }: FormVisit): string => form.text("email").trim();

/** Mails a link, which leads back into the flow in the browser that opens it. */
export async function sendLink(visit: FormVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const { texts } = visit;
  const email = emailIn(visit);
  // The endpoint of the link decodes it once more than those of other mails.
  const callbackURL = (await pathBack(visit)).replaceAll("%", "%25");
  const answer = await callApi(visit, "/sign-in/magic-link", { email, callbackURL });
  if (!answer.isDone) return await showMethods(visit, flow, { email, refusal: toRefusal(answer) });
  return showPage(visit, {
    title: texts.checkMailTitle,
    body: html`<p>${fillText(texts.linkSentText, { email })}</p>
      <p><a href="${pathInFlow(visit, "/authorize")}">${texts.signInTitle}</a></p>`,
  });
}

export async function sendCode(visit: FormVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const email = emailIn(visit);
  const answer = await callApi(visit, "/email-otp/send-verification-otp", {
    email,
    type: "sign-in",
  });
  return answer.isDone
    ? await showCodeForm(visit, flow, { email, refusal: null })
    : await showMethods(visit, flow, { email, refusal: toRefusal(answer) });
}

async function showCodeForm(
  visit: PageVisit,
  { client }: Flow,
  { email, refusal }: { readonly email: string; readonly refusal: Refusal | null },
): Promise<Response> {
  const { texts } = visit;
  const address = html`<input type="hidden" name="email" value="${email}" />`;
  const fields = html`${address} ${codeField(visit)}`;
  return showPage(visit, {
    title: texts.checkMailTitle,
    ...toHead(refusal),
    body: html`<p class="quiet">${fillText(texts.toApp, { app: client.name })}</p>
      ${showRefusal(visit, refusal)}
      <p>${fillText(texts.codeSentText, { email })}</p>
      ${await formFor(visit, {
        ...{ path: "/hosted/sign-in/code/check", fields, button: texts.signInButton },
      })}
      ${await formFor(visit, {
        ...{ path: "/hosted/sign-in/code", fields: address, button: texts.mailCodeAgain },
        isSecond: true,
      })}
      <p><a href="${pathInFlow(visit, "/authorize")}">${texts.otherAddress}</a></p>`,
  });
}

/** The same for a wrong code, one that has expired, and an address without one. */
export async function takeCode(visit: FormVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const email = emailIn(visit);
  const otp = visit.form.text("code").replace(/\s/g, "");
  const answer = await callApi(visit, "/sign-in/email-otp", { email, otp });
  return answer.isDone
    ? await endSignIn(visit, flow, answer)
    : await showCodeForm(visit, flow, { email, refusal: toRefusal(answer) });
}

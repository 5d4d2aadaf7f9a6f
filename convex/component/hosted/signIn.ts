/** Signing in with an address and a password, by steps that look the same for every address. */
import { internal } from "../_generated/api";
import { html, webAddress } from "../api/pageFrame";
import { emailAddress } from "../core/emailAddress";
import { callApi, type ApiAnswer } from "./apiCalls";
import { SELECT_ORGANIZATION } from "./authorizationRequest";
import { afterSignIn, continueTo, finish, readFlow, type Flow } from "./flow";
import { toHead, toRefusal, type Refusal } from "./refusals";
import { showSecondFactorForm } from "./secondFactor";
import { fillText } from "./texts/texts";
import { formFor, pathInFlow, showPage, type FormVisit, type PageVisit } from "./visit";
import { addressField, showRefusal } from "./formFields";

/** Where mails and identity providers return to. `auth_time` tells the app of the sign-in's age. */
export const pathBack = (visit: PageVisit): string =>
  pathInFlow(visit, "/authorize", afterSignIn(visit));

export async function showAddressForm(
  visit: PageVisit,
  { wanted, client }: Flow,
  { email = wanted.loginHint, refusal = null }: { email?: string; refusal?: Refusal | null } = {},
): Promise<Response> {
  const { texts } = visit;
  if (!client.password && !client.sso)
    return showPage(visit, { title: texts.signInTitle, body: html`<p>${texts.noMethodText}</p>` });
  const fields = html`${showRefusal(visit, refusal)} ${addressField(visit, email)}`;
  const path = "/hosted/sign-in";
  const prompt = wanted.selectsOrganization ? `login ${SELECT_ORGANIZATION}` : "login";
  return showPage(visit, {
    title: texts.signInTitle,
    ...toHead(refusal),
    body: html`<p class="quiet">${fillText(texts.toApp, { app: client.name })}</p>
      ${await formFor(visit, { path, fields, button: texts.next })}
      ${
        client.signUp &&
        html`<p>
          <a href="${pathInFlow(visit, "/authorize", { screen_hint: "sign-up", prompt })}"
            >${texts.noAccount}</a
          >
        </p>`
      }`,
  });
}

/** Takes the address: only a verified domain with single sign-on leads elsewhere. */
export async function takeAddress(visit: FormVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const email = visit.form.text("email").trim();
  if (emailAddress(email) === null) {
    const refusal = { text: "badAddress", status: 422, retryAfter: null } as const;
    return await showAddressForm(visit, flow, { email, refusal });
  }
  const { projectId } = visit.place;
  const { routesToSso } = internal.hosted.transactions;
  if (flow.client.sso && (await visit.ctx.runQuery(routesToSso, { projectId, email }))) {
    const answer = await callApi(visit, "/sign-in/sso", { email, callbackURL: pathBack(visit) });
    const url = webAddress(typeof answer.body.url === "string" ? answer.body.url : null);
    if (answer.isDone && url !== null) return continueTo(visit, url, answer.cookies);
    return await showAddressForm(visit, flow, { email, refusal: toRefusal(answer) });
  }
  return await showPasswordForm(visit, flow, { email, refusal: null });
}

async function showPasswordForm(
  visit: PageVisit,
  { client }: Flow,
  { email, refusal }: { readonly email: string; readonly refusal: Refusal | null },
): Promise<Response> {
  const { texts } = visit;
  if (!client.password)
    return showPage(visit, { title: texts.signInTitle, body: html`<p>${texts.noMethodText}</p>` });
  // The address is a field, not hidden, so that password managers find the pair.
  const fields = html`${showRefusal(visit, refusal)}
    <label for="email">${texts.email}</label>
    <input id="email" name="email" type="email" autocomplete="username" readonly value="${email}" />
    <label for="password">${texts.password}</label>
    <input
      id="password"
      name="password"
      type="password"
      autocomplete="current-password"
      required
      maxlength="1024"
    />`;
  const path = "/hosted/sign-in/password";
  return showPage(visit, {
    title: texts.signInTitle,
    ...toHead(refusal),
    body: html`<p class="quiet">${fillText(texts.toApp, { app: client.name })}</p>
      ${await formFor(visit, { path, fields, button: texts.signInButton })}
      <p><a href="${pathInFlow(visit, "/hosted/reset")}">${texts.forgotPassword}</a></p>
      <p><a href="${pathInFlow(visit, "/authorize")}">${texts.otherAddress}</a></p>`,
  });
}

export async function takePassword(visit: FormVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const email = visit.form.text("email").trim();
  const password = visit.form.text("password");
  const callbackURL = pathBack(visit);
  const answer = await callApi(visit, "/sign-in/email", { email, password, callbackURL });
  if (answer.code === "EMAIL_NOT_VERIFIED") return showCheckMail(visit, email);
  return answer.isDone
    ? await signedIn(visit, flow, answer)
    : await showPasswordForm(visit, flow, { email, refusal: toRefusal(answer) });
}

/** Continues after an answer of the API that began a session, or asks for the second factor. */
async function signedIn(visit: PageVisit, flow: Flow, answer: ApiAnswer): Promise<Response> {
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

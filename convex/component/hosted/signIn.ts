/** Signing in with an address or a user name and a password; the steps look the same for each. */
import { internal } from "../_generated/api";
import { html, type Html } from "../api/pageFrame";
import { asksForName, isUsername, nameField, refuseName } from "./accountName";
import { callApi } from "./apiCalls";
import { SELECT_ORGANIZATION } from "./authorizationRequest";
import { readFlow, type Flow } from "./flow";
import { showRefusal } from "./formFields";
import { showMethods, showNoMethod } from "./methods";
import { findPasskeyScript } from "./passkeyScript";
import { goToProvider, providerForms } from "./providers";
import { toHead, toRefusal, type Refusal } from "./refusals";
import { hasConfirmed, pathAfterConfirmation, pathBack } from "./returns";
import { sendConfirmation } from "./confirmationMail";
import { endSignIn } from "./signInEnd";
import { fillText } from "./texts/texts";
import { formFor, pathInFlow, showPage, type FormVisit, type PageVisit } from "./visit";

export async function showAddressForm(
  visit: PageVisit,
  { wanted, client }: Flow,
  { email = wanted.loginHint, refusal = null }: { email?: string; refusal?: Refusal | null } = {},
): Promise<Response> {
  const { texts } = visit;
  const forms = await providerForms(visit, { client });
  const isAsked = asksForName(client);
  if (!isAsked && !client.passkey && forms.length === 0) return showNoMethod(visit);
  const fields = html`${showRefusal(visit, refusal)} ${nameField(visit, client, email)}`;
  const path = "/hosted/sign-in";
  const prompt = wanted.selectsOrganization ? `login ${SELECT_ORGANIZATION}` : "login";
  return showPage(visit, {
    title: texts.signInTitle,
    ...toHead(refusal),
    script: client.passkey ? await findPasskeyScript(visit) : null,
    body: html`<p class="quiet">${fillText(texts.toApp, { app: client.name })}</p>
      ${refusal === null && hasConfirmed(visit) && html`<p role="status">${texts.addressConfirmed}</p>`}
      ${isAsked ? await formFor(visit, { path, fields, button: texts.next }) : showRefusal(visit, refusal)}
      ${client.passkey && (await passkeyForm(visit))} ${forms}
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

/** Shown by its script, which fills it in. */
async function passkeyForm(visit: PageVisit): Promise<Html> {
  const form = await formFor(visit, {
    path: "/hosted/sign-in/passkey",
    fields: html`<input type="hidden" name="response" value="" />`,
    button: visit.texts.passkeyButton,
    isSecond: true,
  });
  const options = pathInFlow(visit, "/hosted/passkey/options");
  return html`<div id="passkey" data-options="${options}" hidden>${form}</div>
    <noscript><p class="quiet">${visit.texts.passkeyScript}</p></noscript>`;
}

/** Takes the address or user name: only a verified domain with single sign-on leads elsewhere. */
export async function takeAddress(visit: FormVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const email = visit.form.text("email").trim();
  const text = refuseName(flow.client, email);
  if (text !== null) {
    const refusal = { text, status: 422, retryAfter: null };
    return await showAddressForm(visit, flow, { email, refusal });
  }
  const { projectId } = visit.place;
  const { routesToSso } = internal.hosted.transactions;
  if (flow.client.sso && (await visit.ctx.runQuery(routesToSso, { projectId, email }))) {
    const callbackURL = await pathBack(visit);
    const fields = { email, callbackURL, errorCallbackURL: callbackURL };
    const answer = await callApi(visit, "/sign-in/sso", fields);
    return (
      goToProvider(visit, answer) ??
      (await showAddressForm(visit, flow, { email, refusal: toRefusal(answer) }))
    );
  }
  return await showMethods(visit, flow, { email, refusal: null });
}

export async function takePassword(visit: FormVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const email = visit.form.text("email").trim();
  const password = visit.form.text("password");
  const callbackURL = await pathAfterConfirmation(visit);
  const hasUsername = isUsername(flow.client, email);
  const answer = hasUsername
    ? await callApi(visit, "/sign-in/username", { username: email, password, callbackURL })
    : await callApi(visit, "/sign-in/email", { email, password, callbackURL });
  if (answer.code === "EMAIL_NOT_VERIFIED")
    return await sendConfirmation(visit, flow, { typed: email, callbackURL });
  return answer.isDone
    ? await endSignIn(visit, flow, answer)
    : await showMethods(visit, flow, { email, refusal: toRefusal(answer) });
}

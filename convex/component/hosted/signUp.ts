/** Creating an account with an address and a password. */
import { html } from "../api/pageFrame";
import { normalUsername } from "../core/username";
import { callApi } from "./apiCalls";
import { finish, readFlow, type Flow } from "./flow";
import { addressField, newPasswordField, showRefusal, usernameField } from "./formFields";
import { providerForms } from "./providers";
import { toHead, toRefusal, type Refusal } from "./refusals";
import { pathAfterConfirmation } from "./returns";
import { showAddressForm } from "./signIn";
import { showCheckMail } from "./signInEnd";
import { fillText } from "./texts/texts";
import { formFor, pathInFlow, showPage, type FormVisit, type PageVisit } from "./visit";

interface Entered {
  readonly name?: string;
  readonly email?: string;
  readonly username?: string;
  readonly refusal?: Refusal | null;
}

export async function showSignUpForm(
  visit: PageVisit,
  flow: Flow,
  entered: Entered = {},
): Promise<Response> {
  const { texts } = visit;
  const { client, wanted } = flow;
  const { name = "", email = wanted.loginHint, username = "", refusal = null } = entered;
  if (!client.signUp) return await showAddressForm(visit, flow);
  const fields = html`${showRefusal(visit, refusal)}
    <label for="name">${texts.name}</label>
    <input id="name" name="name" autocomplete="name" required maxlength="100" value="${name}" />
    ${addressField(visit, email)}
    ${client.username && usernameField({ label: texts.usernameOptional, value: username, autocomplete: "off", isRequired: false })}
    ${newPasswordField(visit)}`;
  const path = "/hosted/sign-up";
  return showPage(visit, {
    title: texts.signUpTitle,
    ...toHead(refusal),
    body: html`<p class="quiet">${fillText(texts.toApp, { app: client.name })}</p>
      ${await formFor(visit, { path, fields, button: texts.signUpButton })}
      ${await providerForms(visit, flow)}
      <p>
        <a href="${pathInFlow(visit, "/authorize", { screen_hint: null })}">${texts.hasAccount}</a>
      </p>`,
  });
}

export async function takeSignUp(visit: FormVisit): Promise<Response> {
  const flow = readFlow(visit);
  if (flow instanceof Response) return flow;
  const { form } = visit;
  const name = form.text("name").trim();
  const email = form.text("email").trim();
  const username = flow.client.username ? form.text("username").trim() : "";
  const again = async (refusal: Refusal) =>
    await showSignUpForm(visit, flow, { name, email, username, refusal });
  if (name === "") return await again({ text: "nameMissing", status: 422, retryAfter: null });
  if (username !== "" && normalUsername(username) === null)
    return await again({ text: "badUsername", status: 422, retryAfter: null });
  const callbackURL = await pathAfterConfirmation(visit);
  const answer = await callApi(visit, "/sign-up/email", {
    name,
    email,
    username: username || undefined,
    password: form.text("password"),
    callbackURL,
  });
  const { isDone, tokenHash, cookies } = answer;
  if (!isDone) return await again(toRefusal(answer));
  return tokenHash === null
    ? await showCheckMail(visit, email, cookies)
    : await finish(visit, flow, { tokenHash, cookies });
}

/** The ways to sign in with what was entered: a password, and for an address a mailed link or code. */
import { html, type Html } from "../api/pageFrame";
import { isUsername, takesAddress } from "./accountName";
import type { Flow } from "./flow";
import { showRefusal } from "./formFields";
import { toHead, type Refusal } from "./refusals";
import { fillText } from "./texts/texts";
import { formFor, pathInFlow, showPage, type PageVisit } from "./visit";

export const showNoMethod = (visit: PageVisit): Response =>
  showPage(visit, {
    title: visit.texts.signInTitle,
    body: html`<p>${visit.texts.noMethodText}</p>`,
  });

interface Entered {
  /** Or a user name. */
  readonly email: string;
  readonly refusal: Refusal | null;
}

/** The same for every address, and for every user name. */
export async function showMethods(
  visit: PageVisit,
  { client }: Flow,
  { email, refusal }: Entered,
): Promise<Response> {
  const { texts } = visit;
  const hasUsername = isUsername(client, email);
  if (!hasUsername && !takesAddress(client)) return showNoMethod(visit);
  return showPage(visit, {
    title: texts.signInTitle,
    ...toHead(refusal),
    body: html`<p class="quiet">${fillText(texts.toApp, { app: client.name })}</p>
      ${showRefusal(visit, refusal)}
      ${
        hasUsername
          ? await passwordForm(visit, { type: "text", label: texts.username, value: email })
          : await addressForms(visit, client, email)
      }
      <p>
        <a href="${pathInFlow(visit, "/authorize")}"
          >${hasUsername ? texts.otherUsername : texts.otherAddress}</a
        >
      </p>`,
  });
}

async function addressForms(visit: PageVisit, client: Flow["client"], email: string) {
  const { texts } = visit;
  const fields = html`<input type="hidden" name="email" value="${email}" />`;
  // After the password, if there is one, they are the less important forms.
  const byMail = { fields, isSecond: client.password };
  const link = { path: "/hosted/sign-in/link", button: texts.mailLink, ...byMail } as const;
  const code = { path: "/hosted/sign-in/code", button: texts.mailCode, ...byMail } as const;
  return html`${
    client.password
      ? html`${await passwordForm(visit, { type: "email", label: texts.email, value: email })}
          <p><a href="${pathInFlow(visit, "/hosted/reset")}">${texts.forgotPassword}</a></p>`
      : html`<p>${email}</p>`
  }
  ${client.magicLink && (await formFor(visit, link))}
  ${client.emailOtp && (await formFor(visit, code))}`;
}

interface NameField {
  readonly type: "email" | "text";
  readonly label: string;
  readonly value: string;
}

async function passwordForm(visit: PageVisit, { type, label, value }: NameField): Promise<Html> {
  const { texts } = visit;
  // A field that is shown, so that password managers find the pair.
  const fields = html`<label for="email">${label}</label>
    <input
      id="email"
      name="email"
      type="${type}"
      autocomplete="username"
      readonly
      value="${value}"
    />
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
  return await formFor(visit, { path, fields, button: texts.signInButton });
}

/** The ways to sign in with an address that was entered: a password, a mailed link, a mailed code. */
import { html, type Html } from "../api/pageFrame";
import type { Flow } from "./flow";
import { showRefusal } from "./formFields";
import { toHead, type Refusal } from "./refusals";
import { fillText } from "./texts/texts";
import { formFor, pathInFlow, showPage, type PageVisit } from "./visit";

/** Whether a page with a field for the address is of use. */
export const takesAddress = ({ password, magicLink, emailOtp }: Flow["client"]): boolean =>
  password || magicLink || emailOtp;

export const showNoMethod = (visit: PageVisit): Response =>
  showPage(visit, {
    title: visit.texts.signInTitle,
    body: html`<p>${visit.texts.noMethodText}</p>`,
  });

/** The same for every address. */
export async function showMethods(
  visit: PageVisit,
  { client }: Flow,
  { email, refusal }: { readonly email: string; readonly refusal: Refusal | null },
): Promise<Response> {
  if (!takesAddress(client)) return showNoMethod(visit);
  const { texts } = visit;
  // After the password, if there is one, they are the less important forms.
  const isSecond = client.password;
  const address = html`<input type="hidden" name="email" value="${email}" />`;
  const byMail = { fields: address, isSecond };
  return showPage(visit, {
    title: texts.signInTitle,
    ...toHead(refusal),
    body: html`<p class="quiet">${fillText(texts.toApp, { app: client.name })}</p>
      ${showRefusal(visit, refusal)}
      ${client.password ? await passwordForm(visit, email) : html`<p>${email}</p>`}
      ${
        client.magicLink &&
        (await formFor(visit, {
          ...{ path: "/hosted/sign-in/link", button: texts.mailLink },
          ...byMail,
        }))
      }
      ${
        client.emailOtp &&
        (await formFor(visit, {
          ...{ path: "/hosted/sign-in/code", button: texts.mailCode },
          ...byMail,
        }))
      }
      <p><a href="${pathInFlow(visit, "/authorize")}">${texts.otherAddress}</a></p>`,
  });
}

async function passwordForm(visit: PageVisit, email: string): Promise<Html> {
  const { texts } = visit;
  // The address is a field, not hidden, so that password managers find the pair.
  const fields = html`<label for="email">${texts.email}</label>
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
  return html`${await formFor(visit, { path, fields, button: texts.signInButton })}
    <p><a href="${pathInFlow(visit, "/hosted/reset")}">${texts.forgotPassword}</a></p>`;
}

/** Parts of the forms that several pages have. */
import { html, type Html } from "../api/pageFrame";
import { MAXIMUM_USERNAME } from "../core/username";
import type { Refusal } from "./refusals";
import { stepTexts } from "./texts/steps";
import type { PageVisit } from "./visit";

/** Why the form came back, above its fields; screen readers read it first. */
export const showRefusal = ({ texts }: PageVisit, refusal: Refusal | null): Html | null =>
  refusal && html`<p role="alert"><strong>${texts[refusal.text]}</strong></p>`;

/** `isForPasskey`: browsers offer passkeys in the field while a script asks for one. */
export const addressField = (
  { texts }: PageVisit,
  email: string,
  { isForPasskey = false } = {},
): Html =>
  html`<label for="email">${texts.email}</label>
    <input
      id="email"
      name="email"
      type="email"
      autocomplete="${isForPasskey ? "username webauthn" : "username"}"
      required
      maxlength="254"
      value="${email}"
    />`;

interface UsernameField {
  readonly label: string;
  readonly value: string;
  /** `off` where the address is what a password manager should keep. */
  readonly autocomplete: "username" | "off";
  readonly isRequired: boolean;
}

/** For a user name that the user chooses. */
export const usernameField = ({ label, value, autocomplete, isRequired }: UsernameField): Html =>
  html`<label for="username">${label}</label>
    <input
      id="username"
      name="username"
      autocomplete="${autocomplete}"
      autocapitalize="none"
      spellcheck="false"
      maxlength="${String(MAXIMUM_USERNAME)}"
      value="${value}"
      ${isRequired && html`required`}
    />`;

export const newPasswordField = ({ texts }: PageVisit): Html =>
  html`<label for="password">${texts.newPassword}</label>
    <input
      id="password"
      name="password"
      type="password"
      autocomplete="new-password"
      required
      maxlength="1024"
    />`;

/** For the password that the user has. */
export const passwordField = (visit: PageVisit, id = "password"): Html =>
  html`<label for="${id}">${stepTexts[visit.language].enrolPassword}</label>
    <input
      id="${id}"
      name="password"
      type="password"
      autocomplete="current-password"
      required
      maxlength="1024"
    />`;

/** The code that an authenticator app shows. */
export const codeField = ({ texts }: PageVisit): Html =>
  html`<label for="code">${texts.code}</label>
    <input
      id="code"
      name="code"
      inputmode="numeric"
      autocomplete="one-time-code"
      required
      maxlength="20"
    />`;

export const backupCodeField = ({ texts }: PageVisit): Html =>
  html`<label for="backupCode">${texts.backupCode}</label>
    <input id="backupCode" name="backupCode" autocomplete="off" required maxlength="40" />`;

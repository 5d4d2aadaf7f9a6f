/**
 * The last page of a test sign-in. Who tests is the administrator, so it says what the identity
 * provider sent, or the rule that refused it.
 */
import { html, pageHeaders, pageText, type Page } from "../../api/pageFrame";
import { toAppearance } from "../../emails/rendering";
import { chooseLanguage, parseAcceptLanguage, type Language } from "../../hosted/texts/languages";
import type { Visit } from "../../signIn/visit";
import type { IdpProfile } from "./profile";
import type { SsoRefusal } from "./refusal";
import type { FlowRule } from "./rules";
import { explainRule } from "./ruleTexts";

const en = {
  passedTitle: "Test passed",
  passedText: "The test sign-in has passed. The connection can now be activated.",
  wouldBeRefused: "This person's first sign-in would be refused:",
  identifier: "Identifier",
  email: "Email",
  noEmail: "none: sign-ins will be refused",
  name: "Name",
  groups: "Groups",
  noGroups: "none",
  secondFactor: "Second factor",
  checked: "checked",
  notReported: "not reported",
  close: "You can close this page.",
  refusedTitle: "The test sign-in was refused",
  refusedText: "The identity provider's response was refused",
  rule: "Rule",
  inAuditLog: "In the audit log",
  again: "Change the settings of the connection or of the identity provider, and test again.",
} as const;
export type TestTexts = Readonly<Record<keyof typeof en, string>>;

/* cspell:disable */
const de: TestTexts = {
  passedTitle: "Test bestanden",
  passedText: "Die Testanmeldung war erfolgreich. Die Verbindung kann nun aktiviert werden.",
  wouldBeRefused: "Die erste Anmeldung dieser Person würde abgelehnt:",
  identifier: "Kennung",
  email: "E-Mail",
  noEmail: "keine: Anmeldungen werden abgelehnt",
  name: "Name",
  groups: "Gruppen",
  noGroups: "keine",
  secondFactor: "Zweiter Faktor",
  checked: "geprüft",
  notReported: "nicht gemeldet",
  close: "Sie können diese Seite schließen.",
  refusedTitle: "Die Testanmeldung wurde abgelehnt",
  refusedText: "Die Antwort des Identitätsanbieters wurde abgelehnt",
  rule: "Regel",
  inAuditLog: "Im Audit-Log",
  again:
    "Ändern Sie die Einstellungen der Verbindung oder des Identitätsanbieters, und testen Sie erneut.",
};
/* cspell:enable */

export const testTexts: Readonly<Record<Language, TestTexts>> = { en, de };

export const languageFrom = (headers: Headers): Language =>
  chooseLanguage(parseAcceptLanguage(headers.get("accept-language")));

/** `fault`: the rule by which this person's first sign-in would be refused. */
export function testedPage(
  { project, settings, headers }: Pick<Visit, "project" | "settings" | "headers">,
  profile: IdpProfile,
  fault: FlowRule | null,
): Response {
  const language = languageFrom(headers);
  const texts = testTexts[language];
  const { displayName, firstName, lastName } = profile;
  const rows = [
    [texts.identifier, profile.subject],
    [texts.email, profile.email ?? texts.noEmail],
    [texts.name, displayName ?? [firstName, lastName].join(" ").trim()],
    [texts.groups, profile.groups.join(", ") || texts.noGroups],
    [texts.secondFactor, profile.multiFactor ? texts.checked : texts.notReported],
  ] as const;
  const body = html`<p>${texts.passedText}</p>
    ${
      fault !== null &&
      html`<p>
        <strong>${texts.wouldBeRefused} ${explainRule(fault, language)}</strong>
        (<code>${fault}</code>)
      </p>`
    }
    <dl>
      ${rows.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    <p>${texts.close}</p>`;
  const appearance = toAppearance({ ...project, logoUrl: null }, settings.branding);
  const page: Page = { title: texts.passedTitle, body, language };
  return new Response(pageText(appearance, page), { headers: pageHeaders({}) });
}

/** The detail says more than the rule, in English, as the audit log does. */
export function testRefusedPage(
  { rule, detail }: Pick<SsoRefusal, "rule" | "detail">,
  code: string,
  language: Language,
): Page {
  const texts = testTexts[language];
  return {
    title: texts.refusedTitle,
    language,
    body: html`<p>${explainRule(rule, language) ?? texts.refusedText}.</p>
      ${detail !== null && html`<p lang="en">${detail}</p>`}
      <p>${texts.rule}: <code>${rule}</code></p>
      <p class="quiet">${texts.inAuditLog}: ${code}</p>
      <p>${texts.again}</p>`,
  };
}

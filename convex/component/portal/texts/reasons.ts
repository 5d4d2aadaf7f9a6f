/** Reasons of the API in other languages than its own, by the code of a field's error. */
import type { Language } from "../../hosted/texts/languages";
import type { AskFailure } from "../../outbound/question";
import { samlRuleTexts } from "../../saml/ruleTexts";

type Translated = Exclude<Language, "en">;

/** Those of any field that a form has, besides SAML's rules. */
type FieldCode =
  | "too_big"
  | "too_small"
  | "invalid_format"
  | "invalid_type"
  | "missing"
  | "unreachable"
  | "other_provider"
  | "shared_issuer"
  | "taken"
  | "switched_off";

/* cspell:disable */
const german: Readonly<Record<AskFailure | FieldCode, string>> = {
  too_big: "Die Eingabe ist zu lang",
  too_small: "Hier fehlt eine Eingabe",
  invalid_format: "Die Eingabe hat nicht die erwartete Form",
  invalid_type: "Hier fehlt eine Eingabe",
  missing: "Hier fehlt eine Eingabe",
  unreachable: "Der Server hat mit einem Fehler geantwortet",
  other_provider: "Die Metadaten sind von einem anderen Identitätsanbieter",
  shared_issuer:
    "Dieser Issuer wird von vielen Organisationen geteilt; verwenden Sie Ihren eigenen",
  taken: "Das gibt es schon",
  switched_off: "Das ist im Projekt ausgeschaltet",
  invalid_target: "Diese Adresse ist nicht erlaubt; erwartet wird eine öffentliche mit https",
  private_address: "Der Name führt zu keiner öffentlichen Adresse",
  unresolved_name: "Der Name führt zu keiner Adresse",
  timeout: "Der Server hat nicht rechtzeitig geantwortet",
  connection: "Es kam keine Verbindung zustande; prüfen Sie das TLS-Zertifikat",
  redirect: "Der Server leitet weiter; geben Sie die endgültige Adresse an",
  too_large: "Die Antwort des Servers ist zu groß",
  encoded: "Die Antwort des Servers ist komprimiert, obwohl das nicht verlangt war",
  node_file: "Der Betreiber muss seine Installation prüfen",
};
/* cspell:enable */

const reasons: Readonly<Record<Translated, Readonly<Record<string, string>>>> = { de: german };

/* cspell:disable */
/** In place of a reason that has no text; the English one follows. */
export const withoutReason: Readonly<Record<Translated, string>> = {
  de: "Der genaue Grund steht darunter auf Englisch. Wenn er nicht weiterhilft, wenden Sie sich an den Absender des Links.",
};
/* cspell:enable */

/** Null for a code without a text. */
export function findReason(code: string, language: Translated): string | null {
  const rules: Readonly<Record<string, { readonly [Each in Language]: string }>> = samlRuleTexts;
  const rule = code.replaceAll("_", "-");
  if (Object.hasOwn(rules, rule)) return rules[rule]![language]; // checked by hasOwn
  const texts = reasons[language];
  return Object.hasOwn(texts, code) ? texts[code]! : null; // checked by hasOwn
}

/** Why a sign-in was refused, in the language of the administrator who tests. */
import { samlRuleTexts } from "../../saml/ruleTexts";
import type { SamlRule } from "../../saml/fault";
import type { Language } from "../../hosted/texts/languages";
import { flowRules, toSamlCode, type FlowRule, type SsoRule } from "./rules";

/* cspell:disable */
const german: Readonly<Record<FlowRule, string>> = {
  start_unknown:
    "Beginnen Sie die Anmeldung noch einmal; diese ist abgelaufen oder wurde schon verwendet",
  browser_changed: "Eine Anmeldung muss in dem Browser enden, in dem sie begonnen hat",
  connection_changed: "Die Verbindung wurde während der Anmeldung geändert",
  connection_inactive: "Die Verbindung ist nicht aktiv",
  connection_incomplete: "Die Verbindung ist nicht vollständig eingerichtet",
  unsolicited: "Die Verbindung erlaubt keine Anmeldungen, die der Identitätsanbieter beginnt",
  no_initiation_page:
    "Setzen Sie initiateLoginUri eines Auth-Clients oder defaultRedirectUri der Verbindung",
  response_missing: "Die Anfrage enthält keine Antwort eines Identitätsanbieters",
  assertion_replayed: "Die Assertion wurde schon verwendet",
  redirect_unregistered:
    "Die Redirect-URL ist bei keinem eingeschalteten Auth-Client mit SSO mehr registriert",
  oidc_discovery: "Das Discovery-Dokument des Issuers lässt sich nicht verwenden",
  oidc_response: "Die Antwort des Identitätsanbieters ist ungültig",
  oidc_error: "Der Identitätsanbieter hat mit einem Fehler geantwortet",
  oidc_token: "Der Token-Endpunkt hat den Code abgelehnt",
  oidc_id_token: "Das ID-Token ist ungültig",
  oidc_signature: "Die Signatur des ID-Tokens ist ungültig",
  oidc_userinfo: "Der Userinfo-Endpunkt gab keine gültige Antwort zu dieser Person",
  subject_invalid: "Der Identitätsanbieter hat keine brauchbare Kennung der Person gesendet",
  email_missing: "Der Identitätsanbieter hat keine gültige E-Mail-Adresse gesendet",
  email_unchecked: "Der Identitätsanbieter sagt, dass er die E-Mail-Adresse nicht geprüft hat",
  email_outside_domains:
    "Die E-Mail-Adresse liegt in keiner Domain der Verbindung, die die Organisation nachgewiesen hat",
  domain_elsewhere:
    "Eine andere Organisation hat die Domain der E-Mail-Adresse nachgewiesen, oder sie gehört zu einer anderen Verbindung; fügen Sie sie dieser hinzu, oder ändern Sie die Adresse",
  email_domain_not_allowed: "Die Organisation nimmt keine Mitglieder dieser E-Mail-Domain auf",
  email_taken: "Ein anderer Benutzer des Projekts kann die E-Mail-Adresse noch zurückfordern",
  subject_changed:
    "Der Benutzer mit dieser E-Mail-Adresse hat sich über die Verbindung unter einer anderen Kennung angemeldet. Wenden Sie sich an den Betreiber der App",
  attribute_omitted:
    "Der Identitätsanbieter hat ein Attribut nicht gesendet, nach dem Rollen vergeben werden. Entra ID sendet bei Personen in vielen Gruppen statt der Gruppen einen Verweis: Lassen Sie nur die Gruppen senden, die der Anwendung zugewiesen sind, oder Anwendungsrollen",
  jit_disabled:
    "Die Verbindung legt keine Benutzer oder Mitglieder an: jit ist aus, oder die Organisation hat ein Verzeichnis ohne allowJit",
  deprovisioned_by_directory:
    "Das Verzeichnis der Organisation hat den Benutzer deaktiviert oder gelöscht",
  member_limit: "Die Organisation hat die Höchstzahl ihrer Mitglieder erreicht",
  organization_unavailable: "Die Organisation gibt es nicht mehr",
  user_banned: "Der Benutzer ist gesperrt",
  user_privileged: "Benutzer mit Projektrollen können sich nicht über eine Verbindung anmelden",
};
/* cspell:enable */

const flowTexts: Readonly<Record<Language, Readonly<Record<FlowRule, string>>>> = {
  en: flowRules,
  de: german,
};

const samlRules = new Map<string, SamlRule>(
  (Object.keys(samlRuleTexts) as SamlRule[]).map((rule) => [toSamlCode(rule), rule]), // its own keys
);

/** Null for a rule of an earlier version. */
export function explainRule(rule: SsoRule, language: Language): string | null {
  const saml = samlRules.get(rule);
  if (saml !== undefined) return samlRuleTexts[saml][language];
  const texts: Readonly<Record<string, string>> = flowTexts[language];
  return Object.hasOwn(texts, rule) ? texts[rule]! : null; // checked by hasOwn
}

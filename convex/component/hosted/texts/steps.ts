/** The texts of the pages that come between a sign-in and the app. */
import type { Language } from "./languages";

const en = {
  enrolTitle: "Set up a second factor",
  enrolText:
    "An authenticator app on your phone shows a code that you enter when you sign in. {app} requires it.",
  enrolPassword: "Your password",
  enrolStart: "Set up the app",
  scanText: "Scan this code with the authenticator app, or enter the key by hand.",
  qrLabel: "QR code for the authenticator app",
  key: "Key",
  codeText: "Then enter the code that the app shows.",
  backupTitle: "Save your backup codes",
  backupText:
    "Each signs you in once, without the app. They are shown this one time only: print them, or keep them in a password manager.",
  backupSaved: "I have saved them",
  hasFactor: "A second factor is set up for this account.",
  nextStep: "Continue",
  linkTitle: "Link {provider}?",
  linkText:
    "Your {provider} account has the address {email}, too. Link it, and you can sign in with it from now on. {provider} asks you once more.",
  linkButton: "Link {provider}",
  linkLater: "Not now",
  organizationTitle: "Choose an organization",
  organizationClosed:
    "{name}: it requires a second factor, or single sign-on. Sign in that way to choose it.",
  noOrganization: "You are no longer a member of any organization.",
} as const;

export type StepTexts = Readonly<Record<keyof typeof en, string>>;

/* cspell:disable */
const de: StepTexts = {
  enrolTitle: "Zweiten Faktor einrichten",
  enrolText:
    "Eine Authenticator-App auf Ihrem Telefon zeigt einen Code, den Sie bei der Anmeldung eingeben. {app} verlangt das.",
  enrolPassword: "Ihr Passwort",
  enrolStart: "App einrichten",
  scanText:
    "Lesen Sie diesen Code mit der Authenticator-App ein, oder geben Sie den Schlüssel von Hand ein.",
  qrLabel: "QR-Code für die Authenticator-App",
  key: "Schlüssel",
  codeText: "Geben Sie dann den Code ein, den die App zeigt.",
  backupTitle: "Ersatzcodes aufbewahren",
  backupText:
    "Jeder meldet Sie einmal ohne die App an. Sie werden nur dieses eine Mal gezeigt: Drucken Sie sie aus, oder bewahren Sie sie in einem Passwortmanager auf.",
  backupSaved: "Ich habe sie aufbewahrt",
  hasFactor: "Für dieses Konto ist ein zweiter Faktor eingerichtet.",
  nextStep: "Weiter",
  linkTitle: "{provider} verknüpfen?",
  linkText:
    "Ihr Konto bei {provider} hat ebenfalls die Adresse {email}. Wenn Sie es verknüpfen, können Sie sich künftig damit anmelden. {provider} fragt Sie noch einmal.",
  linkButton: "{provider} verknüpfen",
  linkLater: "Nicht jetzt",
  organizationTitle: "Organisation wählen",
  organizationClosed:
    "{name}: Sie verlangt einen zweiten Faktor oder Single Sign-on. Melden Sie sich so an, um sie zu wählen.",
  noOrganization: "Sie sind in keiner Organisation mehr Mitglied.",
};
/* cspell:enable */

export const stepTexts: Readonly<Record<Language, StepTexts>> = { en, de };

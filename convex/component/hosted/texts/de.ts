import type { Texts } from "./en";

/* cspell:disable */
export const de: Texts = {
  email: "E-Mail-Adresse",
  username: "Benutzername",
  usernameOptional: "Benutzername (freiwillig)",
  emailOrUsername: "E-Mail-Adresse oder Benutzername",
  password: "Passwort",
  newPassword: "Neues Passwort",
  name: "Name",
  next: "Weiter",
  signInTitle: "Anmelden",
  signInButton: "Anmelden",
  forgotPassword: "Passwort vergessen?",
  resetTitle: "Neues Passwort wählen",
  resetText: "Wir schicken Ihnen einen Link, mit dem Sie ein neues Passwort wählen können.",
  resetButton: "Link schicken",
  resetSentText:
    "Wenn es ein Konto mit der Adresse {email} gibt, haben wir einen Link dorthin geschickt. Er gilt eine Stunde.",
  resetDoneTitle: "Ihr Passwort ist geändert",
  resetDoneText: "Sie sind überall sonst abgemeldet. Melden Sie sich mit dem neuen Passwort an.",
  resetEndedTitle: "Dieser Link gilt nicht mehr",
  resetEndedText:
    "Er wurde benutzt oder ersetzt, oder er ist abgelaufen. Fordern Sie einen neuen an.",
  savePassword: "Passwort speichern",
  mailLink: "Link zum Anmelden schicken",
  linkSentText:
    "Wenn {email} hier verwendet werden kann, haben wir einen Link dorthin geschickt. Öffnen Sie ihn in diesem Browser, um sich anzumelden.",
  mailCode: "Code zum Anmelden schicken",
  mailCodeAgain: "Neuen Code schicken",
  codeSentText:
    "Wenn {email} hier verwendet werden kann, haben wir einen Code dorthin geschickt. Geben Sie ihn ein.",
  otherAddress: "Andere Adresse verwenden",
  otherUsername: "Anderen Benutzernamen verwenden",
  continueWith: "Weiter mit {provider}",
  passkeyButton: "Mit Passkey anmelden",
  passkeyScript: "Die Anmeldung mit einem Passkey braucht JavaScript.",
  noAccount: "Konto anlegen",
  hasAccount: "Mit einem bestehenden Konto anmelden",
  signUpTitle: "Konto anlegen",
  signUpButton: "Konto anlegen",
  continueTitle: "Konto wählen",
  continueAs: "Weiter als {name}",
  otherAccount: "Anderes Konto verwenden",
  otherAccountHint:
    "Wenn Sie sich als jemand anderes anmelden, werden die Apps abgemeldet, die Sie in diesem Browser als {name} geöffnet haben.",
  toApp: "Zu {app}",
  secondFactorTitle: "Bestätigen Sie, dass Sie es sind",
  secondFactorText: "Geben Sie den Code ein, den Ihre Authenticator-App zeigt.",
  code: "Code",
  backupText: "Oder geben Sie einen Ihrer Ersatzcodes ein. Jeder gilt einmal.",
  backupCode: "Ersatzcode",
  confirm: "Bestätigen",
  checkMailTitle: "Prüfen Sie Ihr Postfach",
  checkMailText:
    "Wenn {email} hier verwendet werden kann, haben wir eine Nachricht dorthin geschickt. Öffnen Sie den Link darin und melden Sie sich dann an.",
  checkOwnMailText:
    "Wir haben eine Nachricht an die Adresse dieses Kontos geschickt. Öffnen Sie den Link darin, und melden Sie sich dann an.",
  returningTitle: "Sie sind angemeldet",
  returningText: "Sie werden zur App zurückgeleitet.",
  continuingText: "Die nächste Seite öffnet sich von selbst.",
  returnButton: "Weiter",
  signOutTitle: "Abmelden?",
  signOutText: "Das meldet Sie auch bei den Apps ab, die Sie in diesem Browser geöffnet haben.",
  signOutButton: "Abmelden",
  signedOutTitle: "Sie sind abgemeldet",
  signedOutText: "Sie können diese Seite schließen.",
  staleTitle: "Diese Seite ist veraltet",
  staleText:
    "Sie wurde vor zu langer Zeit geöffnet, oder Sie haben sich in einem anderen Tab an- oder abgemeldet.",
  startAgain: "Neu beginnen",
  offTitle: "Seite nicht gefunden",
  offText: "Dieses Projekt verwendet diese Seiten nicht.",
  unknownClientTitle: "Dieser Link funktioniert nicht",
  unknownClientText:
    "Er nennt eine App, die es nicht gibt. Gehen Sie zur App zurück und versuchen Sie es noch einmal.",
  unknownRedirectText:
    "Die App möchte zu einer Adresse zurückkehren, die nicht für sie eingetragen ist. Sagen Sie es den Betreibern der App.",
  brokenRequestText:
    "Die Anfrage der App ist nicht gültig. Gehen Sie zur App zurück und versuchen Sie es noch einmal.",
  noMethodText: "Diese App bietet hier keine Anmeldung an. Sagen Sie es den Betreibern der App.",
  wrongPassword: "Die Adresse oder das Passwort ist falsch.",
  wrongUsernamePassword: "Der Benutzername oder das Passwort ist falsch.",
  wrongOwnPassword: "Das Passwort ist falsch.",
  wrongCode: "Der Code ist falsch oder wurde schon verwendet.",
  wrongMailedCode:
    "Der Code ist falsch oder gilt nicht mehr. Fordern Sie nach drei falschen einen neuen an.",
  noChallenge: "Es ist zu viel Zeit vergangen. Melden Sie sich noch einmal an.",
  cancelled:
    "Sie haben die Anmeldung dort nicht abgeschlossen. Versuchen Sie es noch einmal, oder melden Sie sich anders an.",
  interrupted:
    "Diese Anmeldung wurde unterbrochen, oder ein anderer Tab hat eine begonnen. Versuchen Sie es noch einmal.",
  addressConfirmed:
    "Ihre Adresse ist bestätigt. Melden Sie sich hier an, oder gehen Sie zu dem Browser zurück, in dem Sie begonnen haben.",
  endedLink:
    "Dieser Link gilt nicht mehr. Melden Sie sich an; wenn Sie einen neuen brauchen, schicken wir ihn.",
  notLinked:
    "Es gibt schon ein Konto mit dieser E-Mail-Adresse. Melden Sie sich anders daran an; dann können Sie beide verknüpfen.",
  noSignUp: "Für Sie gibt es hier noch kein Konto, und diese App legt keine neuen an.",
  noAddress:
    "Der Anbieter hat uns Ihre E-Mail-Adresse nicht mitgeteilt. Melden Sie sich anders an.",
  differentAddress: "Dieses Konto hat eine andere E-Mail-Adresse.",
  unconfirmedThere:
    "Der Anbieter weiß nicht, ob Ihnen diese Adresse gehört: Bestätigen Sie Ihre E-Mail-Adresse dort.",
  linkedElsewhere: "Dieses Konto gehört hier zu einem anderen Benutzer.",
  unknownPasskey: "Dieser Passkey gehört hier zu keinem Konto. Melden Sie sich anders an.",
  unverifiedPasskey:
    "Verwenden Sie einen Passkey, der nach Fingerabdruck, Gesicht oder einer PIN fragt.",
  banned: "Dieses Konto ist gesperrt.",
  tooMany: "Zu viele Versuche. Warten Sie eine Minute und versuchen Sie es dann noch einmal.",
  badUsername: "Ein Benutzername hat 3 bis 64 Zeichen: Buchstaben von a bis z, Ziffern und _ . -",
  badName: "Geben Sie eine vollständige E-Mail-Adresse oder einen Benutzernamen ein.",
  badAddress: "Geben Sie eine vollständige E-Mail-Adresse ein.",
  sameAddress: "Das ist schon Ihre Adresse.",
  lastMethod:
    "Sie könnten sich nicht mehr anmelden. Fügen Sie zuerst eine andere Möglichkeit hinzu.",
  lastOwner:
    "Sie sind die einzige Person, der eine Organisation gehört. Machen Sie zuerst jemand anderen zum Eigentümer.",
  notConfirmed: "Das ist nicht Ihre Adresse. Geben Sie sie so ein, wie sie angezeigt wird.",
  addressTaken: "Es gibt schon ein Konto mit dieser Adresse. Melden Sie sich damit an.",
  usernameTaken: "Dieser Benutzername ist vergeben. Wählen Sie einen anderen.",
  passwordTooShort: "Wählen Sie ein längeres Passwort.",
  passwordTooLong: "Wählen Sie ein kürzeres Passwort.",
  passwordKnown: "Dieses Passwort ist Angreifern bekannt. Wählen Sie ein anderes.",
  nameMissing: "Geben Sie Ihren Namen ein.",
  refused: "Das hat nicht funktioniert. Versuchen Sie es noch einmal.",
};

/** The texts of the page behind an invitation's mail. */
import type { Language } from "../hosted/texts/languages";

const en = {
  joinTitle: "Join {organization}",
  invitedBy:
    "{inviter} invites you to join {organization} on {app}. The invitation is for {email}.",
  invited: "You are invited to join {organization} on {app}. The invitation is for {email}.",
  accept: "Accept invitation",
  signInHint:
    "Sign in to {app} with that address, or create an account with it. Then accept the invitation there, or open this link again.",
  signInFirst: "Sign in with that address, or create an account with it, to accept.",
  signIn: "Sign in",
  signUp: "Create an account",
  signInAs: "Sign in as {email}",
  otherTitle: "This invitation is for a different address",
  otherText: "It was sent to {email}. You are signed in as {viewer}.",
  otherUnknown: "It was sent to {email}. You are signed in with a different address.",
  endedTitle: "This invitation is no longer valid",
  endedText:
    "It has been accepted, withdrawn or replaced by a newer one, or it has expired. Ask the organization for a new invitation.",
  refusedTitle: "The invitation could not be accepted",
  joinedTitle: "You joined {organization}",
  joinedText: "You can close this page.",
  toApp: "Go to {app}",
  toOrganizations: "Your organizations",
} as const;

export type InvitationTexts = Readonly<Record<keyof typeof en, string>>;

/* cspell:disable */
const de: InvitationTexts = {
  joinTitle: "{organization} beitreten",
  invitedBy:
    "{inviter} lädt Sie ein, {organization} in {app} beizutreten. Die Einladung gilt für {email}.",
  invited:
    "Sie sind eingeladen, {organization} in {app} beizutreten. Die Einladung gilt für {email}.",
  accept: "Einladung annehmen",
  signInHint:
    "Melden Sie sich mit dieser Adresse bei {app} an, oder legen Sie mit ihr ein Konto an. Nehmen Sie die Einladung dann dort an, oder öffnen Sie diesen Link noch einmal.",
  signInFirst:
    "Melden Sie sich mit dieser Adresse an, oder legen Sie mit ihr ein Konto an, um die Einladung anzunehmen.",
  signIn: "Anmelden",
  signUp: "Konto anlegen",
  signInAs: "Als {email} anmelden",
  otherTitle: "Diese Einladung gilt für eine andere Adresse",
  otherText: "Sie wurde an {email} geschickt. Sie sind als {viewer} angemeldet.",
  otherUnknown: "Sie wurde an {email} geschickt. Sie sind mit einer anderen Adresse angemeldet.",
  endedTitle: "Diese Einladung gilt nicht mehr",
  endedText:
    "Sie wurde angenommen, zurückgezogen oder durch eine neuere ersetzt, oder sie ist abgelaufen. Bitten Sie die Organisation um eine neue Einladung.",
  refusedTitle: "Die Einladung konnte nicht angenommen werden",
  joinedTitle: "Sie sind {organization} beigetreten",
  joinedText: "Sie können diese Seite schließen.",
  toApp: "Zu {app}",
  toOrganizations: "Ihre Organisationen",
};
/* cspell:enable */

export const invitationTexts: Readonly<Record<Language, InvitationTexts>> = { en, de };

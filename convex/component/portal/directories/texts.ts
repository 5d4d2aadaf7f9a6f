import type { DirectoryUserState, UnlinkedReason } from "../../directories/fields";
import type { Language } from "../../hosted/texts/languages";

const en = {
  title: "Directory",
  text: "Your identity provider sends people and groups here by SCIM 2.0. People become members when their address is in a verified domain of your organization.",
  none: "There is no directory yet.",
  createTitle: "Add a directory",
  name: "Name",
  provider: "Identity provider",
  other: "Another one with SCIM 2.0",
  google:
    "Google Workspace: Google has no SCIM for apps that are not in its own catalogue. Use another identity provider for people and groups, or invite them.",
  defaultRole: "Role of new members",
  noRoles: "This link may give no role. Ask the person who sent it.",
  create: "Add the directory",

  tokenTitle: "Token of the directory",
  tokenOnce:
    "Copy the token now: it is shown this once. If it is lost, make a new one on the page of the directory.",
  token: "Token",
  endpoint: "Endpoint",
  formerUntil: "The former token is valid until {time}.",
  toDirectory: "To the directory",
  all: "All directories",
  stepsOkta:
    'In Okta, turn on SCIM provisioning in the app. Enter the endpoint as "SCIM connector base URL", choose "HTTP Header" and enter the token, and use userName as unique identifier. Then assign people, and groups under "Push Groups".',
  stepsEntra:
    'In Entra ID, open Provisioning of the enterprise application. Enter the endpoint as "Tenant URL", with its end ?aadOptscim062020, and the token as "Secret token". Then assign people and groups, and start provisioning.',
  stepsOthers:
    "Enter the endpoint as SCIM 2.0 base URL and the token as bearer token, and use userName as unique identifier.",

  statusTitle: "Requests",
  unlinked: "Your identity provider has sent no request yet.",
  linked: "Your identity provider has sent requests.",
  invalid_credentials: "The last request had a token that has ended. Enter the new one.",
  lastSuccess: "Last request that succeeded: {time}",
  failures: "Last requests that failed:",
  failure: "{time}, status {status}: {detail} (request {id})",
  pending: "Changes are still being applied to members.",
  counts: "{active} active, {suspended} deactivated, {unlinked} without membership.",

  usersTitle: "First people",
  noUsers: "No person was sent yet.",
  groupsTitle: "First groups",
  noGroups: "No group was sent yet.",
  groupMembers: "{count} members",

  mappingTitle: "Roles of groups",
  mappingText: "The members of a group get its role. A group is named as your provider names it.",
  noMapping: "No group gives a role.",
  mapped: "{group} gives {role}",
  unmap: "Remove the role of {group}",
  group: "Name of the group",
  role: "Role",
  map: "Give the role to the group",
  saveDefault: "Save the role of new members",

  rotateTitle: "Make a new token",
  rotateText: "The former token stays valid for 24 hours, so that you can change it in time.",
  rotate: "Make a new token",
} as const;

export interface DirectoryTexts extends Readonly<Record<keyof typeof en, string>> {
  readonly states: Readonly<Record<DirectoryUserState, string>>;
  /** Why an active person is no member. */
  readonly reasons: Readonly<Record<UnlinkedReason, string>>;
}

const english: DirectoryTexts = {
  ...en,
  states: { active: "active", suspended: "deactivated", deprovisioned: "removed" },
  reasons: {
    email_missing: "no address was sent",
    email_outside_domains: "the address is in no verified domain",
    email_domain_not_allowed: "the organization does not accept this domain",
    email_taken: "the address belonged to someone else until lately",
    email_duplicate: "another person of the directory has the address",
    user_privileged: "a directory cannot change this account",
    member_limit: "the organization is full",
    membership_limit: "the person is in too many organizations",
    user_deleted: "the account was deleted",
    inactive: "only ever sent as inactive",
  },
};

/* cspell:disable */
const german: DirectoryTexts = {
  title: "Verzeichnis",
  text: "Ihr Identitätsanbieter schickt Personen und Gruppen per SCIM 2.0 hierher. Personen werden Mitglieder, wenn ihre Adresse in einer nachgewiesenen Domain Ihrer Organisation liegt.",
  none: "Es gibt noch kein Verzeichnis.",
  createTitle: "Verzeichnis hinzufügen",
  name: "Name",
  provider: "Identitätsanbieter",
  other: "Ein anderer mit SCIM 2.0",
  google:
    "Google Workspace: Google bietet kein SCIM für Apps, die nicht im eigenen Katalog stehen. Nutzen Sie für Personen und Gruppen einen anderen Identitätsanbieter, oder laden Sie sie ein.",
  defaultRole: "Rolle neuer Mitglieder",
  noRoles: "Dieser Link darf keine Rolle vergeben. Wenden Sie sich an den Absender.",
  create: "Verzeichnis hinzufügen",

  tokenTitle: "Token des Verzeichnisses",
  tokenOnce:
    "Kopieren Sie das Token jetzt: Es wird nur dieses eine Mal gezeigt. Geht es verloren, erzeugen Sie auf der Seite des Verzeichnisses ein neues.",
  token: "Token",
  endpoint: "Endpunkt",
  formerUntil: "Das bisherige Token gilt bis {time}.",
  toDirectory: "Zum Verzeichnis",
  all: "Alle Verzeichnisse",
  stepsOkta:
    "Schalten Sie in Okta in der App die SCIM-Bereitstellung ein. Tragen Sie den Endpunkt als „SCIM connector base URL“ ein, wählen Sie „HTTP Header“ mit dem Token, und nehmen Sie userName als eindeutige Kennung. Weisen Sie dann Personen zu, und Gruppen unter „Push Groups“.",
  stepsEntra:
    "Öffnen Sie in Entra ID die Bereitstellung der Unternehmensanwendung. Tragen Sie den Endpunkt mit seinem Ende ?aadOptscim062020 als „Mandanten-URL“ und das Token als „Geheimes Token“ ein. Weisen Sie dann Personen und Gruppen zu, und starten Sie die Bereitstellung.",
  stepsOthers:
    "Tragen Sie den Endpunkt als SCIM-2.0-Basis-URL und das Token als Bearer-Token ein, und nehmen Sie userName als eindeutige Kennung.",

  statusTitle: "Anfragen",
  unlinked: "Ihr Identitätsanbieter hat noch keine Anfrage geschickt.",
  linked: "Ihr Identitätsanbieter hat Anfragen geschickt.",
  invalid_credentials:
    "Die letzte Anfrage hatte ein Token, das nicht mehr gilt. Tragen Sie das neue ein.",
  lastSuccess: "Letzte gelungene Anfrage: {time}",
  failures: "Letzte misslungene Anfragen:",
  failure: "{time}, Status {status}: {detail} (Anfrage {id})",
  pending: "Änderungen werden noch auf Mitglieder angewandt.",
  counts: "{active} aktiv, {suspended} deaktiviert, {unlinked} ohne Mitgliedschaft.",

  usersTitle: "Erste Personen",
  noUsers: "Noch wurde niemand geschickt.",
  groupsTitle: "Erste Gruppen",
  noGroups: "Noch wurde keine Gruppe geschickt.",
  groupMembers: "{count} Mitglieder",

  mappingTitle: "Rollen von Gruppen",
  mappingText:
    "Die Mitglieder einer Gruppe erhalten deren Rolle. Eine Gruppe heißt so wie bei Ihrem Anbieter.",
  noMapping: "Keine Gruppe gibt eine Rolle.",
  mapped: "{group} gibt {role}",
  unmap: "Rolle von {group} entfernen",
  group: "Name der Gruppe",
  role: "Rolle",
  map: "Der Gruppe die Rolle geben",
  saveDefault: "Rolle neuer Mitglieder speichern",

  rotateTitle: "Neues Token erzeugen",
  rotateText: "Das bisherige Token gilt noch 24 Stunden, damit Sie es rechtzeitig ersetzen können.",
  rotate: "Neues Token erzeugen",
  states: { active: "aktiv", suspended: "deaktiviert", deprovisioned: "entfernt" },
  reasons: {
    email_missing: "es wurde keine Adresse geschickt",
    email_outside_domains: "die Adresse liegt in keiner nachgewiesenen Domain",
    email_domain_not_allowed: "die Organisation nimmt diese Domain nicht an",
    email_taken: "die Adresse gehörte bis vor Kurzem jemand anderem",
    email_duplicate: "eine andere Person des Verzeichnisses hat die Adresse",
    user_privileged: "ein Verzeichnis kann dieses Konto nicht ändern",
    member_limit: "die Organisation ist voll",
    membership_limit: "die Person ist in zu vielen Organisationen",
    user_deleted: "das Konto wurde gelöscht",
    inactive: "wurde immer nur als inaktiv geschickt",
  },
};
/* cspell:enable */

export const directoryTexts: Readonly<Record<Language, DirectoryTexts>> = {
  en: english,
  de: german,
};

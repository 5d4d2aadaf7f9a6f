import type { Language } from "../../hosted/texts/languages";

const en = {
  title: "People",
  text: "Who belongs to your organization, and who is invited.",
  members: "Members",
  none: "There is no member yet.",
  next: "Next page",
  first: "First page",
  owner: "An owner cannot be changed or removed here.",
  remove: "Remove {name}",
  removeText: "{name} loses access to the organization at once, and needs a new invitation.",
  invitations: "Open invitations",
  noInvitations: "No invitation is open.",
  until: "{role}, until {day}",
  revoke: "Revoke the invitation of {name}",
  inviteTitle: "Invite someone",
  email: "Email address",
  role: "Role",
  noRoles: "This link may give no role, so it cannot invite. Ask the person who sent it.",
  invite: "Send the invitation",
} as const;
export type UsersTexts = Readonly<Record<keyof typeof en, string>>;

/* cspell:disable */
const de: UsersTexts = {
  title: "Personen",
  text: "Wer zu Ihrer Organisation gehört, und wer eingeladen ist.",
  members: "Mitglieder",
  none: "Noch ist niemand Mitglied.",
  next: "Nächste Seite",
  first: "Erste Seite",
  owner: "Eigentümer können hier nicht geändert oder entfernt werden.",
  remove: "{name} entfernen",
  removeText: "{name} verliert sofort den Zugang zur Organisation und braucht eine neue Einladung.",
  invitations: "Offene Einladungen",
  noInvitations: "Keine Einladung ist offen.",
  until: "{role}, bis {day}",
  revoke: "Einladung von {name} zurückziehen",
  inviteTitle: "Jemanden einladen",
  email: "E-Mail-Adresse",
  role: "Rolle",
  noRoles:
    "Dieser Link darf keine Rolle vergeben und deshalb nicht einladen. Wenden Sie sich an den Absender.",
  invite: "Einladung schicken",
};
/* cspell:enable */

export const usersTexts: Readonly<Record<Language, UsersTexts>> = { en, de };

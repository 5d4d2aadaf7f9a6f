/** The German texts of the admin portal. */
import { deSso } from "./sso/de";
import type { Texts } from "./en";

/* cspell:disable */

export const de: Texts = {
  ...deSso,
  openTitle: "Administrationsportal öffnen",
  openText:
    "Diesen Link hat {app} für Sie erstellt. Er gilt einmal: Beginnen Sie mit der Schaltfläche.",
  openPaste: "Link, den Sie erhalten haben",
  openButton: "Beginnen",
  goneTitle: "Dieser Link gilt nicht mehr",
  goneText: "Er wurde benutzt oder ist abgelaufen. Bitten Sie den Absender um einen neuen.",
  endedTitle: "Ihre Sitzung ist beendet",
  endedText:
    "Es ist nichts verloren. Bitten Sie den Absender um einen neuen Link, und fügen Sie ihn hier ein.",
  staleTitle: "Dieses Formular gilt nicht mehr",
  staleText: "Es wurde nichts geändert. Gehen Sie zurück zum Portal, und versuchen Sie es erneut.",
  tooLargeTitle: "Das war zu groß",
  tooLargeText:
    "Es wurde nichts geändert: Das Formular hatte mit seiner Datei mehr als {size} MB. Metadaten dürfen 256 KB haben.",
  back: "Zurück zum Portal",
  navigation: "Administrationsportal",
  organization: "Organisation: {name}",
  done: "Fertig",
  end: "Sitzung beenden",
  goOn: "Weiter",
  finishedTitle: "Die Sitzung ist beendet",
  finishedText: "Sie können diese Seite schließen.",

  domainsTitle: "Domains",
  domainsText:
    "Weisen Sie nach, dass eine Domain Ihnen gehört: Beanspruchen Sie sie hier, und veröffentlichen Sie dann ihren TXT-Eintrag bei Ihrem DNS-Anbieter.",
  noDomains: "Es wurde noch keine Domain beansprucht.",
  claimTitle: "Domain beanspruchen",
  domain: "Domain",
  claim: "Beanspruchen",
  recordName: "Name des TXT-Eintrags",
  recordValue: "Wert des TXT-Eintrags",
  verify: "{domain} prüfen",
  remove: "{domain} entfernen",
  removeText:
    "Die Anmeldung über diese Domain endet sofort. Um sie wieder zu nutzen, beanspruchen Sie sie neu, mit einem anderen Eintrag.",
  pending: "Wartet auf den TXT-Eintrag",
  verified: "Nachgewiesen",
  failed:
    "Der TXT-Eintrag wurde nicht rechtzeitig gefunden. Veröffentlichen Sie ihn, und prüfen Sie erneut.",
  expired:
    "Nicht mehr nachgewiesen: Der TXT-Eintrag fehlte, oder eine andere Organisation hat die Domain nachgewiesen.",
  missing:
    "Zuletzt gab es keinen TXT-Eintrag mit diesem Namen. Änderungen im DNS können Stunden dauern.",
  otherValue:
    "Zuletzt hatte der TXT-Eintrag einen anderen Wert. Vergleichen Sie ihn mit dem untenstehenden.",
  keepRecord: "Behalten Sie den TXT-Eintrag bei: Er wird täglich geprüft.",

  auditTitle: "Prüfprotokoll",
  auditText: "Was in Ihrer Organisation geändert wurde und von wem, das Neueste zuerst.",
  action: "Vorgang",
  outcome: "Ergebnis",
  anyOutcome: "Alle",
  succeeded: "Gelungen",
  denied: "Verweigert",
  unsuccessful: "Misslungen",
  fromDay: "Von (UTC)",
  toDay: "Bis einschließlich (UTC)",
  filter: "Filtern",
  noEntries: "Hier gibt es keinen Eintrag.",
  exportCsv: "Diese Einträge als CSV herunterladen",
  exportTitle: "In Teilen herunterladen",
  exportText:
    "Es sind mehr Einträge, als eine Datei haben darf. Laden Sie diesen Teil herunter, dann den Rest.",
  exportPart: "Diesen Teil herunterladen",
  exportRest: "Weiter zum Rest",
  older: "Ältere Einträge",

  refusedDomain: "Diese Domain kann nicht beansprucht werden.",
  refusedPublic: "Dieser Name gehört einer Registrierungsstelle, nicht einer Organisation.",
  refusedConsumer: "Domains öffentlicher E-Mail-Anbieter können nicht beansprucht werden.",
  refusedTaken: "Diese Domain ist bereits beansprucht.",
  refusedConflict: "Das ist derzeit nicht möglich: {reason}",
  refusedInput: "Prüfen Sie Ihre Eingabe: {reason}",
  refusedSeveralFiles: "Wählen Sie eine einzige Datei.",
  refusedEmptyFile: "Die Datei ist leer.",
  refusedLargeFile: "Die Datei ist zu groß: Metadaten dürfen 256 KB haben.",
  refusedBinaryFile: "Die Datei ist kein Text: Exportieren Sie die Metadaten als XML-Datei.",
  refusedTwoSources: "Geben Sie eine Adresse, eine Datei oder ein Dokument an, nicht zwei davon.",
  refusedChanged:
    "Inzwischen hat jemand anderes das geändert, und von Ihnen wurde nichts gespeichert. Sehen Sie es sich noch einmal an, und wiederholen Sie dann Ihre Änderung.",
  refusedShown: "Das Token wurde bereits gezeigt. Ist es verloren, erzeugen Sie ein neues.",
  refusedMissing: "Das gibt es nicht mehr.",
  refusedForbidden: "Dieser Link erlaubt das nicht. Wenden Sie sich an den Absender.",
  refusedLater: "Das hat gerade nicht funktioniert. Versuchen Sie es gleich noch einmal.",
};

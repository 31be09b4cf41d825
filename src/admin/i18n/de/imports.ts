import type { Words } from "../words"

export const imports: Words["imports"] = {
  title: "Personen importieren",
  description:
    "Aus einer Datei mit Personen werden Admins. Es geschieht nichts, bevor Sie gesehen haben, was.",
  another: "Andere Datei importieren",
  check: "Datei prüfen",
  drop: {
    title: "CSV-Datei auswählen",
    hint: "Hierher ziehen oder zum Auswählen klicken",
    other: "Eine andere Datei hierher ziehen oder zum Auswählen klicken",
    limits: "Höchstens 100 MiB und 100.000 Personen",
    problems: {
      several: "Bitte nur eine Datei auf einmal",
      no_csv: "Das ist keine CSV-Datei. Tabellenprogramme können als CSV speichern.",
    },
  },
  default_method: {
    label: "Personen ohne Passwort und ohne Anmeldung in der Datei",
    invite: {
      label: "Einladen",
      description: "Sie sind Admins, sobald sie annehmen.",
      chosen: "Personen ohne Passwort und ohne Anmeldung in der Datei werden eingeladen.",
    },
    set_password: {
      label: "Sofort zu Admins machen",
      description: "Sie erhalten eine E-Mail, um ein Passwort festzulegen.",
      chosen:
        "Personen ohne Passwort und ohne Anmeldung in der Datei erhalten eine E-Mail, um ein Passwort festzulegen.",
    },
  },
  template: { label: "Vorlage", file_name: "personen" },
  columns: {
    title: "Spalten der Datei",
    hint: "Die erste Zeile nennt sie, in beliebiger Reihenfolge. Nur die E-Mail muss da sein.",
    email: "Wo E-Mails sie erreichen, und womit sie sich anmelden.",
    first_name: "Der Vorname.",
    last_name: "Der Nachname.",
    password:
      "Damit können sie sich sofort anmelden. Es bleibt verschlüsselt, bis der Import vorbei ist.",
    auth_provider: "Der Anbieter, bei dem sie sich statt mit einem Passwort anmelden.",
    auth_entity_id: "Woran der Anbieter sie erkennt.",
    roles: "IDs von Rollen, mit Leerzeichen dazwischen.",
  },
  earlier: "Frühere Importe",
  earlier_hint: "Bleiben nach ihrem Ende 90 Tage.",
  none: "Es wurde noch nichts importiert",
  list: {
    file: "Datei",
    status: "Status",
    lines: "Zeilen",
    made: "Importiert",
    created_by: "Von",
    created: "Hochgeladen",
  },
  status: {
    validated: "Nicht bestätigt",
    running: "Läuft",
    done: "Fertig",
    cancelled: "Abgebrochen",
  },
  uploaded: "Hochgeladen von {{name}},",
  confirmed: "Bestätigt von {{name}},",
  ended: "Beendet",
  nothing_yet:
    "Es ist noch nichts geschehen. Bestätigt ihn einen Tag lang niemand, wird der Import verworfen.",
  running: "Der Import läuft weiter, auch wenn diese Seite nicht offen ist.",
  done: "Alle Zeilen, bei denen es ging, sind erledigt.",
  stopped:
    "Jemand hat ihn abgebrochen, oder wer ihn bestätigt hat, darf nicht mehr handeln. Was geschehen war, bleibt.",
  discarded: "Er wurde verworfen, bevor er begann. Es ist nichts geschehen.",
  file_problem: "Die Datei ist ab Zeile {{line}} nicht lesbar",
  mend_file: "Berichtigen Sie die Datei, und laden Sie sie noch einmal hoch.",
  stuck: "Es geht gerade nicht weiter und wird erneut versucht",
  progress: "{{done}} von {{total}} Zeilen",
  progress_label: "Fortschritt des Imports",
  completed_one: "Eine Person wurde importiert",
  completed_other: "{{count}} Personen wurden importiert",
  skip_invalid_one: "Die fehlerhafte Zeile weglassen",
  skip_invalid_other: "Die {{count}} fehlerhaften Zeilen weglassen",
  nothing_left:
    "Es ist niemand zu importieren: Jede Zeile ist fehlerhaft, oder die Person ist schon da.",
  begin_one: "Eine Person importieren",
  begin_other: "{{count}} Personen importieren",
  begun_one: "Eine Person wird importiert",
  begun_other: "{{count}} Personen werden importiert",
  keep: "Zurück",
  discard: {
    label: "Verwerfen",
    title: "{{name}} verwerfen?",
    explanation:
      "Es ist noch nichts geschehen, und es wird nichts geschehen. Passwörter in der Datei werden gelöscht.",
    done: "Der Import wurde verworfen",
  },
  stop: {
    label: "Import abbrechen",
    title: "Import von {{name}} abbrechen?",
    explanation:
      "Der Rest wird nicht importiert. Was bis dahin geschah, bleibt; bisher: {{count}}.",
    done: "Der Import wurde abgebrochen",
  },
  lines: "Zeilen der Datei",
  no_lines: "Es gibt keine Zeilen zu zeigen",
  line: {
    number: "Zeile",
    email: "E-Mail",
    status: "Status",
    method: "Beginnt mit",
    roles: "Rollen: {{roles}}",
    message: "Hinweis",
  },
  line_status: {
    invalid: "Fehlerhaft",
    exists: "Schon da",
    ready: "Bereit",
    left: "Nicht erledigt",
    created: "Benutzer angelegt",
    invited: "Eingeladen",
    failed: "Fehlgeschlagen",
  },
  method: {
    password: "Passwort",
    sso: "Einmalanmeldung (SSO)",
    invite: "Einladung",
    set_password: "Link zum Setzen eines Passworts",
  },
}

import type { Words } from "../words"

export const imports: Words["imports"] = {
  title: "Personen importieren",
  description:
    "Aus einer Datei mit Personen werden Admins. Es geschieht nichts, bevor Sie gesehen haben, was.",
  another: "Andere Datei importieren",
  check: "Datei prüfen",
  checked:
    "{{name}} ist geprüft. Die Datei steht unter den Importen und wartet auf Bestätigung oder Berichtigung.",
  unreadable: "Die Datei hat sich seit der Auswahl geändert. Wählen Sie sie noch einmal aus.",
  drop: {
    title: "CSV-Datei auswählen",
    hint: "Hierher ziehen oder zum Auswählen klicken",
    other: "Eine andere Datei hierher ziehen oder zum Auswählen klicken",
    limits: "Höchstens 100 MiB und 100.000 Personen",
    problems: {
      several: "Bitte nur eine Datei auf einmal",
      no_csv: "Das ist keine CSV-Datei. Tabellenprogramme können als CSV speichern.",
      too_large: "Diese Datei hat mehr als 100 MiB. Sie lässt sich in mehrere aufteilen.",
    },
  },
  allow_returning: {
    label: "Personen zurückkommen lassen",
    hint: "Solche, deren Zugang beendet wurde. Sonst bleiben ihre Zeilen unausgeführt: Eine alte Datei brächte sie zurück.",
    chosen: "Personen, deren Zugang beendet wurde, kommen dadurch zurück.",
  },
  default_method: {
    label: "Personen ohne Passwort und ohne Anmeldung in der Datei",
    invite: {
      label: "Einladen",
      description: "Die Personen sind Admins, sobald sie annehmen.",
      chosen: "Personen ohne Passwort und ohne Anmeldung in der Datei werden eingeladen.",
      without_email: {
        description:
          "Die Personen sind Admins, sobald sie über einen Link annehmen, den Sie übergeben.",
        chosen: "Personen ohne Passwort und ohne Anmeldung in der Datei werden eingeladen.",
        instead:
          "Kopieren Sie den Link jeder Einladung aus der Liste der Einladungen, und übergeben Sie ihn.",
      },
    },
    set_password: {
      label: "Sofort zu Admins machen",
      description: "Die Personen erhalten eine E-Mail, um ein Passwort festzulegen.",
      chosen:
        "Personen ohne Passwort und ohne Anmeldung in der Datei erhalten eine E-Mail, um ein Passwort festzulegen.",
      without_email: {
        description: "Die Personen müssen noch ein Passwort setzen.",
        chosen:
          "Personen ohne Passwort und ohne Anmeldung in der Datei müssen noch ein Passwort setzen.",
        instead: "Ohne einen Link zum Setzen eines Passworts kann sich niemand anmelden.",
      },
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
  actors: { user: "einem Admin", "api-key": "einem API-Schlüssel", system: "dem System" },
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
  not_completed_one: "Eine Person konnte nicht importiert werden",
  not_completed_other: "{{count}} Personen konnten nicht importiert werden",
  skip_invalid_one: "Die fehlerhafte Zeile weglassen",
  skip_invalid_other: "Die {{count}} fehlerhaften Zeilen weglassen",
  nobody_in_file: "In der Datei steht niemand.",
  nothing_left:
    "Es ist niemand zu importieren: Jede Zeile ist fehlerhaft, oder die Person ist schon da.",
  begin_one: "Eine Person importieren",
  begin_other: "{{count}} Personen importieren",
  begun_one: "Eine Person wird importiert",
  begun_other: "{{count}} Personen werden importiert",
  discard: {
    label: "Verwerfen",
    title: "{{name}} verwerfen?",
    explanation:
      "Es ist noch nichts geschehen, und es wird nichts geschehen. Passwörter in der Datei werden gelöscht.",
    done: "Der Import wurde verworfen",
    too_late: "Es wurde nichts verworfen: Jemand hat den Import inzwischen bestätigt",
  },
  stop: {
    label: "Import abbrechen",
    title: "Import von {{name}} abbrechen?",
    explanation:
      "Der Rest wird nicht importiert. Was bis dahin geschah, bleibt; bisher: {{count}}.",
    done: "Der Import wurde abgebrochen",
    too_late: "Es wurde nichts abgebrochen: Der Import war schon zu Ende",
  },
  lines: "Zeilen der Datei",
  download: { label: "Diese Zeilen herunterladen", file_name: "zeilen" },
  no_lines: "Es gibt keine Zeilen zu zeigen",
  sentences: {
    file_empty: "Die Datei ist leer. Ihre erste Zeile nennt die Spalten.",
    file_has_too_many_people:
      "Die Datei hat mehr als {{max}} Personen. Teilen Sie sie in mehrere Dateien auf.",
    file_has_too_many_lines: "Die Datei hat mehr als {{max}} Zeilen.",
    header_missing:
      "Die erste Zeile nennt keine Spalte, die bekannt ist. Spalten sind {{columns}}, mit Kommas, Semikolons oder Tabulatoren dazwischen.",
    column_unknown: "Die Spalte „{{column}}“ ist nicht bekannt. Spalten sind {{columns}}.",
    column_twice: "Die Spalte „{{column}}“ kommt zweimal vor.",
    column_missing: "Es fehlt die Spalte „{{column}}“.",
    quote_not_closed: "Ein Anführungszeichen, das hier öffnet, wird nie geschlossen.",
    line_too_long:
      "Die Zeile ist länger als {{max}} Bytes. Ist ein Anführungszeichen nicht geschlossen?",
    text_after_quote: "Nach einem schließenden Anführungszeichen steht noch Text.",
    quote_in_cell:
      "In einer Zelle, die nicht in Anführungszeichen steht, ist ein Anführungszeichen.",
    line_unreadable: "Die Zeile ist nicht lesbar ({{code}}).",
    wrong_number_of_cells: "Die Zeile hat {{cells}} Zellen und die Kopfzeile {{columns}}.",
    not_storable: "In {{column}} steht ein Zeichen, das sich nicht speichern lässt.",
    not_utf8: "{{column}} ist nicht in UTF-8. Speichern Sie die Datei in UTF-8.",
    text_too_long: "{{column}} ist länger als {{max}} Zeichen.",
    no_email: "Es fehlt die E-Mail.",
    email_invalid: "„{{email}}“ ist keine E-Mail-Adresse.",
    email_cell_invalid: "In der Spalte email steht keine E-Mail-Adresse.",
    email_mixes_scripts:
      "In einem Wort von „{{email}}“ sind lateinische, kyrillische oder griechische Buchstaben gemischt: Es kann wie die E-Mail von jemand anderem aussehen.",
    email_domain_not_allowed:
      "{{email}} kann kein Benutzer werden: Die Domain ist keine von {{domains}} (Option provisioning.allowed_email_domains).",
    two_logins:
      "Es gibt ein Passwort und eine Anmeldung bei einem Anbieter: Eine Person beginnt mit einem davon.",
    half_a_login: "Eine Anmeldung braucht beides, auth_provider und auth_entity_id.",
    provider_unknown:
      "Über den Anbieter „{{provider}}“ können Admins sich nicht anmelden. Möglich: {{providers}}.",
    provider_cell_unknown:
      "Über den Anbieter, der in der Spalte auth_provider steht, können Admins sich nicht anmelden. Möglich: {{providers}}.",
    provider_of_passwords:
      "Der Anbieter „{{provider}}“ ist für Passwörter: Nehmen Sie die Spalte password.",
    password_too_short: "Das Passwort hat {{length}} Zeichen und muss mindestens {{min}} haben.",
    password_too_long: "Das Passwort hat {{length}} Zeichen und darf höchstens {{max}} haben.",
    roles_unavailable:
      "Rollen lassen sich nicht vergeben: RBAC von Medusa ist in diesem Shop nicht eingeschaltet.",
    too_many_roles: "Die Zeile hat mehr als {{max}} Rollen.",
    role_unknown: "Die Rolle „{{role}}“ gibt es nicht.",
    role_cell_unknown: "In der Spalte roles steht eine Rolle, die es nicht gibt.",
    roles_not_allowed:
      "Die Zeile hat Rollen, die mehr erlauben, als die Person darf, die die Datei hochgeladen hat.",
    email_repeated: "Zeile {{line}} hat dieselbe E-Mail.",
    login_repeated: "Zeile {{line}} hat dieselbe Anmeldung.",
    login_taken: "Die Anmeldung bei {{provider}} gehört schon dem Benutzer {{user}}.",
    returning: "Jemand mit dieser E-Mail hatte Zugang, der am {{day}} beendet wurde.",
    user_exists: "Ein Benutzer hat diese E-Mail bereits.",
    invite_exists: "An diese E-Mail gibt es eine offene Einladung.",
  },
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

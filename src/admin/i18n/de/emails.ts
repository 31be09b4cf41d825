import type { Words } from "../words"

export const emails: Words["emails"] = {
  title: "E-Mails",
  description: "Was an Personen gesendet werden sollte, und was daraus wurde.",
  search: "Nach Empfänger suchen",
  empty: "Noch wurde keine E-Mail auf den Weg gebracht",
  actions_of: "Aktionen für die E-Mail an {{recipient}}",
  retry: "Jetzt erneut versuchen",
  retried: "Die E-Mail an {{recipient}} wird erneut versucht",
  bulk: "Was mit den ausgewählten E-Mails geschehen soll",
  chosen: "Die Empfänger der ausgewählten E-Mails",
  selected_one: "Eine E-Mail ausgewählt",
  selected_other: "{{count}} E-Mails ausgewählt",
  failed_one: "Bei einer E-Mail ist es fehlgeschlagen",
  failed_other: "Bei {{count}} E-Mails ist es fehlgeschlagen",
  retry_many: {
    title_one: "Eine E-Mail erneut versuchen",
    title_other: "{{count}} E-Mails erneut versuchen",
    explanation:
      "Die E-Mails werden gleich auf den Weg gebracht. Ein Link zum Festlegen eines Passworts wird neu erzeugt.",
    done_one: "Eine E-Mail wird erneut versucht",
    done_other: "{{count}} E-Mails werden erneut versucht",
  },
  unsent: {
    no_provider: {
      title: "Dieser Shop verschickt keine E-Mails",
      because: "Es ist kein E-Mail-Anbieter eingerichtet.",
    },
    turned_off: {
      title: "Diese E-Mail wird nicht gesendet",
      because: "Sie ist in diesem Shop abgeschaltet; vielleicht sendet er eine eigene.",
    },
  },
  problems: {
    no_provider: "In diesem Shop ist kein E-Mail-Anbieter eingerichtet.",
    interrupted: "Das Backend wurde jedes Mal mitten im Senden beendet.",
  },
  columns: {
    recipient: "Empfänger",
    template: "E-Mail",
    status: "Status",
    attempts: "Versuche",
    next_attempt: "Nächster Versuch",
    created: "Wann",
  },
  status: {
    pending: "Unterwegs",
    sent: "Gesendet",
    failed: "Fehlgeschlagen",
    cancelled: "Nicht mehr nötig",
  },
  templates: {
    invite: "Einladung",
    invite_reminder: "Erinnerung an eine Einladung",
    set_password: "Passwort festlegen",
    reset_password: "Passwort zurücksetzen",
    email_changed: "E-Mail geändert",
    account_suspended: "Zugang gesperrt",
    access_restored: "Zugang wiederhergestellt",
  },
}

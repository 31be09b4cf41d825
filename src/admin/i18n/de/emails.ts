import type { Words } from "../words"

export const emails: Words["emails"] = {
  title: "E-Mails",
  description: "Was an Personen gesendet werden sollte, und was daraus wurde.",
  search: "Nach Empfänger suchen",
  empty: "Noch wurde keine E-Mail auf den Weg gebracht",
  actions_of: "Aktionen für die E-Mail an {{recipient}}",
  retry: "Jetzt erneut versuchen",
  retried: "Die E-Mail an {{recipient}} wird erneut versucht",
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

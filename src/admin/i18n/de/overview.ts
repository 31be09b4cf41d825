import type { Words } from "../words"

export const overview: Words["overview"] = {
  title: "Übersicht",
  people: "Personen",
  findings: "Offene Befunde",
  invites_and_emails: "Einladungen und E-Mails",
  open_invites: "Offene Einladungen",
  expired_invites: "Abgelaufene Einladungen",
  pending_emails: "E-Mails unterwegs",
  failed_emails: "Fehlgeschlagene E-Mails",
  scheduled_offboardings: "Wessen Zugang als Nächstes endet",
  no_scheduled_offboardings: "Nichts geplant",
  all_one: "Alle anzeigen",
  all_other: "Alle {{count}} anzeigen",
}

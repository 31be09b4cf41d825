import type { Words } from "../words"

export const scheduledOffboardings: Words["scheduled_offboardings"] = {
  title: "Endende Zugänge",
  description:
    "Personen, deren Zugang zu einem geplanten Zeitpunkt endet. Planen lässt sich das in der Liste der Personen über „Zugang beenden“.",
  empty: "Nichts geplant",
  keeps_api_keys: "API-Schlüssel bleiben gültig",
  actions_of: "Aktionen für den Zugang von {{name}}",
  columns: {
    person: "Person",
    at: "Am",
    status: "Status",
    reason: "Grund",
    scheduled: "Geplant",
  },
  status: { pending: "Ausstehend", done: "Erledigt", cancelled: "Abgesagt", all: "Alle" },
}

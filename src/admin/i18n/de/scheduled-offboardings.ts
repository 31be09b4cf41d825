import type { Words } from "../words"

export const scheduledOffboardings: Words["scheduled_offboardings"] = {
  title: "Geplante Austritte",
  description:
    "Wessen Zugang an einem Tag endet. Einen planen Sie in der Liste der Personen, indem Sie einen Zugang beenden.",
  empty: "Keiner ist geplant",
  actions_of: "Aktionen für den Austritt von {{name}}",
  columns: {
    person: "Person",
    at: "Am",
    status: "Status",
    reason: "Grund",
    scheduled: "Geplant",
  },
  status: { pending: "Steht an", done: "Geschehen", cancelled: "Abgesagt" },
}

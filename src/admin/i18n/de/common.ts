import type { Words } from "../words"

export const common: Pick<
  Words,
  "title" | "subtitle" | "navigation" | "actions" | "fields" | "states" | "table"
> = {
  title: "Zugänge",
  subtitle:
    "Wer in diesem Shop als Admin Zugang hat, seit wann, und wie er sich sofort beenden lässt.",
  navigation: "Seiten der Zugänge",
  actions: {
    cancel: "Abbrechen",
    close: "Schließen",
    save: "Speichern",
    export: "Exportieren",
    export_as: "Als {{format}} exportieren",
    exported: "{{file}} wurde heruntergeladen",
  },
  fields: { optional: "optional" },
  states: {
    loading: "Wird geladen",
    error: { title: "Das konnte nicht geladen werden", retry: "Noch einmal versuchen" },
    forbidden: {
      title: "Sie dürfen das nicht sehen",
      description: "Wenden Sie sich an einen Admin, der die Rollen verwaltet.",
    },
  },
  table: {
    actions: "Aktionen",
    select: "{{name}} auswählen",
    select_all: "Alles auf dieser Seite auswählen",
    clear: "Zurücksetzen",
    no_results: "Nichts entspricht der Suche und den Filtern",
    pagination: {
      of: "von",
      results: "Ergebnissen",
      pages: "Seiten",
      previous: "Zurück",
      next: "Weiter",
    },
  },
}

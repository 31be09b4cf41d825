import type { Words } from "../words"

export const common: Pick<
  Words,
  "title" | "subtitle" | "navigation" | "actions" | "leave_form" | "fields" | "states" | "table"
> = {
  title: "Zugänge",
  subtitle:
    "Wer in diesem Shop als Admin Zugang hat, seit wann, und wie er sich sofort beenden lässt.",
  navigation: "Seiten der Zugänge",
  actions: {
    cancel: "Abbrechen",
    close: "Schließen",
    stop: "Anhalten",
    go_back: "Zurück",
    export: "Exportieren",
    export_as: "Als {{format}} exportieren",
    exported: "{{file}} wurde heruntergeladen",
  },
  leave_form: {
    title: "Eingaben verwerfen?",
    description:
      "Die Eingaben sind noch nicht gesendet und gehen verloren, wenn das Formular schließt.",
    confirm: "Verwerfen",
  },
  fields: { optional: "optional" },
  states: {
    loading: "Wird geladen",
    stopping: "Hält an, sobald das Begonnene fertig ist",
    error: { title: "Das konnte nicht geladen werden", retry: "Noch einmal versuchen" },
    stale: "Das konnte nicht noch einmal gelesen werden und kann veraltet sein",
    failed_for_one: "Bei einem ist es fehlgeschlagen",
    failed_for_other: "Bei {{count}} ist es fehlgeschlagen",
    unknown_for_one:
      "Bei einem ist nicht bekannt, ob es geschehen ist. Sehen Sie noch einmal nach.",
    unknown_for_other:
      "Bei {{count}} ist nicht bekannt, ob es geschehen ist. Sehen Sie noch einmal nach.",
    forbidden: {
      title: "Sie dürfen das nicht sehen",
      action: "Sie dürfen das nicht tun",
      description: "Wenden Sie sich an einen Admin, der die Rollen verwaltet.",
    },
  },
  table: {
    actions: "Aktionen",
    select_matching: "Alle {{number}} auswählen, die passen",
    select_first: "Die ersten {{max}} der {{number}} auswählen, die passen",
    select: "{{name}} auswählen",
    select_all: "Alles auf dieser Seite auswählen",
    clear: "Zurücksetzen",
    no_results: "Nichts entspricht der Suche und den Filtern",
    results_one: "Ein Ergebnis",
    results_other: "{{count}} Ergebnisse",
    results_none: "Keine Ergebnisse",
    page: "Seite {{page}} von {{pages}}",
    pagination: {
      of: "von",
      results: "Ergebnissen",
      pages: "Seiten",
      previous: "Zurück",
      next: "Weiter",
    },
  },
}

export const common = {
  title: "User lifecycle",
  subtitle: "Who may act as an admin of this shop, since when, and how to end it at once.",
  navigation: "Pages of user lifecycle",
  actions: {
    cancel: "Cancel",
    close: "Close",
    save: "Save",
    export: "Export",
    export_as: "Export as {{format}}",
    exported: "{{file}} was downloaded",
  },
  fields: { optional: "optional" },
  states: {
    loading: "Loading",
    error: { title: "This could not be loaded", retry: "Try again" },
    forbidden: {
      title: "You do not have permission to see this",
      description: "Ask an admin who manages roles for it.",
    },
  },
  table: {
    actions: "Actions",
    select: "Select {{name}}",
    select_all: "Select everything on this page",
    clear: "Clear",
    no_results: "Nothing matches the search and the filters",
    pagination: {
      of: "of",
      results: "results",
      pages: "pages",
      previous: "Previous",
      next: "Next",
    },
  },
}

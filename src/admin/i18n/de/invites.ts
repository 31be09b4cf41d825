import type { Words } from "../words"

export const invites: Words["invites"] = {
  title: "Einladungen",
  description: "Wer eingeladen ist und noch nicht angenommen hat, und was aus der E-Mail wurde.",
  search: "Nach einer E-Mail suchen",
  empty: {
    title: "Keine Einladung ist offen",
    description: "Wer eine Einladung annimmt, steht von da an in der Liste der Personen.",
  },
  actions_of: "Aktionen für die Einladung an {{email}}",
  next_attempt: "Nächster Versuch",
  copy_link: "Link kopieren",
  copy_instead:
    "Kopieren Sie den Link jeder Einladung aus der Liste der Einladungen, und übergeben Sie ihn.",
  link_copied: "Der Link für {{email}} ist kopiert. Wer ihn hat, kann die Einladung annehmen.",
  columns: {
    email: "E-Mail",
    status: "Status",
    sent: "E-Mail gesendet",
    expires: "Läuft ab",
    created: "Eingeladen",
  },
  status: {
    pending: "E-Mail unterwegs",
    delivered: "E-Mail gesendet",
    failed: "E-Mail fehlgeschlagen",
    not_sent: "Keine E-Mail",
    expired: "Abgelaufen",
  },
  bulk: "Was mit den ausgewählten Einladungen geschehen soll",
  chosen: "Die ausgewählten Einladungen",
  selected_one: "Eine Einladung ausgewählt",
  selected_other: "{{count}} Einladungen ausgewählt",
  failed_one: "Bei einer Einladung ist es fehlgeschlagen",
  failed_other: "Bei {{count}} Einladungen ist es fehlgeschlagen",
  actions: {
    retry: {
      label: "E-Mail erneut versuchen",
      title_one: "Die E-Mail an {{email}} erneut versuchen",
      title_other: "{{count}} E-Mails erneut versuchen",
      explanation: "Dieselben E-Mails mit denselben Links werden sofort erneut versucht.",
      done_one: "Die E-Mail an {{email}} wird erneut versucht",
      done_other: "{{count}} E-Mails werden erneut versucht",
    },
    resend: {
      label: "Erneut senden",
      title_one: "Die Einladung an {{email}} erneut senden",
      title_other: "{{count}} Einladungen erneut senden",
      explanation:
        "Jede Person erhält eine neue E-Mail mit einem neuen Link und so viel Zeit wie bei einer neuen Einladung. Frühere Links gelten nicht mehr.",
      done_one: "{{email}} erhält eine neue E-Mail. Frühere Links gelten nicht mehr.",
      done_other: "{{count}} Personen erhalten eine neue E-Mail. Frühere Links gelten nicht mehr.",
      without_email: {
        explanation:
          "Jede Einladung bekommt einen neuen Link und so viel Zeit wie eine neue. Frühere Links gelten nicht mehr.",
        done_one: "Für {{email}} gibt es einen neuen Link. Frühere Links gelten nicht mehr.",
        done_other: "Für {{count}} Personen gibt es neue Links. Frühere Links gelten nicht mehr.",
      },
    },
    cancel: {
      label: "Einladung zurückziehen",
      title_one: "Die Einladung an {{email}} zurückziehen",
      title_other: "{{count}} Einladungen zurückziehen",
      explanation:
        "Niemand kann sie mehr annehmen. Die gesendeten Links gelten ab sofort nicht mehr.",
      done_one: "Die Einladung an {{email}} ist zurückgezogen",
      done_other: "{{count}} Einladungen sind zurückgezogen",
    },
  },
  invite: {
    title: "Personen einladen",
    explanation: "Jede erhält eine E-Mail mit einem Link und wird Admin, sobald sie annimmt.",
    explanation_without_email: "Jede wird Admin, sobald sie annimmt.",
    emails: "E-Mails",
    emails_hint:
      "Mit Kommas, Leerzeichen oder Zeilenumbrüchen dazwischen, auch als „Name <E-Mail>“. Höchstens {{max}} auf einmal.",
    too_many: "Das sind {{number}} E-Mails. Höchstens {{max}} können auf einmal eingeladen werden.",
    roles_hint: "Diese bekommen sie, wenn sie annehmen.",
    each: "Jede E-Mail",
    submit: "Einladen",
  },
  preview: {
    title: "Was geschehen würde",
    created_one: "Eine Person würde eingeladen",
    created_other: "{{count}} Personen würden eingeladen",
    exists_one: "Eine ist schon eingeladen und behält diese Einladung",
    exists_other: "{{count}} sind schon eingeladen und behalten diese Einladung",
    refused_one: "Eine kann nicht eingeladen werden",
    refused_other: "{{count}} können nicht eingeladen werden",
  },
  result: {
    heading: "Eingeladen",
    explanation: "Ob jede E-Mail ankommt, steht in der Liste der Einladungen.",
    title: "Was aus jeder wurde",
    created_one: "Eine Person ist eingeladen",
    created_other: "{{count}} Personen sind eingeladen",
    exists_one: "Eine war schon eingeladen und behält diese Einladung",
    exists_other: "{{count}} waren schon eingeladen und behalten diese Einladung",
    refused_one: "Eine konnte nicht eingeladen werden",
    refused_other: "{{count}} konnten nicht eingeladen werden",
  },
  badges: {
    preview: { created: "Wird eingeladen", exists: "Schon eingeladen", refused: "Abgelehnt" },
    result: { created: "Eingeladen", exists: "Schon eingeladen", refused: "Abgelehnt" },
  },
  widget: {
    title: "Offene Einladungen",
    resend_failed_one: "Fehlgeschlagene erneut senden",
    resend_failed_other: "{{count}} fehlgeschlagene erneut senden",
    resend_first: "Die ersten {{max}} der {{number}} fehlgeschlagenen erneut senden",
    all: "Alle Einladungen",
  },
}

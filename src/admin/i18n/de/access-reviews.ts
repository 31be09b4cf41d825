import type { Words } from "../words"

export const accessReviews: Words["access_reviews"] = {
  title: "Zugangsprüfungen",
  description:
    "Listen aller, die zu einem Zeitpunkt Zugang haben, um über jede Person zu entscheiden.",
  review: "Zugangsprüfung",
  all: "Alle Zugangsprüfungen",
  empty: {
    title: "Es gab noch keine Prüfung",
    description:
      "Eine Prüfung ist eine Liste aller, die Zugang haben. Sie entscheiden über jede Person, schließen sie ab und haben einen Nachweis, den niemand ändern kann.",
  },
  overdue: "Überfällig",
  progress_of: "Stand von {{title}}",
  decided: "{{decided}} von {{total}} entschieden",
  kept_one: "{{number}} behält den Zugang",
  kept_other: "{{number}} behalten den Zugang",
  removed_one: "{{number}} entzogen",
  removed_other: "{{number}} entzogen",
  look: "Zugang, wie er jetzt ist",
  columns: {
    title: "Prüfung",
    status: "Status",
    progress: "Stand",
    due: "Fällig",
    opened: "Begonnen",
    closed: "Abgeschlossen",
    decision: "Entscheidung",
  },
  status: { open: "Offen", closed: "Abgeschlossen" },
  has_api_keys: { true: "Mit API-Schlüsseln", false: "Ohne" },
  decision: { undecided: "Nicht entschieden", keep: "Behält Zugang", remove: "Entzogen" },
  fields: {
    title: "Titel",
    title_hint: "Etwa „Erstes Quartal“. Ohne Angabe der Tag.",
    due: "Fällig am",
    due_hint:
      "Bis zum Ende des Tages. Zeitzone: {{zone}}. Zur Orientierung: An dem Tag geschieht nichts von selbst.",
    note: "Anmerkung",
    note_hint: "Warum. Kommt in die Prüfung und in den Verlauf.",
    closing_note_hint: "Kommt in den Verlauf.",
  },
  open: {
    title: "Prüfung beginnen",
    explanation:
      "Die Liste steht fest: Wer später kommt, ist nicht darauf, und was sich später ändert, ist darin nicht zu sehen.",
    submit: "Beginnen",
    done: "{{title}} hat begonnen",
    how_many_one:
      "Eine Person hat Zugang und kommt auf die Liste, ebenso alle früheren, deren API-Schlüssel noch gelten.",
    how_many_other:
      "{{number}} Personen haben Zugang und kommen auf die Liste, ebenso alle früheren, deren API-Schlüssel noch gelten.",
  },
  list: {
    title: "Wer Zugang hatte",
    open: "Stand zu Beginn der Prüfung. Bis zum Abschluss kann eine andere Entscheidung „Behalten“ ersetzen.",
    closed:
      "Stand zu Beginn der Prüfung. Sie ist abgeschlossen, und nichts davon ändert sich mehr.",
    empty: "Auf dieser Liste ist niemand",
  },
  keys: {
    title: "Tasten in der Liste",
    move: "weiter, zurück",
    keep: "behalten",
    remove: "entziehen",
  },
  keep: {
    label: "Behalten",
    of: "Behalten: {{email}}",
    with_note: "Behalten, mit Anmerkung",
    title_one: "{{email}} behält den Zugang",
    title_other: "{{count}} Personen behalten den Zugang",
    explanation:
      "Für sie ändert sich nichts. In der Prüfung steht, wer so entschieden hat, und wann.",
    done_one: "{{email}} behält den Zugang",
    done_other: "{{count}} Personen behalten den Zugang",
  },
  remove: {
    label: "Entziehen",
    of: "Entziehen: {{email}}",
    title_one: "{{email}} den Zugang entziehen",
    title_other: "{{count}} Personen den Zugang entziehen",
    at_once: "Sofort",
    explanation_one:
      "Damit endet der Zugang der Person jetzt und nicht erst mit dem Abschluss der Prüfung. Die Entscheidung bleibt, auch wenn die Person später wiederhergestellt wird.",
    explanation_other:
      "Damit enden ihre Zugänge jetzt und nicht erst mit dem Abschluss der Prüfung. Die Entscheidung bleibt, auch wenn jemand von ihnen später wiederhergestellt wird.",
    submit: "Zugang jetzt entziehen",
    done_one: "{{email}} hat keinen Zugang mehr",
    done_other: "{{count}} Personen haben keinen Zugang mehr",
    without_oneself: "Beim Entziehen werden Sie ausgelassen.",
    renamed: "Seit der Liste eine andere E-Mail",
    renamed_to: "{{from}} hat jetzt die E-Mail {{to}}.",
  },
  close: {
    label: "Prüfung abschließen",
    title: "{{title}} abschließen",
    explanation: "Danach ändert sich nichts davon mehr, und sie lässt sich nicht wieder öffnen.",
    undecided_title: "Noch nicht entschieden",
    undecided_one: "Über eine Person hat niemand entschieden",
    undecided_other: "Über {{number}} Personen hat niemand entschieden",
    more_one: "und eine weitere",
    more_other: "und {{count}} weitere",
    allow_undecided_one:
      "Trotzdem abschließen: Die Person behält den Zugang, und in der Prüfung steht, dass niemand entschieden hat.",
    allow_undecided_other:
      "Trotzdem abschließen: Diese Personen behalten den Zugang, und in der Prüfung steht, dass niemand entschieden hat.",
    done: "{{title}} ist abgeschlossen",
  },
}

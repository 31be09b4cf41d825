export const accessReviews = {
  title: "Access reviews",
  description: "Lists of everybody who has access at an instant, to decide about each.",
  review: "Access review",
  all: "All access reviews",
  empty: {
    title: "There was no review yet",
    description:
      "A review is a list of everybody who has access. You decide about each, close it, and have evidence that nobody can change.",
  },
  overdue: "Overdue",
  progress_of: "How far {{title}} is",
  decided: "{{decided}} of {{total}} decided",
  kept_one: "{{number}} keeps access",
  kept_other: "{{number}} keep access",
  removed_one: "{{number}} removed",
  removed_other: "{{number}} removed",
  look: "Access as it is now",
  columns: {
    title: "Review",
    status: "Status",
    progress: "Progress",
    due: "Due",
    opened: "Opened",
    closed: "Closed",
    decision: "Decision",
  },
  status: { open: "Open", closed: "Closed" },
  has_api_keys: { true: "With API keys", false: "Without" },
  decision: { undecided: "Undecided", keep: "Keeps access", remove: "Removed" },
  fields: {
    title: "Title",
    title_hint: "Such as “First quarter”. Without it, the day.",
    due: "Due date",
    due_hint:
      "Until the end of the day. Time zone: {{zone}}. For people to read: nothing happens by itself on that day.",
    note: "Note",
    note_hint: "Why. Goes to the review and to the ledger.",
    closing_note_hint: "Goes to the ledger.",
  },
  open: {
    title: "Open a review",
    explanation:
      "The list is frozen: who comes later is not on it, and what changes later is not seen in it.",
    submit: "Open",
    done: "{{title}} is open",
    how_many_one:
      "One person has access, and will be on the list. So is whoever is gone and whose API keys still work.",
    how_many_other:
      "{{number}} people have access, and will be on the list. So is whoever is gone and whose API keys still work.",
  },
  list: {
    title: "Who had access",
    open: "As it was when the review was opened. Until it is closed, another decision can replace “keep”.",
    closed:
      "As it was when the review was opened. It is closed, and nothing of it changes any more.",
    empty: "There is nobody on this list",
  },
  keys: {
    title: "Keys in the list",
    move: "next, previous",
    keep: "keep",
    remove: "remove",
  },
  keep: {
    label: "Keep",
    of: "Keep {{email}}",
    with_note: "Keep, with a note",
    title_one: "{{email}} keeps access",
    title_other: "{{count}} people keep access",
    explanation: "Nothing changes for them. The review says who decided so, and when.",
    done_one: "{{email}} keeps access",
    done_other: "{{count}} people keep access",
  },
  remove: {
    label: "Remove",
    of: "Remove {{email}}",
    title_one: "Remove the access of {{email}}",
    title_other: "Remove the access of {{count}} people",
    at_once: "At once",
    explanation_one:
      "This offboards the person now, and not when the review is closed. The decision stays, also if the person is restored later.",
    explanation_other:
      "This offboards them now, and not when the review is closed. The decision stays, also for those who are restored later.",
    submit: "Remove access now",
    done_one: "{{email}} has no access any more",
    done_other: "{{count}} people have no access any more",
    without_oneself: "Removing leaves you out.",
    renamed: "Another email since the list was made",
    renamed_to: "{{from}} has the email {{to}} now.",
  },
  close: {
    label: "Close the review",
    title: "Close {{title}}",
    explanation: "After that, nothing of it changes any more, and it can’t be opened again.",
    undecided_title: "Nobody has decided about",
    undecided_one: "Nobody has decided about one person",
    undecided_other: "Nobody has decided about {{number}} people",
    more_one: "and one more",
    more_other: "and {{count}} more",
    allow_undecided_one:
      "Close it all the same: this person keeps access, and the review says that nobody decided.",
    allow_undecided_other:
      "Close it all the same: they keep their access, and the review says that nobody decided.",
    done: "{{title}} is closed",
  },
}

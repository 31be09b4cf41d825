import type { RefusalWords } from "../refusal-words"

/** What the backend refuses, by its codes (`docs/errors.md`). What is not here is said in the backend's own words. */
export const refusals = {
  foreign_page:
    "The backend does not take changes from the address of this page. Add it to http.adminCors, or open the dashboard at the backend's own.",
  access_unknown: "The backend can't tell at the moment who may act. Try again in a moment.",
  permission_lost: "You are not allowed to do this any more.",
  last_admin: "Nobody else could log in as an admin any more. Add another admin first.",
  self_offboarding: "You can't offboard yourself. Ask another admin to do it.",
  self_suspension: "You can't suspend yourself. Ask another admin to do it.",
  self_cancellation: "You can't call off your own offboarding. Ask another admin to do it.",
  user_is_offboarded: "This person is offboarded. Restore them first.",
  user_is_suspended: "This person is suspended. Reactivate them instead.",
  user_is_not_suspended:
    "This person is not suspended any more: somebody has reactivated them, or the suspension is over. Nothing was changed.",
  user_not_found: "This person is not there any more.",
  at_in_the_past: "This date is over. Choose one in the future.",
  until_in_the_past: "This date is over. Choose one in the future.",
  no_scheduled_offboarding: "No offboarding is scheduled for this person any more.",
  revoked_lately: "You have ended everybody's sessions within the last minute.",
  too_many_resets: "This person was sent enough links within the last hour. Try again later.",
  password_too_weak: "This password is too short, or too long.",
  email_invalid: "This is not an email address.",
  email_mixes_scripts:
    "A word of this email mixes letters of Latin, Cyrillic or Greek, and can look like somebody else's email.",
  login_taken: "This login belongs to another user. Offboard them first, or use another login.",
  logins_ambiguous:
    "It can't be told which of this person's logins to keep: somebody has to decide.",
  finding_changed: "This person has changed meanwhile. Look at the findings again.",
  email_taken: "A user has this email already.",
  email_domain_not_allowed: "Emails of this domain are not allowed in this shop.",
  email_not_found: "There is no email to send again: it has left, or is on its way.",
  auth_provider_unknown: "Admins can't log in through this provider.",
  roles_unavailable: "Roles can't be given: this shop does not use them.",
  too_busy: "Many are waiting for this already. Try again in a moment.",
  too_many_downloads: "Too many downloads are under way. Try again in a moment.",
  import_row_returning: "Somebody with this email was offboarded.",
  import_row_repeated: "An earlier line has the same email, or the same login.",
  import_file_invalid: "This is not a CSV file of at most 100 MiB.",
  import_not_ready:
    "The import can't begin: something in the file is wrong, nothing is left to do, or somebody was faster.",
  import_not_found: "There is no such import.",
  access_review_not_found: "There is no such access review.",
  access_review_item_not_found: "This line is not in the access review.",
  access_review_closed: "This access review is closed, and what was decided stays.",
  access_review_undecided: "Some lines are undecided. Decide about them first.",
  access_review_removal_stays: "This person was removed in this access review, which stays.",
  /* Of no code of the plugin's. */
  duplicate: "Somebody else has this email, or this login, already.",
  forbidden: "You are not allowed to do this. {{message}}",
  gone: "It is not there any more, or never was.",
  conflict: "Somebody else changed this at the same time. Look again, and try once more.",
  failed: "The backend has failed at this. {{message}}",
  invalid: "The backend does not take this as it is. {{message}}",
  too_many: "Too much was asked of the backend at once. Try again in a moment.",
  unreachable: "The backend does not answer. Check the connection, and try again.",
  timed_out:
    "The backend has not answered in time. What was asked of it may be done all the same: look again.",
  not_the_backend:
    "Something else than the backend has answered, such as a page to sign in at. Load this page again.",
} satisfies RefusalWords

/**
 * Every stable error code of the plugin. A code is part of the contract: programs compare it, and each has a
 * heading of its own in `docs/errors.md`. Messages may change, codes do not.
 *
 * Medusa 2.21 replaces the code of a `duplicate_error` by `invalid_request_error`, so a taken email is told by
 * its type and status (422) alone.
 */
export const ErrorCodes = {
  /** The credential belongs to a person who is offboarded, deleted, or never existed. HTTP 401. */
  USER_DELETED: "user_lifecycle.user_deleted",
  /** The credential belongs to a person who is suspended. HTTP 401. */
  USER_SUSPENDED: "user_lifecycle.user_suspended",
  /** The credential is older than the last revocation of the person's tokens, or is a revoked API key. HTTP 401. */
  TOKEN_REVOKED: "user_lifecycle.token_revoked",
  /** The database did not answer, so nobody can tell whether the credential is still good. HTTP 503. */
  ACCESS_UNKNOWN: "user_lifecycle.access_unknown",
  /** A page of an origin that is not allowed used an admin's session to change something. HTTP 403. */
  FOREIGN_PAGE: "user_lifecycle.foreign_page",
  FIELDS_UNSAFE: "user_lifecycle.fields_unsafe",
  /** Medusa's routes for workflows were asked to run one that decides about access. HTTP 403. */
  WORKFLOW_CLOSED: "user_lifecycle.workflow_closed",
  /** Whoever asked has lost a permission that it takes, in the middle of what is done with many. HTTP 403, and in results. */
  PERMISSION_LOST: "user_lifecycle.permission_lost",
  /** The change would leave the shop without an admin who can log in. HTTP 400. */
  LAST_ADMIN: "user_lifecycle.last_admin",
  /** A person tried to offboard themself, directly or through an API key of theirs. HTTP 400. */
  SELF_OFFBOARDING: "user_lifecycle.self_offboarding",
  /** A person tried to suspend themself, directly or through an API key of theirs. HTTP 400. */
  SELF_SUSPENSION: "user_lifecycle.self_suspension",
  /** A person tried to take their own offboarding off its date, directly or through an API key of theirs. HTTP 400. */
  SELF_CANCELLATION: "user_lifecycle.self_cancellation",
  /** The action needs a user who is not offboarded; restoring comes first. HTTP 400. */
  USER_IS_OFFBOARDED: "user_lifecycle.user_is_offboarded",
  /** The user to restore is suspended; reactivating is what helps. HTTP 400. */
  USER_IS_SUSPENDED: "user_lifecycle.user_is_suspended",
  /** A suspension was to be changed (`only_if_suspended`), and the user is not suspended any more. HTTP 400. */
  USER_IS_NOT_SUSPENDED: "user_lifecycle.user_is_not_suspended",
  /** `at`, the date of an offboarding, is not in the future. HTTP 400. */
  AT_IN_THE_PAST: "user_lifecycle.at_in_the_past",
  /** There is no offboarding on a date for this user: none to cancel, or to change (`only_if_scheduled`). HTTP 404. */
  NO_SCHEDULED_OFFBOARDING: "user_lifecycle.no_scheduled_offboarding",
  /** `until`, the end of a suspension, is not in the future. HTTP 400. */
  UNTIL_IN_THE_PAST: "user_lifecycle.until_in_the_past",
  /** Nobody has invited this email, so it can't be registered or signed up as an admin's. HTTP 401. */
  NOT_INVITED: "user_lifecycle.not_invited",
  /** The token is none of an invite of this application. HTTP 401. */
  INVITE_INVALID: "user_lifecycle.invite_invalid",
  /** The invite has expired, and can be sent again. HTTP 401. */
  INVITE_EXPIRED: "user_lifecycle.invite_expired",
  /** The invite was sent again since, with another token. HTTP 401. */
  INVITE_REPLACED: "user_lifecycle.invite_replaced",
  /** Somebody has accepted the invite. HTTP 401. */
  INVITE_USED: "user_lifecycle.invite_used",
  /** An admin has deleted the invite. HTTP 401. */
  INVITE_CANCELLED: "user_lifecycle.invite_cancelled",
  /** A user has the invite's email. HTTP 401. */
  EMAIL_TAKEN: "user_lifecycle.email_taken",
  /** The login that came with the request is not there any more. HTTP 401. */
  LOGIN_GONE: "user_lifecycle.login_gone",
  /** The login belongs to another user. In results; HTTP 422 tells it by its type. */
  LOGIN_TAKEN: "user_lifecycle.login_taken",
  /** A repair can't tell which of a person's password logins is theirs. In results. */
  LOGINS_AMBIGUOUS: "user_lifecycle.logins_ambiguous",
  /** What a repair was about has changed since it was found. In results. */
  FINDING_CHANGED: "user_lifecycle.finding_changed",
  /** Another email was given than the one that was invited. HTTP 400. */
  INVITE_EMAIL_MISMATCH: "user_lifecycle.invite_email_mismatch",
  /** The email's domain is not in `provisioning.allowed_email_domains`. HTTP 400. */
  EMAIL_DOMAIN_NOT_ALLOWED: "user_lifecycle.email_domain_not_allowed",
  /** The email address is malformed. HTTP 400. */
  EMAIL_INVALID: "user_lifecycle.email_invalid",
  /** The email mixes letters of several scripts within a word, and can look like another one. HTTP 400. */
  EMAIL_MIXES_SCRIPTS: "user_lifecycle.email_mixes_scripts",
  /** The password is shorter than `provisioning.password.min_length`. HTTP 400. */
  PASSWORD_TOO_WEAK: "user_lifecycle.password_too_weak",
  /** The auth provider is not installed, or not allowed for admin users. HTTP 400. */
  AUTH_PROVIDER_UNKNOWN: "user_lifecycle.auth_provider_unknown",
  /** Roles were given, but Medusa's RBAC is not enabled. HTTP 400. */
  ROLES_UNAVAILABLE: "user_lifecycle.roles_unavailable",
  /** As many downloads are under way on the instance as it allows. HTTP 429. */
  TOO_MANY_DOWNLOADS: "user_lifecycle.too_many_downloads",
  /** Many wait already for what this instance does for a few at a time. HTTP 429. */
  TOO_BUSY: "user_lifecycle.too_busy",
  /** The admin has registered so many logins for others that are nobody's yet. HTTP 429. */
  TOO_MANY_VOUCHED_LOGINS: "user_lifecycle.too_many_vouched_logins",
  /** There is no email to try again: it has left, is being sent, or there is no such invite. HTTP 404. */
  EMAIL_NOT_FOUND: "user_lifecycle.email_not_found",
  /** A line of a file of people is wrong; its message says how. In reports, not as an answer of its own. */
  IMPORT_ROW_INVALID: "user_lifecycle.import_row_invalid",
  /** A line of a file of people has the email, or the login, of an earlier one. In reports, not as an answer of its own. */
  IMPORT_ROW_REPEATED: "user_lifecycle.import_row_repeated",
  /**
   * A line of a file of people is of somebody who was offboarded, and the import may not bring anybody back. In reports, not as an
   * answer of its own.
   */
  IMPORT_ROW_RETURNING: "user_lifecycle.import_row_returning",
  /** The request has no file of people, or one that is too large. HTTP 400. */
  IMPORT_FILE_INVALID: "user_lifecycle.import_file_invalid",
  /** The import can't be confirmed: something in the file is wrong, or nothing is left to do. HTTP 400. */
  IMPORT_NOT_READY: "user_lifecycle.import_not_ready",
  /** There is no such import. HTTP 404. */
  IMPORT_NOT_FOUND: "user_lifecycle.import_not_found",
  /** There is no such access review. HTTP 404. */
  ACCESS_REVIEW_NOT_FOUND: "user_lifecycle.access_review_not_found",
  /** The access review has no such line. In results, not as an answer of its own. */
  ACCESS_REVIEW_ITEM_NOT_FOUND: "user_lifecycle.access_review_item_not_found",
  /** The access review is closed, and what was decided stays. HTTP 400. */
  ACCESS_REVIEW_CLOSED: "user_lifecycle.access_review_closed",
  /** The access review can't be closed: lines are undecided. HTTP 400. */
  ACCESS_REVIEW_UNDECIDED: "user_lifecycle.access_review_undecided",
  /** The person was removed in this access review, which stays. In results, not as an answer of its own. */
  ACCESS_REVIEW_REMOVAL_STAYS: "user_lifecycle.access_review_removal_stays",
  /** The same person has ended everybody's sessions within the last minute. HTTP 400. */
  REVOKED_LATELY: "user_lifecycle.revoked_lately",
  /** So many links to set a password were asked for by admins for this person within an hour. HTTP 400. */
  TOO_MANY_RESETS: "user_lifecycle.too_many_resets",
  /** No user has this id. HTTP 404. */
  USER_NOT_FOUND: "user_lifecycle.user_not_found",
} as const

export type ErrorCode = (typeof ErrorCodes)[keyof typeof ErrorCodes]

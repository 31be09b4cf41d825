/*
 * What becomes of every credential of a person when something happens to them, on every path. The suite
 * `http/access-table.spec.ts` holds the backend to it, and `docs/access.md` shows it.
 *
 * It says what the contract promises, and not what the code happens to do.
 */

/** What happens to the person. */
export const actions = {
  nothing: { title: "Nothing", how: "Nothing is done" },
  suspend: { title: "Suspend", how: "`POST /admin/users/:id/suspend`" },
  suspend_until: {
    title: "Suspension that is over",
    how: "`POST /admin/users/:id/suspend` with `until`, and that instant has passed",
  },
  reactivate: {
    title: "Suspend, then reactivate",
    how: "`POST /admin/users/:id/suspend`, then `POST /admin/users/:id/reactivate`",
  },
  delete: { title: "Offboard by `DELETE`", how: "`DELETE /admin/users/:id`" },
  offboard: { title: "Offboard", how: "`POST /admin/users/:id/offboard`" },
  offboard_keep_keys: {
    title: "Offboard, keep keys",
    how: "`POST /admin/users/:id/offboard` with `revoke_api_keys: false`",
  },
  batch_delete: {
    title: "Offboard in a batch",
    how: "`POST /admin/users/batch` with `delete`",
  },
  scheduled: {
    title: "Offboard on a date",
    how: "`POST /admin/users/:id/offboard` with `at`, and that instant has passed",
  },
  repair: {
    title: "Repair of a lost suspension",
    how: "`POST /admin/users/:id/suspend`, `DELETE FROM user_access` by hand, then `POST /admin/user-lifecycle/findings/repair` with `access_lost`",
  },
  access_review: {
    title: "Removed in an access review",
    how: "`POST /admin/user-lifecycle/access-reviews/:id/items` with `remove`",
  },
  restore: {
    title: "Offboard, then restore",
    how: "`POST /admin/users/:id/offboard`, then `POST /admin/users/:id/restore`; the person used the link in the set-password email",
  },
  restore_kept_keys: {
    title: "Offboard, keep keys, then restore",
    how: "`POST /admin/users/:id/offboard` with `revoke_api_keys: false`, then as above",
  },
  revoke_sessions: { title: "Revoke sessions", how: "`POST /admin/users/:id/revoke-sessions`" },
  revoke_all: {
    title: "Revoke all sessions",
    how: "`POST /admin/user-lifecycle/revoke-all-sessions`, called by another admin",
  },
  revoke_all_own: {
    title: "Revoke all, but this session",
    how: "`POST /admin/user-lifecycle/revoke-all-sessions`, called by the person with the bearer token of the table",
  },
  revoke_all_other_session: {
    title: "Revoke all, but a later session",
    how: "`POST /admin/user-lifecycle/revoke-all-sessions`, called by the person with a token from a later login than that of the table",
  },
  change_email: { title: "Change email", how: "`POST /admin/users/:id/change-email`" },
  reset_password: {
    title: "Reset of the password",
    how: "`POST /auth/user/emailpass/reset-password`, then `POST /auth/user/emailpass/update` with the token that was sent",
  },
  reset_by_admin: {
    title: "Reset by an admin",
    how: "`POST /admin/users/:id/reset-password`, then `POST /auth/user/emailpass/update` with the token of the answer",
  },
  revoke_key: {
    title: "Revoke an API key",
    how: "`POST /admin/api-keys/:id/revoke` for the first of the two keys",
  },
  core_workflow: {
    title: "Deleted by other code",
    how: "Medusa's `removeUserAccountWorkflow`, as other code may run it; the plugin's subscriber has heard of it",
  },
  soft_delete: {
    title: "Deleted behind Medusa's back",
    how: "`softDeleteUsers` of Medusa's User Module, which tells nobody",
  },
  soft_delete_offboard: {
    title: "Deleted behind Medusa's back, then offboarded",
    how: "`softDeleteUsers`, then `POST /admin/users/:id/offboard`",
  },
  sql_delete: { title: "Deleted by SQL", how: '`DELETE FROM "user"`, by hand' },
  sql_delete_offboard: {
    title: "Deleted by SQL, then offboarded",
    how: '`DELETE FROM "user"`, then `POST /admin/users/:id/offboard` with the id that the user had',
  },
} as const

export type ActionId = keyof typeof actions

/** What kinds of credentials there are. */
export const groups = {
  held: "What was handed out before",
  proof: "What lets somebody prove who they are, from before",
  anew: "What is made anew, after",
} as const

/**
 * What the person, or whoever stole it, comes with. In the order in which the suite uses them: first those that leave
 * everything as it is, last those that give the person another login or password.
 *
 * - `is_exchanged`: whether it is shown as it is, or gets something that is shown then.
 * - `shows`: what it comes down to.
 */
export const credentials = {
  bearer: {
    title: "Bearer token",
    how: "the token of a login, in `Authorization: Bearer`",
    group: "held",
    is_exchanged: false,
    shows: "token",
  },
  session: {
    title: "Session",
    how: "the cookie of `POST /auth/session`",
    group: "held",
    is_exchanged: false,
    shows: "token",
  },
  refresh: {
    title: "Refresh",
    how: "`POST /auth/token/refresh` with the bearer token",
    group: "held",
    is_exchanged: true,
    shows: "token",
  },
  session_refresh: {
    title: "Refresh by session",
    how: "`POST /auth/token/refresh` with the session",
    group: "held",
    is_exchanged: true,
    shows: "token",
  },
  new_session: {
    title: "New session",
    how: "`POST /auth/session` with the bearer token",
    group: "held",
    is_exchanged: true,
    shows: "token",
  },
  api_key: {
    title: "API key",
    how: "a secret API key that the person made",
    group: "held",
    is_exchanged: false,
    shows: "api_key",
  },
  api_key_of_key: {
    title: "API key of that key",
    how: "a secret API key that was made with that API key",
    group: "held",
    is_exchanged: false,
    shows: "api_key",
  },
  password: {
    title: "Password",
    how: "`POST /auth/user/emailpass` with the email and password that the person had",
    group: "proof",
    is_exchanged: true,
    shows: "token",
  },
  sso: {
    title: "Single sign-on",
    how: "`POST /auth/user/:provider` with the login that is linked to the person",
    group: "proof",
    is_exchanged: true,
    shows: "token",
  },
  sso_callback: {
    title: "Single sign-on callback",
    how: "`POST /auth/user/:provider/callback` with the same",
    group: "proof",
    is_exchanged: true,
    shows: "token",
  },
  own_invite: {
    title: "Invite to them",
    how: "an invite to the person's email that is left from before they were provisioned: `POST /auth/user/emailpass/register`, `POST /admin/invites/accept`, then a login",
    group: "proof",
    is_exchanged: true,
    shows: "token",
  },
  sent_invite: {
    title: "Invite by them",
    how: "the same with an invite that the person sent to somebody else, who accepts it",
    group: "proof",
    is_exchanged: true,
    shows: "token",
  },
  sent_reset: {
    title: "Reset token for another, by them",
    how: "`POST /auth/user/emailpass/update` with the token of another admin that `POST /admin/users/:id/reset-password` answered to the person, then that admin's login with the new password",
    group: "proof",
    is_exchanged: true,
    shows: "token",
  },
  sso_sign_up: {
    title: "Single sign-on sign-up",
    how: "`POST /auth/:provider/user` with another login, for which the provider says that it has the email that the person had; `provisioning.jit_domains` trusts its domain",
    group: "proof",
    is_exchanged: true,
    shows: "token",
  },
  reset_token: {
    title: "Reset token",
    how: "`POST /auth/user/emailpass/update` with a token that was sent before, then a login with the new password",
    group: "proof",
    is_exchanged: true,
    shows: "token",
  },
  new_login: {
    title: "New login",
    how: "`POST /auth/user/emailpass` with the email and password that the person has now",
    group: "anew",
    is_exchanged: true,
    shows: "token",
  },
  new_login_session: {
    title: "Session of it",
    how: "`POST /auth/session` with the token of that login",
    group: "anew",
    is_exchanged: true,
    shows: "token",
  },
  new_login_refresh: {
    title: "Refresh of it",
    how: "`POST /auth/token/refresh` with the token of that login",
    group: "anew",
    is_exchanged: true,
    shows: "token",
  },
  new_api_key: {
    title: "New API key",
    how: "`POST /admin/api-keys` with the token of that login",
    group: "anew",
    is_exchanged: true,
    shows: "api_key",
  },
  new_reset_token: {
    title: "New reset token",
    how: "`POST /auth/user/emailpass/reset-password`, then as with the other reset token",
    group: "anew",
    is_exchanged: true,
    shows: "token",
  },
  new_invite: {
    title: "New invite",
    how: "another admin sends `POST /admin/invites` for the email that the person has now, then as with the other invites",
    group: "anew",
    is_exchanged: true,
    shows: "token",
  },
} as const satisfies Record<string, Credential>

type Credential = {
  title: string
  how: string
  group: keyof typeof groups
  is_exchanged: boolean
  shows: "token" | "api_key"
}

export type CredentialId = keyof typeof credentials

/** Where it is shown. */
export const paths = {
  exchange: { title: "Exchange", how: "the requests in the description of the credential" },
  admin_core: { title: "Medusa's admin route", how: "`GET /admin/products`" },
  admin_plugin: { title: "The plugin's admin route", how: "`GET /admin/user-lifecycle/events`" },
  auth: { title: "`/auth/*`", how: "`GET /auth/mfa/factors`" },
  custom: {
    title: "Custom route",
    how: 'a route of the application behind `authenticate("user", ["bearer", "session", "api-key"])`',
  },
  public: {
    title: "Public route",
    how: 'a route of the application behind `authenticate("user", ["session", "bearer"], { allowUnauthenticated: true })`',
  },
} as const

export type PathId = keyof typeof paths

/** What becomes of a credential. `cells.ts` says what that is on each path. */
export const outcomes = {
  works: { title: "works", means: "It opens what it always opened." },
  deleted: {
    title: "`user_deleted`",
    means: "Refused: 401, code `user_lifecycle.user_deleted`.",
  },
  suspended: {
    title: "`user_suspended`",
    means: "Refused: 401, code `user_lifecycle.user_suspended`.",
  },
  revoked: {
    title: "`token_revoked`",
    means: "Refused: 401, code `user_lifecycle.token_revoked`.",
  },
  not_invited: {
    title: "`not_invited`",
    means: "Refused: 401, code `user_lifecycle.not_invited`.",
  },
  unknown: {
    title: "unknown",
    means:
      "Refused: Medusa's own 401, without a code, as for a credential that never existed, or an email that is taken.",
  },
  is_user: {
    title: "is a user",
    means: "Refused: 400 `user_lifecycle.email_taken`. Whoever is a user can't be invited.",
  },
  nobody: {
    title: "nobody",
    means:
      "The identity provider knows the person, so Medusa hands out a token; it names no user, and opens nothing.",
  },
  somebody_new: {
    title: "somebody new",
    means: "It opens everything, for a user with another id.",
  },
  no_login: { title: "no login", means: "It takes a login, and the login is refused." },
  not_sent: { title: "not sent", means: "Medusa answers 201, as always, and sends nothing." },
} as const

export type OutcomeId = keyof typeof outcomes

type Row = Record<CredentialId, OutcomeId>

const tokens = (outcome: OutcomeId) => ({
  bearer: outcome,
  session: outcome,
  refresh: outcome,
  session_refresh: outcome,
  new_session: outcome,
})
const keys = (outcome: OutcomeId) => ({ api_key: outcome, api_key_of_key: outcome })
const sso = (outcome: OutcomeId) => ({ sso: outcome, sso_callback: outcome })

/** An invite is as good as its sender was when they sent it. */
const SENT_INVITE = { sent_invite: "somebody_new" } as const

/** A reset token that somebody asked for is the other one's whose password it sets: it dies with what they asked with. */
const SENT_RESET = { sent_reset: "unknown" } as const

/** Of somebody who may act, and can log in. */
const CAN_LOG_IN = {
  new_login: "works",
  new_login_session: "works",
  new_login_refresh: "works",
  new_api_key: "works",
  new_reset_token: "works",
  new_invite: "is_user",
} as const

const cannotLogIn = (login: OutcomeId) =>
  ({
    new_login: login,
    new_login_session: "no_login",
    new_login_refresh: "no_login",
    new_api_key: "no_login",
  }) as const

const UNCHANGED: Row = {
  ...tokens("works"),
  ...keys("works"),
  password: "works",
  ...sso("works"),
  sso_sign_up: "works",
  reset_token: "works",
  own_invite: "not_invited",
  ...SENT_INVITE,
  sent_reset: "somebody_new",
  ...CAN_LOG_IN,
}

/** Everything that was handed out is dead; whoever can prove anew who they are gets anew. */
const TOKENS_REVOKED: Row = {
  ...UNCHANGED,
  ...tokens("revoked"),
  reset_token: "revoked",
  ...SENT_RESET,
}

const OFFBOARDED: Row = {
  ...tokens("deleted"),
  ...keys("unknown"),
  password: "unknown",
  ...sso("nobody"),
  sso_sign_up: "deleted",
  reset_token: "unknown",
  own_invite: "not_invited",
  ...SENT_INVITE,
  ...SENT_RESET,
  ...cannotLogIn("unknown"),
  new_reset_token: "not_sent",
  new_invite: "somebody_new",
}

const SUSPENDED: Row = {
  ...tokens("suspended"),
  ...keys("suspended"),
  password: "suspended",
  ...sso("suspended"),
  sso_sign_up: "suspended",
  reset_token: "suspended",
  own_invite: "not_invited",
  ...SENT_INVITE,
  ...SENT_RESET,
  ...cannotLogIn("suspended"),
  new_reset_token: "suspended",
  new_invite: "is_user",
}

/**
 * The user is gone, and nobody has completed the offboarding: keys are left, and no other way in. The invite is older than
 * the end of the person, of whom the ledger knows where the row is gone, and so invites nobody.
 */
const LEFT_BEHIND: Row = {
  ...tokens("deleted"),
  ...keys("deleted"),
  password: "deleted",
  ...sso("deleted"),
  sso_sign_up: "deleted",
  reset_token: "deleted",
  own_invite: "not_invited",
  ...SENT_INVITE,
  sent_reset: "somebody_new",
  ...cannotLogIn("deleted"),
  new_reset_token: "deleted",
  new_invite: "unknown",
}

/** The same for everybody, whose reset tokens are refused by their date as well. */
const ALL_REVOKED = { sent_reset: "revoked" } as const

const RESTORED: Row = {
  ...TOKENS_REVOKED,
  ...keys("unknown"),
  password: "unknown",
  ...sso("nobody"),
  own_invite: "not_invited",
}

export const table: Record<ActionId, Row> = {
  nothing: UNCHANGED,
  suspend: SUSPENDED,
  suspend_until: TOKENS_REVOKED,
  reactivate: TOKENS_REVOKED,
  delete: OFFBOARDED,
  offboard: OFFBOARDED,
  offboard_keep_keys: { ...OFFBOARDED, ...keys("works") },
  batch_delete: OFFBOARDED,
  scheduled: OFFBOARDED,
  repair: SUSPENDED,
  access_review: OFFBOARDED,
  restore: RESTORED,
  restore_kept_keys: RESTORED,
  revoke_sessions: TOKENS_REVOKED,
  revoke_all: { ...TOKENS_REVOKED, ...ALL_REVOKED },
  // Reset links die for everybody: it is not known which session asked for one.
  revoke_all_own: { ...UNCHANGED, reset_token: TOKENS_REVOKED.reset_token, ...ALL_REVOKED },
  revoke_all_other_session: { ...TOKENS_REVOKED, ...ALL_REVOKED },
  change_email: {
    ...TOKENS_REVOKED,
    password: "unknown",
    // The email is nobody's any more, and an active person may well have somebody else follow under it.
    sso_sign_up: "somebody_new",
    reset_token: "unknown",
    own_invite: "not_invited",
  },
  reset_password: { ...TOKENS_REVOKED, password: "unknown" },
  reset_by_admin: { ...TOKENS_REVOKED, password: "unknown" },
  revoke_key: { ...UNCHANGED, api_key: "unknown" },
  core_workflow: OFFBOARDED,
  soft_delete: LEFT_BEHIND,
  soft_delete_offboard: OFFBOARDED,
  sql_delete: LEFT_BEHIND,
  sql_delete_offboard: OFFBOARDED,
}

import { AccessStatus, effectiveStatus } from "../access"
import { isAllowedEmailDomain, normalizeEmail } from "../email"
import { Finding, finding } from "./finding"
import { findLoginToKeep } from "./login-to-keep"
import {
  ApiKeyFacts,
  GoneAccessFacts,
  IdentityFacts,
  InviteFacts,
  LoginNameFacts,
  UserFacts,
} from "./snapshot"

/** What an audit takes for wrong, where that is a matter of policy. */
export type AuditPolicy = {
  /** Option `provisioning.allowed_email_domains`. */
  allowed_email_domains?: string[]
  /** Who has not logged in for so long is to be looked at; 0: nobody is. */
  inactive_after_days: number
  /** The auth providers that admins can log in through. */
  login_providers: string[]
  /** Option `offboarding.revoke_api_keys` is off: keys may outlive their makers. */
  keeps_keys_of_the_gone: boolean
  /** The instant, by the clock of the database. */
  now: Date
}

const PASSWORD_PROVIDER = "emailpass"
const DAY_MS = 86_400_000

/** A login that nobody has completed for so long will not be. */
const ABANDONED_AFTER_MS = DAY_MS

/** What is wrong with a living user. */
export function classifyUser(user: UserFacts, policy: AuditPolicy): Finding[] {
  const { id, email } = user
  const subject = { user_id: id, email }
  return [
    ...classifyLogins(user, policy),
    ...(user.namesakes.length
      ? [
          finding(
            "users_with_same_email",
            [id],
            subject,
            `${email} (${id}) has the same email, in any case, as ${user.namesakes.join(", ")}.`
          ),
        ]
      : []),
    ...classifyAccess(user),
    ...classifyActivity(user, policy),
    ...(isAllowedEmailDomain(user.normalized_email, policy.allowed_email_domains)
      ? []
      : [
          finding(
            "email_domain_not_allowed",
            [id],
            subject,
            `${email} (${id}) has an email of a domain that is not in provisioning.allowed_email_domains.`
          ),
        ]),
    ...user.missing_roles.map((role_id) =>
      finding(
        "role_missing",
        [id, role_id],
        { ...subject, role_id },
        `${email} (${id}) has the role ${role_id}, which does not exist.`
      )
    ),
  ]
}

function classifyLogins(
  { id, email, normalized_email, identities }: UserFacts,
  { login_providers }: AuditPolicy
): Finding[] {
  const subject = { user_id: id, email }
  const logins = identities.flatMap((identity) =>
    identity.logins.map((login) => ({ ...login, auth_identity_id: identity.id }))
  )
  const providers = [...new Set(logins.map(({ provider }) => provider))].sort()
  if (!providers.some((provider) => login_providers.includes(provider))) {
    const what = providers.length
      ? `has logins only where admins can't log in (${providers.join(", ")})`
      : "has no login"
    // Another password would help nobody where admins can't log in with one.
    const is_decidable = login_providers.includes(PASSWORD_PROVIDER)
    return [
      finding("user_without_login", [id], subject, `${email} (${id}) ${what}, and can't log in.`, {
        is_decidable,
      }),
    ]
  }
  const passwordLogins = logins.filter(({ provider }) => provider === PASSWORD_PROVIDER)
  if (passwordLogins.length > 1) {
    const names = passwordLogins.map(({ entity_id }) => entity_id).join(", ")
    const is_decidable = !!findLoginToKeep(passwordLogins, normalized_email)
    return [
      finding(
        "several_password_logins",
        [id],
        subject,
        `${email} (${id}) has several password logins: ${names}.` +
          (is_decidable ? "" : " It can't be told which one to keep."),
        { is_decidable }
      ),
    ]
  }
  const [login] = passwordLogins
  if (login && normalizeEmail(login.entity_id) !== normalized_email) {
    const { auth_identity_id, entity_id } = login
    return [
      finding(
        "login_email_mismatch",
        [id],
        { ...subject, auth_identity_id },
        `${email} (${id}) logs in with a password as ${entity_id}.`
      ),
    ]
  }
  return []
}

function classifyAccess({ id, email, access }: UserFacts): Finding[] {
  const subject = { user_id: id, email }
  if (!access) {
    return [
      finding(
        "access_missing",
        [id],
        subject,
        `Nothing is stored about the access of ${email} (${id}), who counts as active.`
      ),
    ]
  }
  return access.status === AccessStatus.OFFBOARDED
    ? [
        finding(
          "access_ended_for_living_user",
          [id],
          subject,
          `${email} (${id}) is offboarded, and the user is there all the same.`
        ),
      ]
    : []
}

/** Only of those who may log in: whoever is suspended is not expected to. */
function classifyActivity(user: UserFacts, { inactive_after_days, now }: AuditPolicy): Finding[] {
  const { id, email, access, created_at, last_login_at, last_seen_at } = user
  const status = effectiveStatus(
    { status: access?.status ?? null, until: access?.until ?? null },
    now
  )
  if (inactive_after_days === 0 || status !== AccessStatus.ACTIVE) {
    return []
  }
  const lastSign = [last_login_at, last_seen_at]
    .flatMap((instant) => (instant ? [instant.getTime()] : []))
    .reduce((last, instant) => Math.max(last, instant), 0)
  const isLongAgo = (instant: number) => now.getTime() - instant >= inactive_after_days * DAY_MS
  if (lastSign === 0) {
    return isLongAgo(created_at.getTime())
      ? [
          finding(
            "never_logged_in",
            [id],
            { user_id: id, email },
            `${email} (${id}) has not been seen since they were made, more than ${inactive_after_days} days ago.`
          ),
        ]
      : []
  }
  return isLongAgo(lastSign)
    ? [
        finding(
          "not_logged_in_lately",
          [id],
          { user_id: id, email },
          `${email} (${id}) was last seen more than ${inactive_after_days} days ago.`
        ),
      ]
    : []
}

/** What is wrong with an auth identity that is no living user's. */
export function classifyIdentity(identity: IdentityFacts, { now }: AuditPolicy): Finding[] {
  const { id, user_id, user_state, logins, is_shared } = identity
  const names = logins.map(({ provider, entity_id }) => `${entity_id} at ${provider}`).join(", ")
  const login = names || "A login without a name"
  const subject = { auth_identity_id: id, email: logins[0]?.entity_id }
  if (typeof user_id === "string") {
    return user_state === "living"
      ? []
      : [
          finding(
            user_state === "deleted" ? "identity_of_deleted_user" : "identity_of_unknown_user",
            [id],
            { ...subject, user_id },
            user_state === "deleted"
              ? `${login} belongs to user ${user_id}, who is deleted.`
              : `${login} belongs to user ${user_id}, who does not exist.`
          ),
        ]
  }
  if (user_id === null) {
    return [
      finding(
        "identity_blocked_by_null",
        [id],
        subject,
        `${login} was a deleted user's, and can't be linked to anybody.`
      ),
    ]
  }
  const isAbandoned = now.getTime() - identity.created_at.getTime() >= ABANDONED_AFTER_MS
  return is_shared || !isAbandoned
    ? []
    : [finding("identity_of_nobody", [id], subject, `${login} is nobody's.`)]
}

/** What is wrong with password logins that have the same name. Those of one user are told of with the user. */
export function classifyLoginNames({ normalized_name, logins }: LoginNameFacts): Finding[] {
  if (new Set(logins.map(({ user_id }) => user_id)).size < 2) {
    return []
  }
  const names = logins.map(({ entity_id, user_id }) => `${entity_id} (${user_id})`).join(", ")
  return [
    finding(
      "logins_with_same_name",
      [normalized_name],
      { email: normalized_name },
      `Password logins of several users have the same name: ${names}.`
    ),
  ]
}

/** What is wrong with an invite. */
export function classifyInvite(invite: InviteFacts, { now }: AuditPolicy): Finding[] {
  const { id, email, user, younger, expires_at } = invite
  const subject = { invite_id: id, email }
  if (user) {
    const kind = user.email === email ? "invite_for_user" : "invite_for_user_in_other_case"
    return [
      finding(
        kind,
        [id],
        { ...subject, user_id: user.id },
        `${email} is invited, and a user already: ${user.email} (${user.id}).`
      ),
    ]
  }
  if (expires_at <= now) {
    return [finding("invite_expired", [id], subject, `The invite of ${email} has expired.`)]
  }
  return younger.length
    ? [
        finding(
          "invites_with_same_email",
          [id],
          subject,
          `${email} is invited again by a younger invite: ${younger.join(", ")}.`
        ),
      ]
    : []
}

/** What is wrong with a usable API key. */
export function classifyApiKey(key: ApiKeyFacts, policy: AuditPolicy): Finding[] {
  const { id, title, owner_id, owner_state, owner_access } = key
  const subject = { api_key_id: id, user_id: owner_id }
  if (owner_state !== "living") {
    if (policy.keeps_keys_of_the_gone) {
      return []
    }
    const owner = owner_state === "deleted" ? "who is deleted" : "who does not exist"
    return [
      finding(
        "api_key_of_gone_user",
        [id],
        subject,
        `The secret API key "${title}" was made by user ${owner_id}, ${owner}.`
      ),
    ]
  }
  const status = owner_access && effectiveStatus(owner_access, policy.now)
  return status === AccessStatus.SUSPENDED
    ? [
        finding(
          "api_key_of_suspended_user",
          [id],
          subject,
          `The secret API key "${title}" was made by user ${owner_id}, who is suspended.`
        ),
      ]
    : []
}

/** What is wrong with what is stored of somebody's access who is no living user. */
export function classifyGoneAccess({ user_id, status, user_state }: GoneAccessFacts): Finding[] {
  return status === AccessStatus.OFFBOARDED || user_state === "living"
    ? []
    : [
        finding(
          "access_open_for_gone_user",
          [user_id],
          { user_id },
          `User ${user_id} is ${user_state === "deleted" ? "deleted" : "gone"}, and counts as ${status}.`
        ),
      ]
}

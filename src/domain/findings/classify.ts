import { AccessStatus, effectiveStatus } from "../access"
import { isAllowedEmailDomain, normalizeEmail } from "../email"
import { PASSWORD_PROVIDER } from "../password"
import { Finding, finding } from "./finding"
import { findKnownAccess, KnownAccess } from "./known-access"
import { findLoginToKeep } from "./login-to-keep"
import { sentence } from "./sentence"
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
  /** Option `offboarding.revoke_api_keys` is off: keys may outlive their makers, and are to be looked at now and then. */
  keeps_keys_of_the_gone: boolean
  /** Since when it is known who was there: before, the plugin was not. */
  knows_since: Date
  /** The instant, by the clock of the database. */
  now: Date
}

const DAY_MS = 86_400_000

/** A login that nobody has completed for so long will not be. */
const ABANDONED_AFTER_MS = DAY_MS

const userOf = ({ id, email }: { id: string; email: string }) => `${email} (${id})`

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
            sentence("same_email", { user: userOf(user), others: user.namesakes.join(", ") })
          ),
        ]
      : []),
    ...classifyAccess(user, policy),
    ...classifyActivity(user, policy),
    ...(isAllowedEmailDomain(user.normalized_email, policy.allowed_email_domains)
      ? []
      : [
          finding(
            "email_domain_not_allowed",
            [id],
            subject,
            sentence("email_domain_not_allowed", { user: userOf(user) })
          ),
        ]),
    ...user.missing_roles.map((role_id) =>
      finding(
        "role_missing",
        [id, role_id],
        { ...subject, role_id },
        sentence("role_missing", { user: userOf(user), role: role_id })
      )
    ),
  ]
}

function classifyLogins(
  user: UserFacts,
  { login_providers, now, allowed_email_domains }: AuditPolicy
): Finding[] {
  const { id, email, normalized_email, leftover_logins, others_logins } = user
  const status = storedStatus(user, now)
  // What is to be mended about them is their access, and whoever is to have none is handed no login before.
  if (status === AccessStatus.OFFBOARDED || findLostEnd(user, now)) {
    return []
  }
  const subject = { user_id: id, email }
  // The link that a repair sends would be a way in for somebody whom nobody could provision.
  const is_foreign = !isAllowedEmailDomain(normalized_email, allowed_email_domains)
  const leftovers = leftover_logins.join(", ")
  const logins = user.identities.flatMap((identity) =>
    identity.logins.map((login) => ({
      ...login,
      auth_identity_id: identity.id,
      is_shared: identity.is_shared,
    }))
  )
  const providers = [...new Set(logins.map(({ provider }) => provider))].sort()
  const hasPasswords = login_providers.includes(PASSWORD_PROVIDER)
  if (!providers.some((provider) => login_providers.includes(provider))) {
    // Where admins sign in at other providers alone, a login becomes theirs when they do (see `decideAdmission`).
    if (status === AccessStatus.SUSPENDED || (login_providers.length > 0 && !hasPasswords)) {
      return []
    }
    const said = providers.length
      ? sentence("no_usable_login", { user: userOf(user), providers: providers.join(", ") })
      : leftovers
        ? sentence("no_login_and_leftover", { user: userOf(user), leftovers })
        : sentence("no_login", { user: userOf(user) })
    // A provider may be missing in this process alone: nobody who signs in there is to get a password by chance.
    const must_be_named = providers.length > 0 || is_foreign
    // Another password would help nobody where admins can't log in with one.
    const options = { is_decidable: hasPasswords, removes: leftover_logins, must_be_named }
    return [finding("user_without_login", [id], subject, said, options)]
  }
  if (!hasPasswords) {
    // They open nothing, whatever they are called and however many there are.
    return []
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
        sentence(is_decidable ? "several_password_logins" : "several_equal_password_logins", {
          user: userOf(user),
          logins: names,
        }),
        { is_decidable }
      ),
    ]
  }
  const [login] = passwordLogins
  if (login && normalizeEmail(login.entity_id) !== normalized_email) {
    const { auth_identity_id, entity_id, is_shared } = login
    const values = { user: userOf(user), login: entity_id }
    // Second factors are kept with a login, and stay behind where a password moves to another one.
    const is_others_as_well = is_shared || others_logins.length > 0
    const said = leftovers
      ? sentence("login_called_otherwise_and_leftover", { ...values, leftovers })
      : is_others_as_well
        ? sentence("login_called_otherwise_and_shared", values)
        : sentence("login_called_otherwise", values)
    const options = {
      removes: leftover_logins,
      must_be_named: is_others_as_well || is_foreign,
    }
    return [finding("login_email_mismatch", [id], { ...subject, auth_identity_id }, said, options)]
  }
  return []
}

/** What is stored of somebody's access, as of now. */
const storedStatus = ({ access }: UserFacts, now: Date): AccessStatus =>
  effectiveStatus({ status: access?.status ?? null, until: access?.until ?? null }, now)

/** How somebody's access ended by the ledger, who counts as active all the same. */
function findLostEnd({ access, access_entries }: UserFacts, now: Date): KnownAccess | undefined {
  return !access || access.status === AccessStatus.ACTIVE
    ? findKnownAccess(access_entries, now)
    : undefined
}

function classifyAccess(user: UserFacts, { now }: AuditPolicy): Finding[] {
  const { id, email, access } = user
  const subject = { user_id: id, email }
  const known = findLostEnd(user, now)
  if (known) {
    const values = { user: userOf(user) }
    const said =
      known.status === AccessStatus.OFFBOARDED
        ? sentence("offboarding_lost", values)
        : sentence("suspension_lost", values)
    return [finding("access_lost", [id], subject, said)]
  }
  if (!access) {
    return [
      finding("access_missing", [id], subject, sentence("access_missing", { user: userOf(user) })),
    ]
  }
  return access.status === AccessStatus.OFFBOARDED
    ? [
        finding(
          "access_ended_for_living_user",
          [id],
          subject,
          sentence("access_ended", { user: userOf(user) })
        ),
      ]
    : []
}

/** Only of those who may log in: whoever is suspended is not expected to. */
function classifyActivity(user: UserFacts, policy: AuditPolicy): Finding[] {
  const { inactive_after_days, now, knows_since } = policy
  const { id, email, created_at, last_login_at, last_seen_at } = user
  if (inactive_after_days === 0 || storedStatus(user, now) !== AccessStatus.ACTIVE) {
    return []
  }
  const lastSign = [last_login_at, last_seen_at]
    .flatMap((instant) => (instant ? [instant.getTime()] : []))
    .reduce((last, instant) => Math.max(last, instant), 0)
  const isLongAgo = (instant: number) => now.getTime() - instant >= inactive_after_days * DAY_MS
  const subject = { user_id: id, email }
  const values = { user: userOf(user), days: inactive_after_days }
  if (lastSign === 0) {
    return isLongAgo(Math.max(created_at.getTime(), knows_since.getTime()))
      ? [finding("never_logged_in", [id], subject, sentence("never_seen", values))]
      : []
  }
  return isLongAgo(lastSign)
    ? [finding("not_logged_in_lately", [id], subject, sentence("not_seen_lately", values))]
    : []
}

/** What is wrong with an auth identity that is no living user's. */
export function classifyIdentity(identity: IdentityFacts, { now }: AuditPolicy): Finding[] {
  const { id, user_id, user_state, logins, is_shared } = identity
  const names = logins.map(({ provider, entity_id }) => `${entity_id} (${provider})`).join(", ")
  const login = names || id
  const subject = { auth_identity_id: id, email: logins[0]?.entity_id }
  if (typeof user_id === "string") {
    const values = { login, user: user_id }
    const ofUser = { ...subject, user_id }
    switch (user_state) {
      case "living":
        return []
      case "deleted":
        return [
          finding(
            "identity_of_deleted_user",
            [id],
            ofUser,
            sentence("login_of_deleted_user", values)
          ),
        ]
      default:
        return [
          finding(
            "identity_of_unknown_user",
            [id],
            ofUser,
            sentence("login_of_unknown_user", values)
          ),
        ]
    }
  }
  if (user_id === null) {
    return [
      finding("identity_blocked_by_null", [id], subject, sentence("login_blocked", { login })),
    ]
  }
  const isAbandoned = now.getTime() - identity.created_at.getTime() >= ABANDONED_AFTER_MS
  return is_shared || !isAbandoned
    ? []
    : [finding("identity_of_nobody", [id], subject, sentence("login_of_nobody", { login }))]
}

/**
 * What is wrong with password logins that have the same name. Those of one user are told of with the user; and nobody has to decide
 * about logins that open nothing.
 */
export function classifyLoginNames(
  { normalized_name, logins }: LoginNameFacts,
  { login_providers }: AuditPolicy
): Finding[] {
  const isOfSeveral = new Set(logins.map(({ user_id }) => user_id)).size > 1
  if (!isOfSeveral || !login_providers.includes(PASSWORD_PROVIDER)) {
    return []
  }
  const names = logins.map(({ entity_id, user_id }) => `${entity_id} (${user_id})`).join(", ")
  return [
    finding(
      "logins_with_same_name",
      [normalized_name],
      { email: normalized_name },
      sentence("same_login", { logins: names })
    ),
  ]
}

/** What is wrong with an invite. */
export function classifyInvite(invite: InviteFacts, { now }: AuditPolicy): Finding[] {
  const { id, email, user, younger, expires_at, missing_roles } = invite
  const subject = { invite_id: id, email }
  if (user) {
    const kind = user.email === email ? "invite_for_user" : "invite_for_user_in_other_case"
    return [
      finding(
        kind,
        [id],
        { ...subject, user_id: user.id },
        sentence("user_invited", { email, user: userOf(user) })
      ),
    ]
  }
  if (expires_at <= now) {
    return [finding("invite_expired", [id], subject, sentence("invite_expired", { email }))]
  }
  return [
    ...(younger.length
      ? [
          finding(
            "invites_with_same_email",
            [id],
            subject,
            sentence("invited_again", { email, invites: younger.join(", ") })
          ),
        ]
      : []),
    ...missing_roles.map((role_id) =>
      finding(
        "invite_role_missing",
        [id, role_id],
        { ...subject, role_id },
        sentence("invite_role_missing", { email, role: role_id })
      )
    ),
  ]
}

/** What is wrong with a usable API key. */
export function classifyApiKey(key: ApiKeyFacts, policy: AuditPolicy): Finding[] {
  const { id, title, owner_id, deleted_key_id, owner_state, is_kept, owner_access } = key
  const subject = { api_key_id: id, user_id: owner_id ?? undefined }
  const values = { key: title, user: owner_id ?? "" }
  if (owner_state !== "living") {
    const said = deleted_key_id
      ? sentence("key_of_deleted_key", { key: title, maker: deleted_key_id })
      : sentence(owner_state === "deleted" ? "key_of_deleted_user" : "key_of_unknown_user", values)
    const isKept = policy.keeps_keys_of_the_gone || (is_kept && owner_state === "deleted")
    const kind = isKept ? "api_key_kept_by_option" : "api_key_of_gone_user"
    return [finding(kind, [id], subject, said)]
  }
  const status = owner_access && effectiveStatus(owner_access, policy.now)
  return status === AccessStatus.SUSPENDED
    ? [
        finding(
          "api_key_of_suspended_user",
          [id],
          subject,
          sentence("key_of_suspended_user", values)
        ),
      ]
    : []
}

/** What is wrong with what is stored of somebody's access who is no living user. */
export function classifyGoneAccess({ user_id, status, user_state }: GoneAccessFacts): Finding[] {
  if (status === AccessStatus.OFFBOARDED || user_state === "living") {
    return []
  }
  const said = sentence(
    user_state === "deleted" ? "access_of_deleted_user" : "access_of_unknown_user",
    { user: user_id }
  )
  return [finding("access_open_for_gone_user", [user_id], { user_id }, said)]
}

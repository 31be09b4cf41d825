import { AccessStatus } from "./access"
import { isAllowedEmailDomain } from "./email"

/** What became of the people who ever had an email, or a login. */
export type History = {
  /** One of them is suspended now. */
  is_suspended: boolean
  /** When the last of those who are offboarded, deleted or erased had access; `null` if none is. */
  gone_at: Date | null
}

/** What is known of the email that an identity provider vouches for, of somebody who is no user yet. */
export type AdmissionFacts = {
  /** Trimmed and in lower case. */
  email: string
  /** Whether an identity provider has seen the person: whoever registers a password may name any email. */
  is_vouched_for: boolean
  /** What the provider says of the email; `undefined` if it says nothing. */
  is_verified: boolean | undefined
  /** The living user who has the email. */
  user: { id: string; status: AccessStatus; created_at: Date } | undefined
  /** Of whoever has or had the email. */
  email_history: History
  /** Of whoever had the login at the provider, under whatever email. */
  login_history: History
  /** When the last invite to the email was sent that can still be accepted. `null`: there is none. */
  invited_at: Date | null
}

export type AdmissionPolicy = {
  /** Option `provisioning.jit_domains`. */
  jit_domains: string[]
  /** Option `provisioning.allowed_email_domains`. */
  allowed_email_domains?: string[]
}

export type AdmissionDecision =
  /** The login is another one of this active user's. */
  | { action: "link"; user_id: string }
  /** Somebody new whom the shop invited, or whose domain it trusts. */
  | { action: "create" }
  | { action: "refuse"; because: AdmissionRefusal }

export type AdmissionRefusal =
  | "user_suspended"
  | "user_deleted"
  | "not_invited"
  | "not_vouched_for"
  | "unverified"
  | "domain_not_allowed"

/**
 * Decides what becomes of a login that an identity provider vouches for and that belongs to nobody yet: Medusa's
 * `POST /auth/:auth_provider/user` makes an admin of everybody whom the provider lets in (2.21).
 *
 * Whoever is gone stays gone, under every email and login that was ever theirs, until an admin decides otherwise: with an
 * invite that is younger, or a user. Whoever is suspended is not to come back as somebody else. What an active person
 * once had hinders nobody.
 */
export function decideAdmission(
  facts: AdmissionFacts,
  { jit_domains, allowed_email_domains }: AdmissionPolicy
): AdmissionDecision {
  const { email, user, email_history, login_history, invited_at } = facts
  if (!facts.is_vouched_for) {
    return refuse("not_vouched_for")
  }
  if (facts.is_verified === false) {
    return refuse("unverified")
  }
  if (login_history.is_suspended) {
    return refuse("user_suspended")
  }
  if (user) {
    if (user.status !== AccessStatus.ACTIVE) {
      return refuse("user_suspended")
    }
    return isSince(user.created_at, login_history)
      ? { action: "link", user_id: user.id }
      : refuse("user_deleted")
  }
  if (email_history.is_suspended) {
    return refuse("user_suspended")
  }
  if (!isSince(invited_at, email_history) || !isSince(invited_at, login_history)) {
    return refuse("user_deleted")
  }
  if (!invited_at && !isAllowedEmailDomain(email, jit_domains)) {
    return refuse("not_invited")
  }
  return isAllowedEmailDomain(email, allowed_email_domains)
    ? { action: "create" }
    : refuse("domain_not_allowed")
}

/**
 * Whether a decision for somebody stands: nobody with this history is gone, or it was made after the last of them was. An
 * offboarding cancels the invites that are there, and other code that deletes a user leaves them behind.
 *
 * @param decidedAt when; `null` if nobody has decided anything
 */
export function isSince(decidedAt: Date | null, { gone_at }: History): boolean {
  return gone_at === null || (decidedAt !== null && decidedAt > gone_at)
}

function refuse(because: AdmissionRefusal): AdmissionDecision {
  return { action: "refuse", because }
}

import { Actor, Source } from "../../domain/lifecycle-event"
import { AccessStatus } from "../../domain/access"
import { Sealed } from "../../database/sealed"

/** What every lifecycle change may be told: who does it, from where, and why. All of it goes to the ledger. */
export type ChangeContext = {
  /** Who does it; the system, if left out. An actor who may no longer act is refused. */
  actor?: Actor
  /** Where the request came from. */
  source?: Source
  reason?: string | null
}

export type ProvisionUserInput = ChangeContext & {
  /** Trimmed and put in lower case. */
  email: string
  /**
   * With it, the person can log in at once. Medusa does not store what this workflow is given; but a larger workflow
   * with async steps, retries, timeouts or a retention time is stored, with what it hands to this one. Give such a
   * workflow `sealPassword(container, password)`.
   */
  password?: string | Sealed
  first_name?: string | null
  last_name?: string | null
  avatar_url?: string | null
  metadata?: Record<string, unknown> | null
  /** Ids of RBAC roles; only where Medusa's RBAC is enabled. */
  roles?: string[]
  /** A login at another provider that is linked beforehand, for example `{ provider: "google", entity_id: "1099…" }`. */
  auth?: { provider: string; entity_id: string }
}

/** What became of the person's login. */
export type LoginOutcome =
  /** A new login. */
  | "created"
  /** A new login, in place of one that a stranger had registered with this email. */
  | "replaced"
  /** The existing login of another actor (a customer), or one that the identity provider vouches for. */
  | "linked"

export type ProvisionUserResult = {
  user_id: string
  email: string
  login: LoginOutcome
  /** The name of the login at its provider: the email, for one with a password. */
  entity_id: string
  /** Whether the person has yet to set a password, and gets an email for that. */
  needs_password: boolean
}

/** What of a user's profile changes; what is left out stays. */
export type UserUpdate = { id: string } & Pick<
  ProvisionUserInput,
  "first_name" | "last_name" | "avatar_url" | "metadata"
>

export type BatchUsersInput = Pick<ChangeContext, "actor" | "source" | "reason"> & {
  create?: Omit<ProvisionUserInput, keyof ChangeContext>[]
  update?: UserUpdate[]
  /** The ids of users to offboard. */
  delete?: string[]
  /** Says what would become of each, and changes nothing. */
  dry_run?: boolean
}

/** What became of one of several users. */
export type BatchUserResult = {
  operation: "create" | "update" | "delete"
  /** Its place in the list of its operation, from 0. */
  index: number
  /** The user's; `null` where none was made. */
  id: string | null
  status:
    | "created"
    | "updated"
    | "deleted"
    /** A dry run. */
    | "would_create"
    | "would_update"
    | "would_delete"
    | "failed"
  message?: string
  code?: string
}

export type BatchUsersResult = { dry_run: boolean; results: BatchUserResult[] }

export type OffboardUserInput = ChangeContext & {
  user_id: string
  /** Whether the secret API keys that the person created are revoked. Default: option `offboarding.revoke_api_keys`. */
  revoke_api_keys?: boolean
  /** Reports what would happen, and changes nothing. */
  dry_run?: boolean
  /**
   * Only completes what other code began by deleting the user. A living user is left alone: the news of the deletion may
   * be old. So is somebody whose offboarding is recorded: what it decided, for example to keep the API keys, is not
   * decided again.
   */
  completes_deletion?: boolean
  /** Does nothing unless this offboarding on a date is still pending, and its date has come: somebody may have cancelled or moved it. */
  scheduled_offboarding_id?: string
  /** The date that it has to be on still, in ISO 8601: another one that has come, too, may have been set with another reason. */
  scheduled_offboarding_at?: string
}

export type ScheduleOffboardingInput = ChangeContext & {
  user_id: string
  /** When it is to happen, in ISO 8601. */
  at: string | Date
  revoke_api_keys?: boolean
  /** Only moves a date that there is: refused where somebody has cancelled it, or the offboarding has happened. */
  only_if_scheduled?: boolean
}

export type OffboardingReport = {
  user_id: string
  email: string | null
  dry_run: boolean
  /** Whether anything changed, or would change. `false` for somebody who is completely offboarded already. */
  changed: boolean
  /** Auth identities removed. */
  identities_removed: number
  /** Auth identities that are also another actor's: they stay, without the link to the user. */
  identities_unlinked: number
  api_keys_revoked: number
  invites_cancelled: number
  /** Password reset tokens that can't be used any more. */
  reset_tokens_removed: number
  /** Logins that the person had registered for others who were no users yet: they know the passwords. */
  vouched_logins_removed: number
  /**
   * Pending offboardings of others that this person put on a date, also with an API key of theirs. They stay: somebody has to decide
   * about them.
   */
  scheduled_offboardings_left: number
  identities: { id: string; providers: string[]; action: "remove" | "unlink" }[]
  api_keys: { id: string; title: string; redacted: string }[]
  /**
   * Secret API keys that work on, of people who are gone: whom this person had made an admin, or had offboarded. Somebody has to
   * decide about them.
   */
  kept_api_keys: { id: string; title: string; redacted: string; user_id: string }[]
  invites: { id: string; email: string }[]
}

/** A change to one person that needs to be told nothing else. */
export type ChangeUserInput = ChangeContext & { user_id: string }

/** What a person sets another password with. */
export type PasswordReset = {
  /** The name of the person's password login. */
  entity_id: string
  token: Sealed
}

export type SuspendUserInput = ChangeUserInput & {
  /** When the suspension ends by itself, in ISO 8601; left out, it lasts until somebody ends it. */
  until?: string | Date | null
  /** Only changes a suspension that there is: refused where somebody has ended it, or it has ended by itself. */
  only_if_suspended?: boolean
}

export type ChangeUserEmailInput = ChangeUserInput & {
  /** Trimmed and put in lower case. */
  email: string
}

export type RevokeAllSessionsInput = ChangeContext & {
  /**
   * When the token was issued with which the actor asks, in seconds since 1970 (its `iat`): it lives on, and so do
   * younger ones of the actor's. Left out, the actor's die like everybody's.
   */
  keep_issued_at_seconds?: number
}

/** What a person may do now: `{ user_access }` of the routes. */
export type UserAccess = {
  user_id: string
  /** As it counts now: a suspension that is over by itself is `active`. */
  status: AccessStatus
  /** Why the status is what it is, in the words of whoever decided it. */
  reason: string | null
  /** When the suspension ends by itself. */
  until: Date | null
  /** Tokens and sessions issued up to this instant are dead. `null`: none has been revoked. */
  tokens_valid_after: Date | null
}

export type AdmitIdentityInput = Pick<ChangeContext, "source"> & {
  /** The login, which belongs to nobody yet. */
  auth_identity_id: string
  /** The provider that vouches for it. */
  provider: string
  /** What the provider says of the person. */
  claims: { email: string; email_verified?: boolean; given_name?: string; family_name?: string }
}

export type AdmitIdentityResult = {
  user_id: string
  /** Whether a user was made, or the login became another one of somebody's. */
  created: boolean
  /** The invites to the email, which are used up. */
  accepted_invite_ids: string[]
}

/** What somebody shows to accept an invite, and who they say they are. */
export type AcceptInviteInput = Pick<ChangeContext, "source"> & {
  /** The invite's token, as it stands in the link; sealed, where a larger workflow could be stored. */
  token: string | Sealed
  /** May be left out. Another one than the invite's is refused. */
  email?: string | null
  first_name?: string | null
  last_name?: string | null
}

export type AcceptInviteWithPasswordInput = AcceptInviteInput & {
  /** The password that the person is to have; see `ProvisionUserInput` for larger workflows. */
  password: string | Sealed
}

export type AcceptInviteWithIdentityInput = AcceptInviteInput & {
  /** The login that the person has just registered, or signed in with. */
  auth_identity_id: string
}

export type AcceptInviteResult = ProvisionUserResult & {
  invite_id: string
  auth_identity_id: string
}

export type RunScheduledOffboardingsInput = {
  /** After so long, in milliseconds, one that has not come to an end is told of as failed, and the next one begins. Default: a minute. */
  limit_ms?: number
  /**
   * So long after its beginning, in milliseconds, one that has not come to an end in this process is tried again; on another date, it
   * is at once. Default: ten minutes.
   */
  retry_after_ms?: number
}

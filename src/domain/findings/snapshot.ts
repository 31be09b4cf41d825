import { AccessStatus } from "../access"
import { AccessEntry } from "./known-access"

/*
 * What an audit reads: each part is complete in itself, so that it can be judged, and read again, on its own. Emails in
 * `normalized_email` are as `normalizeEmail` makes them.
 */

/** Whether a user id is somebody's. */
export type UserState = "living" | "deleted" | "unknown"

export type LoginFacts = { provider: string; entity_id: string }

/** A living user, with all that is theirs. */
export type UserFacts = {
  id: string
  email: string
  normalized_email: string
  created_at: Date
  /** `undefined`: nothing is stored, the user is older than the plugin. */
  access: { status: AccessStatus; until: Date | null } | undefined
  /** What the ledger tells of their access, where nothing is stored, or that they are active. */
  access_entries: AccessEntry[]
  last_login_at: Date | null
  last_seen_at: Date | null
  /** Without those that are deleted, and without deleted logins. */
  identities: {
    id: string
    /** Whether it is also another actor's, such as a customer's. */
    is_shared: boolean
    logins: LoginFacts[]
  }[]
  /**
   * Password logins with their email that are no living user's and nobody else's, or deleted, whosever they were: what would make
   * room for one of theirs.
   */
  leftover_logins: string[]
  /** Password logins with their email that are another actor's, such as a customer's, and no living user's. */
  others_logins: string[]
  /** Other living users with the same normalized email. */
  namesakes: string[]
  /** Roles that they have and that do not exist. */
  missing_roles: string[]
}

/** An auth identity that is no living user's, and says something of an admin or of nobody. */
export type IdentityFacts = {
  id: string
  created_at: Date
  /** What `app_metadata.user_id` says; `null` where the key is there without a value. `undefined`: no such key. */
  user_id: string | null | undefined
  user_state: UserState | undefined
  /** Whether it is also another actor's, such as a customer's. */
  is_shared: boolean
  logins: LoginFacts[]
}

/** Password logins of users whose names differ in case or white space only. */
export type LoginNameFacts = {
  normalized_name: string
  logins: { entity_id: string; user_id: string }[]
}

/** An invite that nobody has accepted. */
export type InviteFacts = {
  id: string
  email: string
  normalized_email: string
  created_at: Date
  expires_at: Date
  /** The living user who has the email. */
  user: { id: string; email: string } | undefined
  /** Invites with the same normalized email that can be accepted, and were made or sent again later. */
  younger: string[]
  /** Roles that go with it and that do not exist. */
  missing_roles: string[]
}

/** A usable secret API key of somebody who is not active. */
export type ApiKeyFacts = {
  id: string
  title: string
  /** Who made it; `null` where that can't be told: it was made with a key that was deleted before the plugin came. */
  owner_id: string | null
  /** That key. */
  deleted_key_id: string | null
  owner_state: UserState
  /** Whoever offboarded the owner decided that the keys stay. */
  is_kept: boolean
  owner_access: { status: AccessStatus; until: Date | null } | undefined
}

/** What is stored of the access of somebody who is no living user. */
export type GoneAccessFacts = { user_id: string; status: AccessStatus; user_state: UserState }

import { FindingSentence, inEnglish } from "./sentence"

/** How much a finding matters. */
export const Severity = {
  /** Somebody may have access who should have none, or a person is not who they seem. */
  HIGH: "high",
  /** Somebody can't do what they should be able to, or what is stored contradicts itself. */
  MEDIUM: "medium",
  /** Leftovers, and things to look at now and then. */
  LOW: "low",
} as const

export type Severity = (typeof Severity)[keyof typeof Severity]

/**
 * What can be wrong with the three places in which Medusa keeps a person. `is_destructive` repairs remove something, or end
 * somebody's access, and are done only where their kind, or the finding itself, is named; others may have somebody log in anew. Without `repair`, somebody has to decide.
 */
export const FINDING_KINDS = {
  user_without_login: {
    severity: Severity.MEDIUM,
    repair: {
      is_destructive: false,
      does: "give them a password login, and send a set-password email",
    },
  },
  several_password_logins: {
    severity: Severity.HIGH,
    repair: {
      is_destructive: true,
      does: "remove those that do not have the user's email, end the user's sessions, and send a link to set or reset the password of the one that stays, unless they are suspended",
    },
  },
  login_email_mismatch: {
    severity: Severity.MEDIUM,
    repair: {
      is_destructive: false,
      does: "rename the login to the user's email, end the user's sessions, and tell both addresses; the password stays",
    },
  },
  users_with_same_email: { severity: Severity.HIGH, repair: undefined },
  invite_for_user: {
    severity: Severity.LOW,
    repair: { is_destructive: true, does: "delete the invite" },
  },
  /** The same, where the two are spelled differently. */
  invite_for_user_in_other_case: {
    severity: Severity.MEDIUM,
    repair: { is_destructive: true, does: "delete the invite" },
  },
  invites_with_same_email: {
    severity: Severity.LOW,
    repair: { is_destructive: true, does: "delete the invite; the one that was sent last stays" },
  },
  invite_expired: {
    severity: Severity.LOW,
    repair: { is_destructive: true, does: "delete the invite" },
  },
  identity_of_deleted_user: {
    severity: Severity.HIGH,
    repair: {
      is_destructive: true,
      does: "complete the offboarding: remove what is left of the user's access, but for API keys",
    },
  },
  identity_of_unknown_user: {
    severity: Severity.HIGH,
    repair: {
      is_destructive: true,
      does: "complete the offboarding: remove what is left of the user's access, but for API keys",
    },
  },
  /** A registration that was never completed. */
  identity_of_nobody: {
    severity: Severity.LOW,
    repair: { is_destructive: true, does: "remove the login, and its password with it" },
  },
  /** What Medusa's own deletion of a user leaves: nobody can be linked to it again. */
  identity_blocked_by_null: {
    severity: Severity.MEDIUM,
    repair: {
      is_destructive: false,
      does: "take the leftover away, so that the login can be linked again",
    },
  },
  /** Password logins of several users, in different cases. */
  logins_with_same_name: { severity: Severity.HIGH, repair: undefined },
  api_key_of_gone_user: {
    severity: Severity.HIGH,
    repair: { is_destructive: true, does: "revoke the key" },
  },
  /** Where `revoke_api_keys` is off, as an option or of the offboarding. */
  api_key_kept_by_option: {
    severity: Severity.LOW,
    repair: { is_destructive: true, does: "revoke the key" },
  },
  api_key_of_suspended_user: {
    severity: Severity.LOW,
    repair: { is_destructive: true, does: "revoke the key" },
  },
  access_missing: {
    severity: Severity.LOW,
    repair: { is_destructive: false, does: "write down that the user is active" },
  },
  /** Suspended or offboarded by the ledger, and active as far as anything else knows. The guard lets them in. */
  access_lost: {
    severity: Severity.HIGH,
    repair: {
      is_destructive: true,
      does: "suspend or offboard the user again, as the ledger says",
    },
  },
  /** Offboarded as far as the plugin knows, and a living user all the same. The guard refuses them. */
  access_ended_for_living_user: {
    severity: Severity.HIGH,
    repair: { is_destructive: true, does: "offboard the user" },
  },
  /** Deleted, and not offboarded as far as the plugin knows. The guard refuses them. */
  access_open_for_gone_user: {
    severity: Severity.MEDIUM,
    repair: { is_destructive: false, does: "write down that the user is offboarded" },
  },
  never_logged_in: { severity: Severity.LOW, repair: undefined },
  not_logged_in_lately: { severity: Severity.LOW, repair: undefined },
  email_domain_not_allowed: { severity: Severity.MEDIUM, repair: undefined },
  role_missing: {
    severity: Severity.LOW,
    repair: { is_destructive: true, does: "take the role away from the user" },
  },
  /** Whoever accepts the invite becomes an admin without the role. */
  invite_role_missing: {
    severity: Severity.LOW,
    repair: { is_destructive: true, does: "take the role out of the invite" },
  },
} as const satisfies Record<
  string,
  { severity: Severity; repair: { is_destructive: boolean; does: string } | undefined }
>

export type FindingKind = keyof typeof FINDING_KINDS

export const findingKinds = Object.keys(FINDING_KINDS) as FindingKind[]

/** Kinds about somebody who is no user any more, or never was one. */
export const KINDS_ABOUT_THE_GONE: ReadonlySet<FindingKind> = new Set([
  "identity_of_deleted_user",
  "identity_of_unknown_user",
  "api_key_of_gone_user",
  "api_key_kept_by_option",
  "access_open_for_gone_user",
])

/** Whom or what a finding is about. */
export type FindingSubject = {
  user_id?: string
  auth_identity_id?: string
  api_key_id?: string
  invite_id?: string
  role_id?: string
  email?: string
}

/** Something that is wrong, or to be looked at. */
export type Finding = Required<{
  [Key in keyof FindingSubject]: string | null
}> & {
  /** The same for the same thing in every audit. */
  id: string
  kind: FindingKind
  severity: Severity
  /** What is wrong, in one sentence. */
  message: string
  /** The same, for whoever says it in another language. */
  sentence: FindingSentence
  /** What a repair would do, in one sentence; `null` where somebody has to decide. */
  repair: string | null
  /** Whether a repair removes something, or may do more than was meant: it is done only where it is named. */
  is_destructive: boolean
}

/**
 * @param key what tells the finding from others of its kind: ids that do not change
 * @param options.is_decidable whether it is clear what a repair has to do; otherwise somebody has to decide
 * @param options.removes logins that a repair would remove to make room, and so removes something whatever its kind
 * @param options.must_be_named whether a repair may do more than was meant, and so is done only where it is named
 */
export function finding(
  kind: FindingKind,
  key: string[],
  subject: FindingSubject,
  said: FindingSentence,
  {
    is_decidable = true,
    removes = [],
    must_be_named = false,
  }: { is_decidable?: boolean; removes?: string[]; must_be_named?: boolean } = {}
): Finding {
  const { severity, repair: possible } = FINDING_KINDS[kind]
  const repair = is_decidable ? possible : undefined
  return {
    id: [kind, ...key].join(":"),
    kind,
    severity,
    user_id: subject.user_id ?? null,
    auth_identity_id: subject.auth_identity_id ?? null,
    api_key_id: subject.api_key_id ?? null,
    invite_id: subject.invite_id ?? null,
    role_id: subject.role_id ?? null,
    email: subject.email ?? null,
    message: inEnglish(said),
    sentence: said,
    repair: repair
      ? `A repair would ${removes.length ? `remove the login ${removes.join(", ")}, and ` : ""}${repair.does}.`
      : null,
    is_destructive: !!repair && (repair.is_destructive || removes.length > 0 || must_be_named),
  }
}

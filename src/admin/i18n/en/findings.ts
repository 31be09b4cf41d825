import type { FindingKind } from "../../../domain/findings/finding"

import { FINDING_SENTENCES } from "../../../domain/findings/sentence"

export const findings = {
  title: "Identity health",
  description: "What is wrong with people, their logins, API keys and invites right now.",
  severity: { high: "High", medium: "Medium", low: "Low" },
  severity_hint: {
    high: "Somebody may have access who should have none",
    medium: "Something does not work, or contradicts itself",
    low: "Leftovers, and what to look at now and then",
  },
  severities: "Filter by severity",
  as_of: "As of {{time}}",
  look_again: "Look again",
  repair_harmless: "Repair what removes nothing",
  repair_shown_one: "Repair this one",
  repair_shown_other: "Repair all {{count}}",
  kind: "Kind",
  kind_with_count: "{{title}} ({{count}})",
  columns: { severity: "Severity", finding: "Finding", about: "About", repair: "A repair" },
  subjects: {
    user: "User",
    auth_identity: "Login",
    api_key: "API key",
    invite: "Invite",
    role: "Role",
  },
  removes: "Can't be undone",
  decide: "Somebody has to decide",
  actions_of: "Actions for: {{message}}",
  repair: "Repair",
  /** By the email that does not leave. */
  without_email: {
    set_password:
      "Nobody can log in with it before they have a link to set a password. Send it once emails leave.",
    reset_password:
      "They may not know the password of the login that stays. Send them a link to reset it once emails leave.",
    email_changed: "Tell the person yourself.",
  },
  side_effects: {
    removes_leftovers:
      "Removes the login that is in the way, and its password with it: {{leftovers}}.",
    look_first: "It may do more than you mean: look at this one first.",
  },
  look: "Details of the person",
  history: "What happened to them",
  bulk: "What to do with the findings that are chosen",
  selected_one: "One finding chosen",
  selected_other: "{{count}} findings chosen",
  repair_selected: "Repair ({{count}})",
  healthy: {
    title: "All is well",
    description:
      "Every person has a login, every login has a person, and nobody who is gone can come in. It is looked at every time this page opens.",
  },
  drawer: {
    title: "Repair findings",
    explanation:
      "Each repair is a transaction of its own, in which the finding is looked at once more, and has an entry in the ledger.",
    own: "You are concerned yourself",
    own_last: "What ends your own session is repaired last. You have to log in again.",
    keeps_one: "One repair that removes nothing",
    keeps_other: "{{count}} repairs that remove nothing",
    removes_one: "One repair that can't be undone",
    removes_other: "{{count}} repairs that can't be undone",
    decide_one: "One finding about which somebody has to decide",
    decide_other: "{{count}} findings about which somebody has to decide",
    gone_one: "One finding is not so any more",
    gone_other: "{{count}} findings are not so any more",
    show_all_one: "Show it",
    show_all_other: "Show all {{count}}",
    fewer: "Show fewer",
    all_one: "The only one",
    all_other: "All {{count}}",
    nothing: "There is nothing to repair here",
    confirm: "Type {{secret}} to confirm what can't be undone",
    submit_one: "Repair one finding",
    submit_other: "Repair {{count}} findings",
    progress: "Repairing: {{done}} of {{total}}",
    done: "Done",
  },
  left: "You left in the middle. Done: {{done}}. Not repaired: {{failed}}. Not tried: {{untried}}.",
  logged_out:
    "You were logged out in the middle. Done: {{done}}. Not repaired: {{failed}}. Not tried: {{untried}}.",
  left_unknown:
    "You left in the middle. Done: {{done}}. Not repaired: {{failed}}. Not known: {{unknown}}. Not tried: {{untried}}.",
  outcome: {
    title: "What became of them",
    repaired_one: "One finding is repaired",
    repaired_other: "{{count}} findings are repaired",
    gone_one: "One was not so any more: another repair, or somebody else, was faster",
    gone_other: "{{count}} were not so any more: another repair, or somebody else, was faster",
    not_repairable_one: "About one, somebody has to decide",
    not_repairable_other: "About {{count}}, somebody has to decide",
    failed_one: "One could not be repaired",
    failed_other: "{{count}} could not be repaired",
    untried_one: "One was not tried any more",
    untried_other: "{{count}} were not tried any more",
  },
  sentences: FINDING_SENTENCES,
  kinds: {
    user_without_login: {
      title: "No login",
      repair: "Gives them a password login, and sends a link to set a password.",
      repair_without_email: "Gives them a password login that has no password yet.",
    },
    several_password_logins: {
      title: "Several password logins",
      repair:
        "Removes those that do not have the user's email, and ends the user's sessions. A link is sent to set or reset the password of the one that stays, unless the user is suspended.",
      repair_without_email:
        "Removes those that do not have the user's email, and ends the user's sessions. The user may not know the password of the one that stays, or it may have none.",
    },
    login_email_mismatch: {
      title: "Login with another email",
      repair:
        "Renames the login to the user's email, ends the user's sessions, and tells both addresses. The password stays.",
      repair_without_email:
        "Renames the login to the user's email, and ends the user's sessions. The password stays.",
    },
    users_with_same_email: {
      title: "Users with the same email",
      repair: "Give one of them another email, or offboard one.",
    },
    invite_for_user: { title: "Invite for a user", repair: "Deletes the invite." },
    invite_for_user_in_other_case: {
      title: "Invite for a user, spelled otherwise",
      repair: "Deletes the invite.",
    },
    invites_with_same_email: {
      title: "Invites with the same email",
      repair: "Deletes the invite. The one that was sent last stays.",
    },
    invite_expired: { title: "Expired invite", repair: "Deletes the invite." },
    identity_of_deleted_user: {
      title: "Login of a deleted user",
      repair:
        "Completes the offboarding: removes what is left of their access. API keys stay: they are findings of their own.",
    },
    identity_of_unknown_user: {
      title: "Login of a user who does not exist",
      repair:
        "Completes the offboarding: removes what is left of their access. API keys stay: they are findings of their own.",
    },
    identity_of_nobody: {
      title: "Login of nobody",
      repair: "Removes the login, and its password with it.",
    },
    identity_blocked_by_null: {
      title: "Login that can't be linked",
      repair: "Takes the leftover away, so that the login can be linked again.",
    },
    logins_with_same_name: {
      title: "Logins with the same name",
      repair: "Give one of the users another email, or offboard one.",
    },
    api_key_of_gone_user: {
      title: "API key of somebody who is gone",
      repair: "Revokes the key.",
    },
    api_key_kept_by_option: {
      title: "API key that outlived an offboarding",
      repair: "Revokes the key.",
    },
    api_key_of_suspended_user: {
      title: "API key of somebody who is suspended",
      repair: "Revokes the key.",
    },
    access_missing: {
      title: "Nothing known about access",
      repair: "Writes down that the user is active.",
    },
    access_lost: {
      title: "Suspended or offboarded, and let in",
      repair: "Suspends or offboards the user again, as the ledger says.",
    },
    access_ended_for_living_user: {
      title: "Offboarded, and still a user",
      repair: "Offboards the user.",
    },
    access_open_for_gone_user: {
      title: "Gone, and not offboarded",
      repair: "Writes down that the user is offboarded.",
    },
    never_logged_in: {
      title: "Never logged in",
      repair: "Ask whether they need access; otherwise offboard them.",
    },
    not_logged_in_lately: {
      title: "Not logged in lately",
      repair: "Ask whether they need access; otherwise offboard them.",
    },
    email_domain_not_allowed: {
      title: "Email of a domain that is not allowed",
      repair: "Give them another email, allow the domain, or offboard them.",
    },
    role_missing: {
      title: "Role that does not exist",
      repair: "Takes the role away from the user.",
    },
    invite_role_missing: {
      title: "Invite with a role that does not exist",
      repair: "Takes the role out of the invite.",
    },
  } satisfies Record<FindingKind, { title: string; repair: string; repair_without_email?: string }>,
}

import { say, type Sentence, toSentence } from "../sentence"

/**
 * What findings say, in English. A program that says it in another language goes by the key, and fills in the same values.
 *
 * A person is `{{user}}`: their email, and their id in parentheses; of somebody who is gone, it is the id alone.
 */
export const FINDING_SENTENCES = {
  no_login: "{{user}} has no login, and can't log in.",
  no_usable_login:
    "{{user}} has logins only where admins can't log in ({{providers}}), and can't log in.",
  several_password_logins: "{{user}} has several password logins: {{logins}}.",
  several_equal_password_logins:
    "{{user}} has several password logins: {{logins}}. It can't be told which one to keep.",
  no_login_and_leftover:
    "{{user}} has no login, and can't log in. Their email has a login that is no admin's, or is deleted: {{leftovers}}.",
  login_called_otherwise_and_leftover:
    "{{user}} logs in with a password as {{login}}. Their email has a login that is no admin's, or is deleted: {{leftovers}}.",
  login_called_otherwise_and_shared:
    "{{user}} logs in with a password as {{login}}. The login, or one with their email, is a customer's as well: a repair parts the two, and second factors have to be set up anew.",
  login_called_otherwise: "{{user}} logs in with a password as {{login}}.",
  same_email: "{{user}} has the same email, in any case, as {{others}}.",
  email_domain_not_allowed:
    "{{user}} has an email of a domain that is not in provisioning.allowed_email_domains.",
  role_missing: "{{user}} has the role {{role}}, which does not exist.",
  invite_role_missing: "The invite of {{email}} has the role {{role}}, which does not exist.",
  access_missing: "Nothing is stored about the access of {{user}}, who counts as active.",
  suspension_lost: "{{user}} is suspended by the ledger, and counts as active all the same.",
  offboarding_lost:
    "{{user}} is offboarded by the ledger, and is there and counts as active all the same.",
  access_ended: "{{user}} is offboarded, and the user is there all the same.",
  access_of_deleted_user: "User {{user}} is deleted, and does not count as offboarded.",
  access_of_unknown_user: "User {{user}} does not exist, and does not count as offboarded.",
  never_seen:
    "{{user}} has not been seen in more than {{days}} days, nor ever since the plugin was installed.",
  not_seen_lately: "{{user}} was last seen more than {{days}} days ago.",
  login_of_deleted_user: "The login {{login}} belongs to user {{user}}, who is deleted.",
  login_of_unknown_user: "The login {{login}} belongs to user {{user}}, who does not exist.",
  login_of_nobody: "The login {{login}} is nobody's.",
  login_blocked: "The login {{login}} was a deleted user's, and can't be linked to anybody.",
  same_login: "Password logins of several users have the same name: {{logins}}.",
  user_invited: "{{email}} is invited, and a user already: {{user}}.",
  invite_expired: "The invite of {{email}} has expired.",
  invited_again: "{{email}} is invited again by an invite that was sent later: {{invites}}.",
  key_of_deleted_user: 'The secret API key "{{key}}" was made by user {{user}}, who is deleted.',
  key_of_unknown_user:
    'The secret API key "{{key}}" was made by user {{user}}, who does not exist.',
  key_of_deleted_key:
    'The secret API key "{{key}}" was made with another one ({{maker}}), which is deleted: whose it is can\'t be told.',
  key_of_suspended_user:
    'The secret API key "{{key}}" was made by user {{user}}, who is suspended.',
} as const

export type FindingSentence = Sentence<keyof typeof FINDING_SENTENCES>

export const sentence = toSentence<FindingSentence["key"]>

export const inEnglish = (said: FindingSentence) => say(FINDING_SENTENCES, said)

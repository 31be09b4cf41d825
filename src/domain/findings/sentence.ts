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
  login_called_otherwise: "{{user}} logs in with a password as {{login}}.",
  same_email: "{{user}} has the same email, in any case, as {{others}}.",
  email_domain_not_allowed:
    "{{user}} has an email of a domain that is not in provisioning.allowed_email_domains.",
  role_missing: "{{user}} has the role {{role}}, which does not exist.",
  access_missing: "Nothing is stored about the access of {{user}}, who counts as active.",
  access_ended: "{{user}} is offboarded, and the user is there all the same.",
  access_of_deleted_user: "User {{user}} is deleted, and does not count as offboarded.",
  access_of_unknown_user: "User {{user}} does not exist, and does not count as offboarded.",
  never_seen: "{{user}} has not been seen since they were made, more than {{days}} days ago.",
  not_seen_lately: "{{user}} was last seen more than {{days}} days ago.",
  login_of_deleted_user: "The login {{login}} belongs to user {{user}}, who is deleted.",
  login_of_unknown_user: "The login {{login}} belongs to user {{user}}, who does not exist.",
  login_of_nobody: "The login {{login}} is nobody's.",
  login_blocked: "The login {{login}} was a deleted user's, and can't be linked to anybody.",
  same_login: "Password logins of several users have the same name: {{logins}}.",
  user_invited: "{{email}} is invited, and a user already: {{user}}.",
  invite_expired: "The invite of {{email}} has expired.",
  invited_again: "{{email}} is invited again by a younger invite: {{invites}}.",
  key_of_deleted_user: 'The secret API key "{{key}}" was made by user {{user}}, who is deleted.',
  key_of_unknown_user:
    'The secret API key "{{key}}" was made by user {{user}}, who does not exist.',
  key_of_suspended_user:
    'The secret API key "{{key}}" was made by user {{user}}, who is suspended.',
} as const

export type FindingSentence = {
  key: keyof typeof FINDING_SENTENCES
  values: Record<string, string>
}

/** Names that people give are in it, such as that of a key; one sentence it stays, also on a terminal. */
export function sentence(
  key: FindingSentence["key"],
  values: Record<string, string | number>
): FindingSentence {
  const legible = Object.entries(values).map(([name, value]) => [
    name,
    String(value).replace(/\p{Cc}+/gu, " "),
  ])
  return { key, values: Object.fromEntries(legible) }
}

export function inEnglish({ key, values }: FindingSentence): string {
  return FINDING_SENTENCES[key].replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? "")
}

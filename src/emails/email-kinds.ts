/**
 * The emails that the plugin sends, by the name they have in option `emails.templates`. `always` are the values that an email
 * can name in `{{…}}`; those of `sometimes` may be missing. `link` is where its button leads.
 */
export const EMAIL_KINDS = {
  invite: {
    template: "user-lifecycle.invite",
    always: ["email", "store_name", "accept_url", "expires_at"],
    sometimes: [],
    link: "accept_url",
  },
  /** An invite that nobody has accepted, sent again with another token. */
  invite_reminder: {
    template: "user-lifecycle.invite-reminder",
    always: ["email", "store_name", "accept_url", "expires_at"],
    sometimes: [],
    link: "accept_url",
  },
  /** For somebody who has no password yet. */
  set_password: {
    template: "user-lifecycle.set-password",
    always: ["email", "store_name", "set_password_url", "expires_at"],
    sometimes: ["name"],
    link: "set_password_url",
  },
  reset_password: {
    template: "user-lifecycle.reset-password",
    always: ["email", "store_name", "set_password_url", "expires_at"],
    sometimes: ["name"],
    link: "set_password_url",
  },
  /** To the new address, and, without a link, to the former one. */
  email_changed: {
    template: "user-lifecycle.email-changed",
    always: ["email", "former_email", "new_email", "store_name"],
    sometimes: ["name", "login_url"],
    link: "login_url",
  },
  /** `until` is missing where the suspension lasts until somebody ends it. */
  account_suspended: {
    template: "user-lifecycle.account-suspended",
    always: ["email", "store_name"],
    sometimes: ["name", "until"],
    link: undefined,
  },
  access_restored: {
    template: "user-lifecycle.access-restored",
    always: ["email", "store_name", "login_url"],
    sometimes: ["name"],
    link: "login_url",
  },
} as const satisfies Record<
  string,
  { template: string; always: string[]; sometimes: string[]; link: string | undefined }
>

export type EmailKind = keyof typeof EMAIL_KINDS

export const emailKinds = Object.keys(EMAIL_KINDS) as EmailKind[]

/** The kind of an email by its template, the name under which providers know it. */
export function kindOfTemplate(template: string): EmailKind | undefined {
  return emailKinds.find((kind) => EMAIL_KINDS[kind].template === template)
}

/** What an email says of this one recipient. Instants are written in the recipient's language. */
export type EmailData = Record<string, string | Date | null | undefined>

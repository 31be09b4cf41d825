import { PASSWORD_PROVIDER } from "../../../domain/password"
import type { EmailKind } from "../../../emails/email-kinds"
import type { Settings } from "../../api/types"
import type { Can } from "../../api/use-permissions"
import { hasPasswords } from "../password-provider"

/** How somebody can begin: which of it a person starts with decides what has to be known of them. */
export const WaysIn = {
  /** They get an email, and are a user once they accept. */
  INVITE: "invite",
  /** They are a user at once, and get an email to set a password. */
  SET_PASSWORD: "set_password",
  /** They are a user at once, with a password that whoever adds them hands over. */
  PASSWORD: "password",
  /** They are a user at once, and sign in elsewhere. */
  SINGLE_SIGN_ON: "single_sign_on",
} as const

export type WayIn = (typeof WaysIn)[keyof typeof WaysIn]

/** The email that each way begins with, if it does. */
export const EMAIL_OF_WAY: Partial<Record<WayIn, EmailKind>> = {
  [WaysIn.INVITE]: "invite",
  [WaysIn.SET_PASSWORD]: "set_password",
}

type LoginSettings = Pick<Settings, "login_methods"> | undefined

/**
 * The ways that there are in this shop and that whoever adds somebody may take; all of the shop's where they may take none, so that
 * the backend can say why.
 *
 * @param settings `undefined` while they are not known: then there are passwords, and nothing else
 */
export function waysOf(can: Can, settings: LoginSettings): WayIn[] {
  const ways = Object.values(WaysIn).filter((way) => isThere(way, settings))
  const allowed = ways.filter((way) => can(way === WaysIn.INVITE ? "invite:create" : "user:create"))
  return allowed.length ? allowed : ways
}

function isThere(way: WayIn, settings: LoginSettings): boolean {
  switch (way) {
    case WaysIn.INVITE:
      return true
    case WaysIn.SINGLE_SIGN_ON:
      return signOnProviders(settings?.login_methods ?? []).length > 0
    default:
      return hasPasswords(settings)
  }
}

/** Where people can sign in instead of having a password here. */
export function signOnProviders(loginMethods: string[]): string[] {
  return loginMethods.filter((provider) => provider !== PASSWORD_PROVIDER)
}

import type { Can } from "../../api/use-permissions"

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

/** The ways that whoever adds somebody may take; all where they may take none, so that the backend can say why. */
export function waysOf(can: Can, { hasSingleSignOn }: { hasSingleSignOn: boolean }): WayIn[] {
  const ways = Object.values(WaysIn).filter(
    (way) => way !== WaysIn.SINGLE_SIGN_ON || hasSingleSignOn
  )
  const allowed = ways.filter((way) => can(way === WaysIn.INVITE ? "invite:create" : "user:create"))
  return allowed.length ? allowed : ways
}

/** Medusa's own provider of passwords; every other one is somebody else who knows the person. */
const PASSWORD_PROVIDER = "emailpass"

/** Where people can sign in instead of having a password here. */
export function signOnProviders(loginMethods: string[]): string[] {
  return loginMethods.filter((provider) => provider !== PASSWORD_PROVIDER)
}

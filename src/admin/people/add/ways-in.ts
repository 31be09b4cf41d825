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

/** Medusa's own provider of passwords; every other one is somebody else who knows the person. */
const PASSWORD_PROVIDER = "emailpass"

/** Where people can sign in instead of having a password here. */
export function signOnProviders(loginMethods: string[]): string[] {
  return loginMethods.filter((provider) => provider !== PASSWORD_PROVIDER)
}

import type { Settings } from "../api/types"

/** Medusa's own provider of passwords; every other one is somebody else who knows the person. */
export const PASSWORD_PROVIDER = "emailpass"

/** Whether admins can log in with a password in this shop. While that is not known: as in most. */
export const hasPasswords = (settings: Pick<Settings, "login_methods"> | undefined): boolean =>
  !settings || settings.login_methods.includes(PASSWORD_PROVIDER)

import { PASSWORD_PROVIDER } from "../../domain/password"
import type { Settings } from "../api/types"

/** Whether admins can log in with a password in this shop. While that is not known: as in most. */
export const hasPasswords = (settings: Pick<Settings, "login_methods"> | undefined): boolean =>
  !settings || settings.login_methods.includes(PASSWORD_PROVIDER)

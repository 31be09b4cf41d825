import { MedusaRequest } from "@medusajs/framework/http"
import { CheckedLogin } from "../auth/user-login"

const checked = new WeakMap<MedusaRequest, CheckedLogin>()

/** Remembers what a login was when a request had its password checked; the last one counts, as it does for the request. */
export function noteCheckedLogin(req: MedusaRequest, login: CheckedLogin): void {
  checked.set(req, login)
}

/** `undefined`: the request had no password checked, as where an identity provider vouches. */
export function checkedLogin(req: MedusaRequest): CheckedLogin | undefined {
  return checked.get(req)
}

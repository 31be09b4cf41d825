import { MedusaRequest } from "@medusajs/framework/http"

type Owner = { user_id: string | undefined }

const owners = new WeakMap<MedusaRequest, Owner>()

/** Remembers whose a login was when a request had its password checked; the last one counts, as it does for the request. */
export function noteOwner(req: MedusaRequest, userId: string | undefined): void {
  owners.set(req, { user_id: userId })
}

/** `undefined`: the request had no password checked, as where an identity provider vouches. */
export function ownerAtLogin(req: MedusaRequest): Owner | undefined {
  return owners.get(req)
}

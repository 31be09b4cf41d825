import { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

/** Keeps answers about people out of the caches of browsers, and of proxies in between. */
export function neverStore(_: MedusaRequest, res: MedusaResponse, next: MedusaNextFunction): void {
  res.set("cache-control", "no-store")
  next()
}

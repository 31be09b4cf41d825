import { MedusaRequest } from "@medusajs/framework/http"

/**
 * What each application in the process has one of, found by its server: looking it up in the scope of a request would be most of what
 * the guard costs.
 *
 * @param make called once for each application
 */
export function perApplication<TValue>(
  make: (req: MedusaRequest) => TValue
): (req: MedusaRequest) => TValue {
  const known = new WeakMap<object, TValue>()
  return (req) => {
    let value = known.get(req.app)
    if (value === undefined) {
      value = make(req)
      known.set(req.app, value)
    }
    return value
  }
}

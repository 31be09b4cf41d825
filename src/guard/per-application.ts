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
  // Nearly every process has one application.
  let last: { app: object; value: TValue } | undefined
  return (req) => {
    const { app } = req
    if (last?.app === app) {
      return last.value
    }
    let value = known.get(app)
    if (value === undefined) {
      value = make(req)
      known.set(app, value)
    }
    last = { app, value }
    return value
  }
}

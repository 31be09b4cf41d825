import { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { ErrorCodes } from "../domain/error-codes"

/** What every object inherits, and what every function has. */
const INHERITED = [...Object.getOwnPropertyNames(Object.prototype), "prototype"]

/** As a field, or as a part of one (`a.b`), with or without the signs that Medusa takes before one. */
const UNSAFE = new RegExp(`\\b(?:${INHERITED.join("|")})\\b`)

/**
 * Whether a request asks for fields that lead to what all objects share. Medusa (2.21, `toRemoteQuery` and
 * `remoteQueryObjectFromString`) makes objects along the path of each field, and with `__proto__.x` in the prototype of all objects of
 * the process: it is an admin's way to keep everybody from being offboarded, and to let strangers read, until the process ends. In
 * `order`, Medusa refuses it itself. Cheap: asked of every request, whoever sends it.
 */
export function asksForInherited({ query: { fields } }: Pick<MedusaRequest, "query">): boolean {
  return (
    fields !== undefined &&
    UNSAFE.test(typeof fields === "string" ? fields : JSON.stringify(fields))
  )
}

export function answerUnsafeFields(res: MedusaResponse): void {
  res.status(400).json({
    type: MedusaError.Types.INVALID_DATA,
    message: "There are no fields of this name. Ask for fields that the answer can have.",
    code: ErrorCodes.FIELDS_UNSAFE,
  })
}

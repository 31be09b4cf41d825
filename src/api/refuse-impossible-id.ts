import { MedusaNextFunction, MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { ErrorCode } from "../domain/error-codes"
import { isStorable } from "../domain/storable"

/** Far longer than any id of Medusa's, and short enough to be looked up. */
const MAX_ID_LENGTH = 255

/**
 * Middleware for routes with an id in their path. An id that can't be stored can't be anything's; the database would make it
 * an error of ours.
 *
 * @param what the id would be of, for the message
 * @param parameter the name of the path parameter
 */
export const refuseImpossibleId =
  (what: string, code?: ErrorCode, parameter = "id") =>
  (req: MedusaRequest, _: MedusaResponse, next: MedusaNextFunction): void => {
    const id = req.params[parameter]
    if (id.length > MAX_ID_LENGTH || !isStorable(id)) {
      throw new MedusaError(MedusaError.Types.NOT_FOUND, `There is no such ${what}.`, code)
    }
    next()
  }

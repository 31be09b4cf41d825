import { describeDatabaseError } from "../database/transaction"
import { ErrorCode } from "../domain/error-codes"
import { errorCodeOf, errorTypeOf } from "./error-type"

/** Why something of many was not done, for the result that tells of it; also of what came through a workflow. */
export function explainRefusal(error: unknown): { message: string; code?: ErrorCode } {
  const message = describeDatabaseError(error)
  const code = errorCodeOf(error)
  // Of a database error, it is the database's own.
  return typeof errorTypeOf(error) === "string" && typeof code === "string"
    ? { message, code: code as ErrorCode }
    : { message }
}

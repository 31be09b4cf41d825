import { ServerResponse } from "node:http"
import { MedusaError } from "@medusajs/framework/utils"
import { ErrorCode } from "../domain/error-codes"

/** As long as a hundred thousand rows take to be exported, or as many people to be audited. */
const RETRY_AFTER_SECONDS = 5

/** Answers HTTP 429 with a time to try again at (RFC 6585, section 4), for which Medusa (2.21) has no type of error. */
export function answerTooMany(res: ServerResponse, code: ErrorCode, message: string): void {
  res
    .writeHead(429, {
      "content-type": "application/json; charset=utf-8",
      "retry-after": String(RETRY_AFTER_SECONDS),
    })
    .end(JSON.stringify({ type: MedusaError.Types.NOT_ALLOWED, message, code }))
}

import { MedusaError } from "@medusajs/framework/utils"
import { ReviewRefusal } from "../../domain/access-review"
import { ErrorCodes } from "../../domain/error-codes"

export function reviewNotFound(id: string): MedusaError {
  return new MedusaError(
    MedusaError.Types.NOT_FOUND,
    `There is no access review ${JSON.stringify(id)}.`,
    ErrorCodes.ACCESS_REVIEW_NOT_FOUND
  )
}

export function itemNotFound(reviewId: string, id: string): MedusaError {
  return new MedusaError(
    MedusaError.Types.NOT_FOUND,
    `Access review ${reviewId} has no line ${JSON.stringify(id)}.`,
    ErrorCodes.ACCESS_REVIEW_ITEM_NOT_FOUND
  )
}

export function refused({ code, message }: ReviewRefusal): MedusaError {
  return new MedusaError(MedusaError.Types.NOT_ALLOWED, message, code)
}

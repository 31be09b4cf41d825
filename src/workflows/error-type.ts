import { MedusaError } from "@medusajs/framework/utils"
import { ErrorCodes } from "../domain/error-codes"

/** What type of Medusa's errors something is that was thrown, if it is one; also where it came through a workflow, which copies it. */
export const errorTypeOf = (error: unknown): unknown =>
  (error as { type?: unknown } | undefined)?.type

/** The same for its code. */
export const errorCodeOf = (error: unknown): unknown =>
  (error as { code?: unknown } | undefined)?.code

/**
 * Whether the plugin says that a user is not there. An application's hook can say that it has not found something, too, and a person
 * whose offboarding it has refused still has what they had.
 */
export const isUserNotFound = (error: unknown): boolean =>
  errorTypeOf(error) === MedusaError.Types.NOT_FOUND &&
  errorCodeOf(error) === ErrorCodes.USER_NOT_FOUND

import { AccessStatus } from "./access"
import { ErrorCodes } from "./error-codes"

/** What an admin can do about the state of a person. */
export type LifecycleAction = "suspend" | "reactivate" | "restore" | "change the email of"

export type TransitionRefusal = {
  code: typeof ErrorCodes.USER_IS_OFFBOARDED | typeof ErrorCodes.USER_IS_SUSPENDED
  message: string
}

/**
 * Whether an action fits the state that a person is in. Doing what is done already is no mistake; whoever runs the action
 * finds that there is nothing to change.
 */
export function refuseTransition(
  action: LifecycleAction,
  userId: string,
  status: AccessStatus
): TransitionRefusal | undefined {
  if (action === "restore") {
    return status === AccessStatus.SUSPENDED
      ? {
          code: ErrorCodes.USER_IS_SUSPENDED,
          message: `User ${userId} is suspended, not offboarded. Reactivate the user instead.`,
        }
      : undefined
  }
  return status === AccessStatus.OFFBOARDED
    ? {
        code: ErrorCodes.USER_IS_OFFBOARDED,
        message: `It is too late to ${action} user ${userId}, who is offboarded. Restore the user first.`,
      }
    : undefined
}

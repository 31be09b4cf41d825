import { ErrorCodes } from "./error-codes"

export type OffboardingRefusal = {
  code: typeof ErrorCodes.SELF_OFFBOARDING | typeof ErrorCodes.LAST_ADMIN
  message: string
}

/**
 * Whether a living user may be offboarded. Reads nothing: the caller holds the lock that makes the count true.
 *
 * @param input.actorUserId the person who acts, also when they act through an API key; `undefined` for the system
 * @param input.otherActiveAdmins how many *other* living, active users can log in
 */
export function refuseOffboarding(input: {
  userId: string
  actorUserId: string | undefined
  otherActiveAdmins: number
}): OffboardingRefusal | undefined {
  if (input.actorUserId === input.userId) {
    return {
      code: ErrorCodes.SELF_OFFBOARDING,
      // Core's words for the same refusal (Medusa 2.21, DELETE /admin/users/:id), so that clients see no difference.
      message: "A user cannot delete itself",
    }
  }
  if (input.otherActiveAdmins === 0) {
    return {
      code: ErrorCodes.LAST_ADMIN,
      message:
        `User ${input.userId} is the last active admin who can log in, and can't be offboarded: ` +
        "nobody could manage this shop any more. Provision or invite another admin first.",
    }
  }
  return undefined
}

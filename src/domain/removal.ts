import { ErrorCodes } from "./error-codes"

/** What takes the access of a person away: for good, or until it is given back. */
export type Removal = "offboard" | "suspend"

export type RemovalRefusal = {
  code:
    | typeof ErrorCodes.SELF_OFFBOARDING
    | typeof ErrorCodes.SELF_SUSPENSION
    | typeof ErrorCodes.LAST_ADMIN
  message: string
}

const SELF_REMOVAL: Record<Removal, RemovalRefusal> = {
  offboard: {
    code: ErrorCodes.SELF_OFFBOARDING,
    // Core's words for the same refusal (Medusa 2.21, DELETE /admin/users/:id), so that clients see no difference.
    message: "A user cannot delete itself",
  },
  suspend: {
    code: ErrorCodes.SELF_SUSPENSION,
    message: "A user cannot suspend itself. Ask another admin to do it.",
  },
}

const PAST_TENSE: Record<Removal, string> = { offboard: "offboarded", suspend: "suspended" }

/**
 * Whether a living user may be offboarded or suspended. Reads nothing: the caller holds the lock that keeps what it has
 * read true.
 *
 * @param input.actorUserId the person who acts, also when they act through an API key; `undefined` for the system
 * @param input.hasOtherActiveAdmin whether any *other* living, active user can log in
 */
export function refuseRemoval(input: {
  removal: Removal
  userId: string
  actorUserId: string | undefined
  hasOtherActiveAdmin: boolean
}): RemovalRefusal | undefined {
  const { removal, userId } = input
  if (input.actorUserId === userId) {
    return SELF_REMOVAL[removal]
  }
  if (!input.hasOtherActiveAdmin) {
    return {
      code: ErrorCodes.LAST_ADMIN,
      message:
        `User ${userId} is the last active admin who can log in, and can't be ${PAST_TENSE[removal]}: ` +
        "nobody could manage this shop any more. Provision or invite another admin first.",
    }
  }
  return undefined
}

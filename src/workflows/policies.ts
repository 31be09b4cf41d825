import { PolicyOperation } from "@medusajs/framework/utils"
import { Policy } from "../access/is-permitted"

const policies = (resource: Policy["resource"], ...operations: string[]): Policy[] =>
  operations.map((operation) => ({ resource, operation }))

const { create, update, delete: remove } = PolicyOperation

/**
 * What routes ask for whose work takes its time: so does the work itself, again and again, as a role can be lost meanwhile (see
 * `assertMayStill`).
 */

/** An import makes users, and invites people. */
export const IMPORT_POLICIES = [...policies("user", create), ...policies("invite", create)]

/** A batch of people makes users, changes and offboards them. */
export const BATCH_POLICIES = policies("user", create, update, remove)

/** A repair can end somebody's access, give somebody a way in whom Medusa left without, and delete invites. */
export const REPAIR_POLICIES = [...policies("user", update, remove), ...policies("invite", remove)]

/** A decision about a line of an access review can end somebody's access. */
export const REVIEW_DECISION_POLICIES = policies("user", update, remove)

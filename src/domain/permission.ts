/** What Medusa's RBAC calls a policy's key (2.21): what somebody may do with what. */
export type Permission = `${"user" | "invite"}:${"create" | "read" | "update" | "delete"}`

/*
 * What routes ask for whose work takes its time: so does the work itself, again and again, as a role can be lost meanwhile (see
 * `assertMayStill`); and where it is not granted, the dashboard does not offer it.
 */

/** An import makes users, and invites people. */
export const IMPORT_PERMISSIONS: Permission[] = ["user:create", "invite:create"]

/** A batch of people makes users, changes and offboards them. */
export const BATCH_PERMISSIONS: Permission[] = ["user:create", "user:update", "user:delete"]

/** A repair can end somebody's access, give somebody a way in whom Medusa left without, and delete invites. */
export const REPAIR_PERMISSIONS: Permission[] = ["user:update", "user:delete", "invite:delete"]

/** A decision about a line of an access review can end somebody's access. */
export const REVIEW_DECISION_PERMISSIONS: Permission[] = ["user:update", "user:delete"]

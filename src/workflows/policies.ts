import { Policy } from "../access/is-permitted"
import {
  BATCH_PERMISSIONS,
  IMPORT_PERMISSIONS,
  Permission,
  REPAIR_PERMISSIONS,
  REVIEW_DECISION_PERMISSIONS,
} from "../domain/permission"

export const IMPORT_POLICIES = IMPORT_PERMISSIONS.map(toPolicy)
export const BATCH_POLICIES = BATCH_PERMISSIONS.map(toPolicy)
export const REPAIR_POLICIES = REPAIR_PERMISSIONS.map(toPolicy)
export const REVIEW_DECISION_POLICIES = REVIEW_DECISION_PERMISSIONS.map(toPolicy)

function toPolicy(permission: Permission): Policy {
  const [resource, operation] = permission.split(":")
  return { resource: resource as Policy["resource"], operation }
}

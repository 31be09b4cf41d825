import { Module } from "@medusajs/framework/utils"
import checkMedusa from "./loaders/check-medusa"
import ensureDatabaseConstraints from "./loaders/ensure-constraints"
import validateOptions from "./loaders/validate-options"
import UserLifecycleModuleService from "./service"

/** The name under which the container holds the module's service. */
export const USER_LIFECYCLE_MODULE = "user_lifecycle"

export default Module(USER_LIFECYCLE_MODULE, {
  service: UserLifecycleModuleService,
  loaders: [validateOptions, checkMedusa, ensureDatabaseConstraints],
})

export type {
  LedgerEntry,
  LifecycleEventDTO,
  UserAccessDTO,
  default as UserLifecycleModuleService,
} from "./service"
export type { UserLifecycleOptions, UserLifecycleOptionsInput } from "./options"

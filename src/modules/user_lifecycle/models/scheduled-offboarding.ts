import { model } from "@medusajs/framework/utils"
import { ScheduledOffboardingStatus } from "../../../domain/scheduled-offboarding"

/** An offboarding on a date. There is one for each person that has yet to happen. */
const ScheduledOffboarding = model
  .define("scheduled_offboarding", {
    id: model.id({ prefix: "usoff" }).primaryKey(),
    user_id: model.text(),
    /** By the clock of the database. */
    offboard_at: model.dateTime(),
    reason: model.text().nullable(),
    /** As the offboarding is to be told; `null`: as option `offboarding.revoke_api_keys` says then. */
    revoke_api_keys: model.boolean().nullable(),
    status: model.enum(ScheduledOffboardingStatus).default(ScheduledOffboardingStatus.PENDING),
    scheduled_by_type: model.text(),
    scheduled_by_id: model.text().nullable(),
    /** Why it could not happen when it was due; it is tried again. */
    last_error: model.text().nullable(),
    /** The same, where it is a refusal of the plugin's with a code. */
    last_error_code: model.text().nullable(),
    /** When it happened, or was cancelled. */
    ended_at: model.dateTime().nullable(),
  })
  .indexes([
    { on: ["user_id"], unique: true, where: "status = 'pending'" },
    { on: ["offboard_at"], where: "status = 'pending'" },
  ])

export default ScheduledOffboarding

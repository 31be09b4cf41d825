import { model } from "@medusajs/framework/utils"
import { DeliveryStatus } from "../../../domain/delivery"

/**
 * An email that is to leave, and what became of it. It is there before the first attempt, so that whichever instance is up
 * goes on where another one stopped.
 */
const EmailDelivery = model
  .define("email_delivery", {
    id: model.id({ prefix: "uemail" }).primaryKey(),
    /** What the email is for, down to the token in it: there is one delivery for each. */
    key: model.text().unique(),
    template: model.text(),
    recipient: model.text(),
    /** "invite" or "user". */
    subject_type: model.text(),
    subject_id: model.text(),
    /** The event that caused it. */
    trigger_type: model.text(),
    /** A token that stands nowhere else, sealed; gone as soon as the email has left or never will. */
    sealed_token: model.text().nullable(),
    /** What the email says that stands nowhere else, such as a former address. */
    data: model.json().nullable(),
    status: model.enum(Object.values(DeliveryStatus)).default(DeliveryStatus.PENDING),
    /** How many have begun. */
    attempts: model.number().default(0),
    /** Not before this; by the clock of the database. */
    next_attempt_at: model.dateTime(),
    /** Until when the instance that has begun an attempt is left alone with it. */
    leased_until: model.dateTime().nullable(),
    sent_at: model.dateTime().nullable(),
    /** Why the last attempt failed. */
    last_error: model.text().nullable(),
  })
  .indexes([
    { on: ["next_attempt_at"], where: "status = 'pending'" },
    { on: ["subject_type", "subject_id"] },
    // How many an address was sent lately is counted with each link that a stranger asks for, under a lock.
    { on: ["recipient", "created_at"] },
  ])

export default EmailDelivery

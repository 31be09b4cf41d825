import { randomUUID } from "node:crypto"
import { HOLD_SECONDS, NewDelivery, queueDelivery } from "../../../database/deliveries"
import { Transaction } from "../../../database/transaction"
import { busEventName, LifecycleEventType } from "../../../domain/lifecycle-event"
import { EMAIL_KINDS, EmailKind } from "../../../emails/email-kinds"

/** An email that tells a person of a change to them. */
export type Notice = {
  kind: EmailKind
  recipient: string
  /** What it says that the database does not know any more, or may know otherwise, when it leaves. */
  data?: NewDelivery["data"]
}

/**
 * Puts an email about a change on its way in the transaction of the change, so that one is not without the other. It is
 * held until the workflow around the change is over, which may still undo it.
 *
 * @param hold_seconds how long at most
 * @returns the id of the delivery
 */
export async function tellPerson(
  tx: Transaction,
  userId: string,
  type: LifecycleEventType,
  { kind, recipient, data }: Notice,
  { hold_seconds = HOLD_SECONDS }: { hold_seconds?: number } = {}
): Promise<string> {
  return await queueDelivery(tx.knex, {
    key: `user_lifecycle:${kind}:${userId}:${randomUUID()}`,
    template: EMAIL_KINDS[kind].template,
    recipient,
    subject_type: "user",
    subject_id: userId,
    trigger_type: busEventName(type),
    data,
    hold_seconds,
  })
}

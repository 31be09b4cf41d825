import { model } from "@medusajs/framework/utils"

/**
 * The ledger: what happened, to whom, by whom, from where. One row for each change, written in the transaction of the
 * change itself. The database refuses to update or delete a row. No secret, token or password hash ever enters it.
 */
const LifecycleEvent = model
  .define("lifecycle_event", {
    id: model.id({ prefix: "ulevt" }).primaryKey(),
    /** Order of insertion, not of commit: a lower number can become visible later. */
    sequence: model.autoincrement(),
    type: model.text().searchable(),
    /** The person it happened to; `null` where there is no user yet, as for an invite. */
    user_id: model.text().searchable().nullable(),
    /** The person's email when it happened: a later change does not rewrite history. */
    email: model.text().searchable().nullable(),
    actor_type: model.text(),
    /** A user id or an API key id; `null` for the system. */
    actor_id: model.text().searchable().nullable(),
    ip_address: model.text().nullable(),
    user_agent: model.text().nullable(),
    request_id: model.text().nullable(),
    reason: model.text().searchable().nullable(),
    /** What the type of event is made of: counts, ids, provider names. */
    data: model.json().nullable(),
  })
  .indexes([
    { on: ["sequence"] },
    { on: ["user_id", "sequence"] },
    { on: ["actor_id", "sequence"] },
    { on: ["type", "sequence"] },
    { on: ["created_at"] },
  ])

export default LifecycleEvent

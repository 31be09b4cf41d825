/** What is told of an entry of the ledger. */
export const defaultLifecycleEventFields = [
  "id",
  "sequence",
  "type",
  "user_id",
  "email",
  "actor_type",
  "actor_id",
  "ip_address",
  "user_agent",
  "request_id",
  "reason",
  "data",
  "created_at",
]

/** What a file with entries of the ledger has of each: the same, and the names that the list adds. */
export const exportedLifecycleEventFields = [
  ...defaultLifecycleEventFields,
  "actor_name",
  "user_name",
]

export const listLifecycleEventsQueryConfig = {
  defaults: defaultLifecycleEventFields,
  isList: true,
  entity: "lifecycle_event",
}

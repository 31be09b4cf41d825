import type { Rule } from "./invariants"

const A_USER = `(SELECT user_id FROM user_access WHERE status = 'active' ORDER BY user_id LIMIT 1)`
const SOMEBODY_GONE = `(SELECT user_id FROM user_access WHERE status = 'offboarded' ORDER BY user_id LIMIT 1)`
const THEIR_EVENTS = (type: string, user: string) =>
  `ALTER TABLE lifecycle_event DISABLE TRIGGER USER;
   DELETE FROM lifecycle_event WHERE type = '${type}' AND user_id = ${user}`
const ADD_EVENT = (type: string, userId: string) =>
  `INSERT INTO lifecycle_event (id, type, user_id, actor_type)
   VALUES ('ulevt_sabotage', '${type}', ${userId}, 'system')`

/** What half of a change would leave behind, for each rule. */
export const sabotage: Record<Rule, string> = {
  "a user has a login": `DELETE FROM auth_identity WHERE app_metadata->>'user_id' = ${A_USER}`,
  "a user is active": `DELETE FROM user_access WHERE user_id = ${A_USER}`,
  "the ledger tells once of a provision": THEIR_EVENTS("user_provisioned", A_USER),
  "the ledger tells of no offboarding of a user": ADD_EVENT("user_offboarded", A_USER),
  "an identity that names a user names a living one": `
    UPDATE "user" SET deleted_at = now() WHERE id = ${A_USER}`,
  "an identity is somebody's": `
    UPDATE auth_identity SET app_metadata = app_metadata - 'user_id'
    WHERE app_metadata->>'user_id' = ${A_USER}`,
  "an identity can be logged in with": `
    DELETE FROM provider_identity WHERE auth_identity_id IN (
      SELECT id FROM auth_identity WHERE app_metadata->>'user_id' = ${A_USER}
    )`,
  "somebody gone is offboarded": `
    UPDATE user_access SET status = 'active' WHERE user_id = ${SOMEBODY_GONE}`,
  "the ledger tells once of an offboarding": THEIR_EVENTS("user_offboarded", SOMEBODY_GONE),
  "somebody gone has no usable API key": `
    WITH past_the_trigger AS (SELECT set_config('user_lifecycle.undo', 'on', true))
    UPDATE api_key SET revoked_at = NULL FROM past_the_trigger WHERE created_by = ${SOMEBODY_GONE}`,
  "whom the ledger tells of exists": ADD_EVENT("user_provisioned", "'user_nobody'"),
  "whoever has an access state exists": `DELETE FROM "user" WHERE id = ${A_USER}`,
}

import { readMissingRoles } from "../../../database/audit/read-missing-roles"
import { readUserFacts } from "../../../database/audit/read-users"
import { Finding } from "../../../domain/findings/finding"
import { UserFacts } from "../../../domain/findings/snapshot"
import { readNamedFindings } from "../audit/named-findings"
import { RepairContext } from "./repair"

/** Looks at the one that a finding is about again, and says whether it is still found. */
export async function isStillSo({ tx, policy }: RepairContext, { id }: Finding): Promise<boolean> {
  return (await readNamedFindings(tx.knex, policy, [id])).length > 0
}

/** The living user that a finding is about, as they are now. */
export async function readUserOf(
  { tx }: RepairContext,
  { kind, user_id }: Finding
): Promise<UserFacts | undefined> {
  const ids = user_id ? [user_id] : []
  const missingRoles =
    kind === "role_missing" ? await readMissingRoles(tx.knex, "user", ids) : new Map()
  const [user] = await readUserFacts(tx.knex, { ids }, missingRoles)
  return user
}

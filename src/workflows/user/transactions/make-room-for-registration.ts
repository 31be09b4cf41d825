import { MedusaContainer } from "@medusajs/framework/types"
import { lockPasswordLogins, LoginRow } from "../../../database/identities"
import { lockEmail } from "../../../database/locks"
import { readDatabaseClock } from "../../../database/principals"
import { runInTransaction } from "../../../database/transaction"
import { isNobodys, registeredAtMs } from "../../../domain/identity"

/** Time enough for the second of the two steps, and for one more try of it. */
const KEEP_REGISTRATION_MS = 60_000

/**
 * Removes the logins with an invited person's email that are nobody's: one that a stranger registered, or an admin for somebody, does
 * not keep that person from registering, in the two steps of Medusa's dashboard. Whoever accepts the invite shows its token.
 *
 * One that has just been registered stays for a minute: else a stranger could take it away again from an invited person who
 * is between the two steps. Medusa answers whoever comes meanwhile that it exists, unless they know its password (2.21).
 *
 * @param assertInTime throws once nobody waits any more: see `withinOrNever`
 * @returns those that stay for that reason
 */
export async function makeRoomForRegistration(
  container: MedusaContainer,
  email: string,
  assertInTime: () => void
): Promise<LoginRow[]> {
  return await runInTransaction(container, async (tx) => {
    assertInTime()
    await lockEmail(tx.knex, email)
    const logins = await lockPasswordLogins(tx.knex, email)
    const now = await readDatabaseClock(tx.knex)
    const unowned = logins.filter(({ app_metadata }) => isNobodys(app_metadata))
    const kept = unowned.filter((login) => isJustRegistered(login, now))
    const ids = unowned
      .filter((login) => !kept.includes(login))
      .map(({ auth_identity_id }) => auth_identity_id)
    await tx.knex.raw("DELETE FROM auth_identity WHERE id = ANY (?)", [ids])
    assertInTime()
    return kept
  })
}

function isJustRegistered({ provider_metadata }: LoginRow, now: Date): boolean {
  return now.getTime() - registeredAtMs(provider_metadata) < KEEP_REGISTRATION_MS
}

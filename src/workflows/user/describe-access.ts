import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { findAccess } from "../../database/access"
import { findActivity } from "../../database/activity"
import { ApiKeyRow, listApiKeysMadeBy } from "../../database/belongings"
import {
  awaitsPassword,
  findIdentitiesOfUser,
  findMfaFactorsOfUser,
  MfaFactorRow,
} from "../../database/identities"
import { findPersonDetails, PersonDetails } from "../../database/people"
import { readDatabaseClock } from "../../database/principals"
import { findPendingOffboarding } from "../../database/scheduled-offboardings"
import { AccessStatus } from "../../domain/access"
import { USER_LIFECYCLE_MODULE } from "../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../modules/user_lifecycle/service"
import { toUserAccess } from "./to-user-access"
import { userNotFound } from "./transactions/lock-person"
import { UserAccess } from "./types"

/** What a person can act with, and when they last did: `{ access }` of `GET /admin/users/:id/access`. */
export type AccessDescription = UserAccess &
  Omit<PersonDetails, "offboarded_at"> & {
    /** When they are to be offboarded, if there is a date. */
    offboarding_at: Date | null
    /** When they were last handed a token for a login. `null`: never, since the plugin is there. */
    last_login_at: Date | null
    /** When a request last came with a good token or session of theirs, to the minute. */
    last_seen_at: Date | null
    /** The logins that open the admin, with the providers of each. */
    identities: { id: string; providers: { provider: string; entity_id: string }[] }[]
    /** They have a password login, and have yet to set a password: nobody gets in by it. */
    awaits_password: boolean
    /** The second factors that the logins ask for. */
    mfa_factors: MfaFactorRow[]
    /** The secret API keys that they made, also by way of other keys, revoked ones included. */
    api_keys: ApiKeyRow[]
  }

/**
 * Describes the access of a person, living or offboarded.
 *
 * @throws MedusaError `not_found`, code `user_lifecycle.user_not_found`, if no user row has this id
 */
export async function describeAccess(
  container: MedusaContainer,
  userId: string
): Promise<AccessDescription> {
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const { access }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)

  const found = await findPersonDetails(db, userId)
  if (!found) {
    throw userNotFound(userId)
  }
  const { offboarded_at, ...person } = found
  // Before and after: what is written, and let go of, in between is in neither of the two that follow.
  const knownBefore = access.activity.known(userId)
  const [stored, activity, identities, awaits_password, mfa_factors, apiKeys, offboarding, now] =
    await Promise.all([
      findAccess(db, userId),
      findActivity(db, userId),
      findIdentitiesOfUser(db, userId),
      awaitsPassword(db, userId),
      findMfaFactorsOfUser(db, userId),
      listApiKeysMadeBy(db, userId),
      findPendingOffboarding(db, userId),
      readDatabaseClock(db),
    ])
  const known = [knownBefore, activity, access.activity.known(userId)]
  const last_login_at = latest(known.map((each) => each?.last_login_at))
  const last_seen_at = latest(known.map((each) => each?.last_seen_at))
  const userAccess = toUserAccess(userId, stored, now)
  return {
    ...userAccess,
    ...person,
    // Medusa may have deleted the user without the plugin.
    status: offboarded_at ? AccessStatus.OFFBOARDED : userAccess.status,
    offboarding_at: offboarding?.offboard_at ?? null,
    last_login_at,
    last_seen_at,
    identities: identities.map(({ id, providers }) => ({ id, providers })),
    awaits_password,
    mfa_factors,
    api_keys: apiKeys,
  }
}

function latest(instants: (Date | null | undefined)[]): Date | null {
  const known = instants.flatMap((instant) => (instant ? [instant.getTime()] : []))
  return known.length ? new Date(Math.max(...known)) : null
}

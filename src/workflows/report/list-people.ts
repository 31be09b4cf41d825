import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { UserActivity } from "../../database/activity"
import { atOneInstant, streamAtOneInstant } from "../../database/at-one-instant"
import {
  countPeople as countStoredPeople,
  listPeople as listStoredPeople,
  PeopleFilters,
  PeopleOrder,
  PersonRow,
  readErasedKeyOwners,
  readPeople,
} from "../../database/people"
import { USER_LIFECYCLE_MODULE } from "../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../modules/user_lifecycle/service"
import { inPages } from "./in-pages"

/** A page of the users, living or deleted, that filters let through, and how many they are: `GET /admin/user-lifecycle/people`. */
export async function listPeople(
  container: MedusaContainer,
  filters: PeopleFilters,
  order: PeopleOrder,
  page: { limit: number; offset: number }
): Promise<{ people: PersonRow[]; count: number }> {
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const unwritten = unwrittenActivity(container)
  return await atOneInstant(db, (trx) => listStoredPeople(trx, unwritten, filters, order, page))
}

/** How many people {@link streamPeople} has. */
export async function countPeople(
  container: MedusaContainer,
  filters: PeopleFilters
): Promise<number> {
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const users = await countStoredPeople(db, unwrittenActivity(container), filters)
  return users + (await readErasedKeyOwners(db, filters)).length
}

/**
 * All people that filters let through, as they are at one instant, in the order of their ids: the evidence for a review of
 * access. After the users, whoever left API keys that work and whose user was erased from the database. See `streamAtOneInstant` for what it holds meanwhile.
 */
export async function* streamPeople(
  container: MedusaContainer,
  filters: PeopleFilters
): AsyncGenerator<PersonRow> {
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const unwritten = unwrittenActivity(container)
  yield* streamAtOneInstant(db, async function* (trx) {
    yield* inPages((last: PersonRow | undefined, limit) =>
      readPeople(trx, unwritten, { after: last?.user_id ?? "", limit }, filters)
    )
    yield* await readErasedKeyOwners(trx, filters)
  })
}

/**
 * An instance writes about each person once a minute at most, whoever reads. What it has not written yet is a part of the query,
 * instead of being added to what was read: so it counts in filters and in the order, too. What other instances know is up to a
 * minute behind.
 */
function unwrittenActivity(container: MedusaContainer): UserActivity[] {
  const { access }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  return access.activity.unwritten()
}

import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { lastEmailOf } from "./history"

/**
 * What those are called now whom ledger entries name, by their ids: a user's email, also of one who is gone; an API key's title. Of
 * a user whose row was erased, the ledger has the last email.
 */
export async function findNames(db: Knex, ids: string[]): Promise<Map<string, string>> {
  if (!ids.length) {
    return new Map()
  }
  const { rows } = await db.raw(
    `SELECT id, email AS name FROM "user" WHERE id = ANY (:ids)
     UNION ALL SELECT id, title FROM api_key WHERE id = ANY (:ids)
     UNION ALL
     SELECT erased.id, known.email
     FROM unnest(:ids::text[]) AS erased (id)
     CROSS JOIN LATERAL (${lastEmailOf("erased.id")}) known
     WHERE NOT EXISTS (SELECT 1 FROM "user" u WHERE u.id = erased.id)`,
    { ids: [...new Set(ids)] }
  )
  return new Map(rows.map(({ id, name }: { id: string; name: string }) => [id, name]))
}

/** What an entry of the ledger is told with beside what it is: names of those whose ids it has. */
export type LedgerNames = { actor_name: string | null; user_name: string | null }

/** Adds to entries of the ledger what who acted, and whom it happened to, are called now. */
export async function withNames<
  TEntry extends { actor_id?: string | null; user_id?: string | null },
>(db: Knex, entries: TEntry[]): Promise<(TEntry & LedgerNames)[]> {
  const names = await findNames(
    db,
    entries.flatMap(({ actor_id, user_id }) =>
      [actor_id, user_id].filter((id) => typeof id === "string")
    )
  )
  const nameOf = (id: string | null | undefined) => names.get(id ?? "") ?? null
  return entries.map((entry) => ({
    ...entry,
    actor_name: nameOf(entry.actor_id),
    user_name: nameOf(entry.user_id),
  }))
}

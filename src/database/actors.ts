import { Knex } from "@medusajs/framework/mikro-orm/knex"

/** What the actors of ledger entries are called now, by their ids: a user's email, also of one who is gone; an API key's title. */
export async function findActorNames(db: Knex, actorIds: string[]): Promise<Map<string, string>> {
  if (!actorIds.length) {
    return new Map()
  }
  const { rows } = await db.raw(
    `SELECT id, email AS name FROM "user" WHERE id = ANY (:ids)
     UNION ALL SELECT id, title FROM api_key WHERE id = ANY (:ids)`,
    { ids: [...new Set(actorIds)] }
  )
  return new Map(rows.map(({ id, name }: { id: string; name: string }) => [id, name]))
}

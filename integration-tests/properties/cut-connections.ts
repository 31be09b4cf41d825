import { withClient } from "../helpers/database"
import type { ApiResponse } from "../helpers/http"
import type { Stage } from "./changes"

/**
 * Asks for something, and cuts whatever connection writes down meanwhile what a person may do, with everything else written: as where
 * the database dies at that moment.
 *
 * @param options `once`: the first one only, after which nothing is held up any more
 */
export async function whileConnectionsAreCut(
  { backend }: Pick<Stage, "backend">,
  ask: () => Promise<ApiResponse>,
  { once = false } = {}
): Promise<ApiResponse> {
  return await withClient(backend.databaseUrl, async (client) => {
    await client.query("BEGIN")
    // Whoever writes what a person may do waits here.
    await client.query("LOCK TABLE user_access IN SHARE MODE")
    let answer: ApiResponse | undefined
    const request = ask().then((given) => (answer = given))
    let isDone = false
    while (!answer && !isDone) {
      const { rowCount } = await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks
         WHERE relation = 'user_access'::regclass AND NOT granted
           AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
      )
      isDone = once && !!rowCount
    }
    await client.query("COMMIT")
    return await request
  })
}

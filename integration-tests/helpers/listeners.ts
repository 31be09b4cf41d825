import { withClient } from "./database"
import type { Instance } from "./cluster"

const LISTENERS = `FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = $1 AND query LIKE 'LISTEN %'`

/** The processes of PostgreSQL that serve the connection on which an instance listens: one, or none at the moment. */
export async function findListeners(url: string, { name }: Instance): Promise<number[]> {
  return await withClient(url, async (client) => {
    const { rows } = await client.query<{ pid: number }>(`SELECT pid ${LISTENERS}`, [name])
    return rows.map(({ pid }) => pid)
  })
}

/**
 * Ends the connection on which an instance listens, and each that it opens in its place, for as long as something lasts.
 *
 * @returns how many it ended
 */
export async function withoutListener(
  url: string,
  { name }: Instance,
  whileThisLasts: () => Promise<unknown>
): Promise<number> {
  return await withClient(url, async (client) => {
    const terminate = async () =>
      (await client.query(`SELECT pg_terminate_backend(pid) ${LISTENERS}`, [name])).rows.length
    let terminated = await terminate()
    let lasts = true
    const work = whileThisLasts().finally(() => (lasts = false))
    while (lasts) {
      terminated += await terminate()
    }
    await work
    return terminated
  })
}

const LOST = /news about access does not arrive at the moment/g
const FOUND = /news about access arrives again/g

/** How often an instance has said that it lost its news, and that it has them again. */
export function readListenerLog({ server }: Instance): { lost: number; found: number } {
  const count = (pattern: RegExp) => server.logs().match(pattern)?.length ?? 0
  return { lost: count(LOST), found: count(FOUND) }
}

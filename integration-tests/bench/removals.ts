import type { Server } from "../helpers/server"
import type { BenchAdmin } from "./admins"
import { composeRequest, HttpConnection } from "./http-connection"
import { type Latency, latencyOf } from "./statistics"

/** How long the one takes who ends somebody's access, in milliseconds. */
export type Removals = {
  offboard: Latency
  suspend: Latency
  /** `DELETE` as Medusa does it without the plugin: one user row, and one login. */
  delete_without_plugin: Latency
}

/** Ends the access of one person after the other, over one connection. */
export async function measureRemovals(
  servers: { with: Server; without: Server },
  root: BenchAdmin,
  people: { offboard: BenchAdmin[]; suspend: BenchAdmin[]; delete_without_plugin: BenchAdmin[] }
): Promise<Removals> {
  const remove = (person: BenchAdmin) =>
    composeRequest("DELETE", `/admin/users/${person.id}`, root.token)
  const suspend = (person: BenchAdmin) => {
    const body = { reason: "On leave" }
    return composeRequest("POST", `/admin/users/${person.id}/suspend`, root.token, body)
  }
  return {
    delete_without_plugin: await time(servers.without, people.delete_without_plugin, remove),
    offboard: await time(servers.with, people.offboard, remove),
    suspend: await time(servers.with, people.suspend, suspend),
  }
}

/** The first few find the server cold, and do not count. */
const WARM_UP = 5

async function time(
  server: Server,
  people: BenchAdmin[],
  toRequest: (person: BenchAdmin) => string
): Promise<Latency> {
  const connection = await HttpConnection.open(server.port)
  try {
    const latencies: number[] = []
    for (const person of people) {
      const sentAt = performance.now()
      const { status, body } = await connection.send(toRequest(person))
      latencies.push(performance.now() - sentAt)
      if (status !== 200) {
        throw new Error(`${person.id} kept access: ${status} ${body}`)
      }
    }
    return latencyOf(latencies.slice(WARM_UP))
  } finally {
    connection.close()
  }
}

import type { Server } from "../helpers/server"
import type { BenchAdmin } from "./admins"
import { composeRequest, HttpConnection } from "./http-connection"
import { AUTHENTICATED_ROUTE } from "./settings"
import { type Latency, latencyOf } from "./statistics"

/** How soon a second instance refuses somebody whom the first has offboarded. */
export type Propagation = {
  /** From the answer to `DELETE` on one instance to the first refusal on the other, in milliseconds. */
  first_refusal: Latency
  /** Requests that the other instance still accepted although they began after that answer. */
  accepted_afterwards: number
}

const DEADLINE_MS = 10_000

/** Offboards one person after the other on one instance, while the other remembers them and is asked without a pause. */
export async function measurePropagation(
  servers: { here: Server; there: Server },
  root: BenchAdmin,
  people: BenchAdmin[]
): Promise<Propagation> {
  const here = await HttpConnection.open(servers.here.port)
  const there = await HttpConnection.open(servers.there.port)
  try {
    const delays: number[] = []
    let accepted = 0
    for (const person of people) {
      const request = composeRequest("GET", AUTHENTICATED_ROUTE, person.token)
      expectStatus(await there.send(request), 200)
      const removal = composeRequest("DELETE", `/admin/users/${person.id}`, root.token)
      expectStatus(await here.send(removal), 200)

      const answeredAt = performance.now()
      while ((await there.send(request)).status !== 401) {
        accepted++
        if (performance.now() - answeredAt > DEADLINE_MS) {
          throw new Error(`${person.id} was not refused on the other instance`)
        }
      }
      delays.push(performance.now() - answeredAt)
    }
    return { first_refusal: latencyOf(delays), accepted_afterwards: accepted }
  } finally {
    here.close()
    there.close()
  }
}

function expectStatus({ status, body }: { status: number; body: string }, expected: number): void {
  if (status !== expected) {
    throw new Error(`Expected ${expected}, but got ${status}: ${body}`)
  }
}

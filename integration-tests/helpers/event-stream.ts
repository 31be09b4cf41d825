import http from "node:http"
import { type Api, type Credential } from "./http"
import { waitUntil } from "./wait-until"

const WORKFLOW = "/admin/workflows-executions/of-the-test"

export type EventStream = {
  status: number | undefined
  /** When the server ended it, by `performance.now()`; `undefined` while it goes on. */
  ended_at: number | undefined
  /** Stops reading. */
  stop(): void
}

/**
 * Reads the events of a workflow, as the dashboard does (server-sent events). Medusa (2.21) answers with the first event, and not
 * before, so that the workflow is run until it does.
 */
export async function readEvents(
  api: Api,
  { headers }: { headers: Record<string, string> },
  runner: Credential
): Promise<EventStream> {
  const request = http.get(`${api.defaults.baseURL}${WORKFLOW}/subscribe`, {
    headers,
    agent: false,
  })
  let answer: http.IncomingMessage | undefined
  request.on("response", (given) => (answer = given))
  await waitUntil("the stream began", async () => {
    const { status } = await api.post(`${WORKFLOW}/run`, {}, runner)
    return status === 200 && !!answer
  })
  if (!answer) {
    throw new Error("There is no answer")
  }
  const stream: EventStream = {
    status: answer.statusCode,
    ended_at: undefined,
    stop: () => request.destroy(),
  }
  answer.on("error", () => {}).on("close", () => (stream.ended_at = performance.now()))
  answer.resume()
  return stream
}

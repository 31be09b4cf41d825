import { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { AccessRegistry } from "../access/access-registry"
import { onceOver } from "./once-over"

/** Between two looks at whoever holds a stream open, where no news says that something has changed. */
const LOOK_EVERY_MS = 5_000

/**
 * Medusa's streams (2.21) are the former; a browser asks for one of the application's by its media type. An export takes as long as
 * its client reads.
 */
const STREAM_PATH = /\/(subscribe|export)\/?$/i
const STREAM_TYPE = "text/event-stream"

/** The plugin's own route for files judges who sends one when it has arrived, and answers 401. */
const OWN_UPLOAD_PATH = /\/user-lifecycle\/imports\/?$/i

/** Whether a request brings files, which take as long as its client sends: what comes late may be decided late. */
export function bringsFiles({ headers, path }: MedusaRequest): boolean {
  return (
    (headers["content-type"]?.toLowerCase().startsWith("multipart/") ?? false) &&
    !OWN_UPLOAD_PATH.test(path)
  )
}

/** Whether a request asks for an answer that goes on until somebody hangs up (server-sent events), or for long. Cheap: asked of every one. */
export function asksForStream({ headers, path }: MedusaRequest): boolean {
  return headers.accept?.toLowerCase().includes(STREAM_TYPE) || STREAM_PATH.test(path)
}

/**
 * Ends an answer that goes on when its reader's access ends, on whatever instance: who is judged when a request begins would
 * read on for as long as their socket lives. It looks as soon as news of a change arrives, and every few seconds in any case:
 * the news may be late.
 *
 * @param userIds whose credentials came with the request; empty where that is not known of each, as of an API key
 * @param mayRead whether the credentials that came with the request are still good; one that can't be judged is not
 */
export function watchStream(
  req: MedusaRequest,
  res: MedusaResponse,
  access: AccessRegistry,
  userIds: ReadonlySet<string>,
  mayRead: () => Promise<boolean>
): void {
  const look = () => {
    mayRead().then(
      (may) => may || res.destroy(),
      () => res.destroy()
    )
  }
  const stopListening = access.onChange((userId) => {
    if (userId === undefined || !userIds.size || userIds.has(userId)) {
      look()
    }
  })
  const timer = setInterval(look, LOOK_EVERY_MS).unref()
  const stop = () => {
    clearInterval(timer)
    stopListening()
  }
  if (!onceOver(req, res, stop)) {
    return stop()
  }
  // What has changed since the credentials were read was told to nobody here.
  look()
}

import { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"

/**
 * Has something done once whoever sent a request has their answer, or is gone.
 *
 * @returns whether it will be: of a client that has gone already nothing more is ever heard
 */
export function onceOver(
  { socket }: Pick<MedusaRequest, "socket">,
  res: MedusaResponse,
  done: () => void
): boolean {
  if (res.closed || socket.destroyed) {
    return false
  }
  // Whichever comes first: the response to a request that came behind another one on the same connection is never closed where the
  // connection is before its turn.
  let isDone = false
  const finish = () => {
    res.off("close", finish)
    socket.off("close", finish)
    if (!isDone) {
      // One of the two is told in the middle of the other, which goes on with a list of listeners from before.
      isDone = true
      done()
    }
  }
  res.on("close", finish)
  socket.on("close", finish)
  return true
}

import { useSyncExternalStore } from "react"

/** How often what is said in distances from now is said anew. */
const TICK_MS = 30_000

const listeners = new Set<() => void>()
let now = new Date()
let timer: number | undefined

/** One clock for all of them: a list has many, and the browser wakes up once. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= window.setInterval(() => {
    now = new Date()
    listeners.forEach((each) => each())
  }, TICK_MS)
  return () => {
    listeners.delete(listener)
    if (!listeners.size) {
      window.clearInterval(timer)
      timer = undefined
    }
  }
}

/** Has what says how long ago something was said anew while it is on the screen. */
export function useTick(): Date {
  return useSyncExternalStore(subscribe, () => now)
}

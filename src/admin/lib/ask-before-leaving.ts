import { useEffect } from "react"

let underWay = 0

// The browser asks, in words of its own.
const ask = (event: BeforeUnloadEvent) => event.preventDefault()

/**
 * Does something of which somebody is to see what became: until then, the browser asks whoever closes the tab, or leaves the
 * dashboard. Of several at once, the last one ends it.
 */
export async function askBeforeLeaving<T>(run: () => Promise<T>): Promise<T> {
  if (underWay === 0) {
    window.addEventListener("beforeunload", ask)
  }
  underWay += 1
  try {
    return await run()
  } finally {
    underWay -= 1
    if (underWay === 0) {
      window.removeEventListener("beforeunload", ask)
    }
  }
}

/** The same for as long as there is something on the page that would be lost. */
export function useAskBeforeUnload(isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted) {
      return
    }
    // One of its own: the same one is bound once, and would be gone with the first who lets go of it.
    const askHere = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener("beforeunload", askHere)
    return () => window.removeEventListener("beforeunload", askHere)
  }, [isWanted])
}

import { useCallback, useState } from "react"
import { rememberPlace } from "../lib/place"

/**
 * Gives the focus back to what has opened something on top of the page, once that is closed, or to what is near where that was. Radix (2.1), of which Medusa's drawers
 * are made, gives it only to a trigger that is part of the drawer, which none of these has.
 *
 * @returns what hears that it is closed
 */
export function useFocusBack(): (event: Event) => void {
  const [giveFocusBack] = useState(() => {
    const opener = findOpener()
    return opener ? rememberPlace(opener) : () => undefined
  })
  return useCallback(
    (event: Event) => {
      event.preventDefault()
      // What has the focus by now has it for a reason, such as a drawer that follows.
      giveFocusBack()
    },
    [giveFocusBack]
  )
}

/** What has the focus; of an item in a menu, which is gone by then, what has opened the menu. */
function findOpener(): HTMLElement | null {
  const focused = document.activeElement
  const trigger = focused?.closest("[role=menu]")?.getAttribute("aria-labelledby")
  const opener = trigger ? document.getElementById(trigger) : focused
  return opener instanceof HTMLElement && opener !== document.body ? opener : null
}

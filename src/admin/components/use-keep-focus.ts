import { type RefObject, useEffect } from "react"
import { rememberPlace } from "../lib/place"

/**
 * Keeps the focus near where it was when the page takes away what has it: a button that clears a choice goes with it, and so does the
 * row of somebody whom a filter does not let through any more.
 */
export function useKeepFocus(page: RefObject<HTMLElement>): void {
  useEffect(() => {
    const root = page.current
    if (!root) {
      return undefined
    }
    let focused: HTMLElement | undefined
    let giveFocusBack = () => {}
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement) {
        focused = target
        giveFocusBack = rememberPlace(target)
      }
    }
    const observer = new MutationObserver(() => {
      if (focused && !focused.isConnected) {
        focused = undefined
        giveFocusBack()
      }
    })
    root.addEventListener("focusin", remember)
    observer.observe(root, { childList: true, subtree: true })
    return () => {
      root.removeEventListener("focusin", remember)
      observer.disconnect()
    }
  }, [page])
}

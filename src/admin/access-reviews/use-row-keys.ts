import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from "react"

/** Work while something in a row has the focus, and nowhere else (WCAG 2.1, 2.1.4). */
export const KEYS = { keep: "k", remove: "r" } as const

type Place = { row: number; control: number; element: HTMLElement }

type Props = {
  /** What the table shows. When it changes, the focus does not get lost with a row that is gone. */
  rows: readonly unknown[]
  /** The index of the row. Afterwards, the next row has the focus. */
  onKeep: (row: number) => void
  onRemove: (row: number) => void
}

/**
 * A long list without a mouse: the arrows go from row to row, and a letter decides. Where a row goes away while it has the focus,
 * because it was decided about and the list has only those that were not, the one that takes its place has it.
 *
 * @returns what is around the table
 */
export function useRowKeys({ rows, onKeep, onRemove }: Props) {
  const container = useRef<HTMLDivElement>(null)
  const last = useRef<Place>()

  const focus = (row: number, control: number): void => {
    const all = rowsIn(container.current)
    const target = all[Math.max(0, Math.min(row, all.length - 1))]
    const controls = target ? controlsIn(target) : []
    controls[Math.min(control, controls.length - 1)]?.focus()
  }

  useEffect(() => {
    const place = last.current
    if (place && !place.element.isConnected && document.activeElement === document.body) {
      focus(place.row, place.control)
    }
  }, [rows])

  const onFocus = ({ target }: FocusEvent<HTMLDivElement>): void => {
    last.current = placeOf(container.current, target)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    // Nothing of what this table opens on top of it, which React counts as part of it.
    const place = placeOf(container.current, event.target)
    if (!place || event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) {
      return
    }
    const act = (): boolean => {
      switch (event.key.length === 1 ? event.key.toLowerCase() : event.key) {
        case "ArrowDown":
          focus(place.row + 1, place.control)
          return true
        case "ArrowUp":
          focus(place.row - 1, place.control)
          return true
        case KEYS.keep:
          if (!event.repeat) {
            onKeep(place.row)
            focus(place.row + 1, place.control)
          }
          return true
        case KEYS.remove:
          if (!event.repeat) {
            onRemove(place.row)
          }
          return true
        default:
          // A key that is held down is no decision about each row that comes to be below it.
          return event.key === "Enter" && event.repeat
      }
    }
    if (act()) {
      event.preventDefault()
      // Medusa's dashboard has shortcuts of its own (2.21), of several letters.
      event.stopPropagation()
    }
  }
  return { ref: container, onFocus, onKeyDown }
}

const rowsIn = (container: HTMLElement | null): HTMLElement[] => [
  ...(container?.querySelectorAll<HTMLElement>("tbody tr") ?? []),
]

const controlsIn = (row: HTMLElement): HTMLElement[] => [
  ...row.querySelectorAll<HTMLElement>("button:not([disabled]), a[href]"),
]

/** Where in the table something is; `undefined` for what is in none of its rows. */
function placeOf(container: HTMLElement | null, target: EventTarget): Place | undefined {
  const row = target instanceof HTMLElement ? target.closest<HTMLElement>("tbody tr") : null
  if (!row || !(target instanceof HTMLElement) || !container?.contains(row)) {
    return undefined
  }
  return {
    row: rowsIn(container).indexOf(row),
    control: Math.max(0, controlsIn(row).indexOf(target)),
    element: target,
  }
}

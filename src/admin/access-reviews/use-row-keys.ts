import { type FocusEvent, type KeyboardEvent, useEffect, useRef } from "react"

/** Work while something in a row has the focus, and nowhere else (WCAG 2.1, 2.1.4). */
export const KEYS = { keep: "k", remove: "r" } as const

/** Where the focus is. */
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

  /** Goes on from a place, to the same button of the next row that has one; or where no key belongs to it, to the next row. */
  const move = ({ row, control, element }: Place, step: 1 | -1): void => {
    const all = rowsIn(container.current)
    const following = step === 1 ? all.slice(row + 1) : all.slice(0, row).reverse()
    const key = keyOf(element)
    const target = key
      ? following.flatMap((each) => buttonWith(key, each) ?? [])[0]
      : at(controlsIn(following[0]), control)
    target?.focus()
  }

  /** Finds another place for the focus where the one that had it is gone. */
  const restore = ({ row, control, element }: Place): void => {
    const all = rowsIn(container.current)
    const key = keyOf(element)
    const sameButton = key && all.slice(row).flatMap((each) => buttonWith(key, each) ?? [])[0]
    // Never another button that decides: it would be pressed by mistake.
    const target = sameButton || at(controlsIn(at(all, row)), key ? 0 : control)
    target?.focus()
  }

  useEffect(() => {
    const place = last.current
    if (place?.element.isConnected) {
      // Rows above it may be gone.
      last.current = placeOf(container.current, place.element)
    } else if (place && document.activeElement === document.body) {
      restore(place)
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
          move(place, 1)
          return true
        case "ArrowUp":
          move(place, -1)
          return true
        case KEYS.keep:
          if (!event.repeat) {
            onKeep(place.row)
            move(place, 1)
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

const controlsIn = (row: HTMLElement | undefined): HTMLElement[] => [
  ...(row?.querySelectorAll<HTMLElement>("button:not([disabled]), a[href]") ?? []),
]

/** The key that does what a button does, if there is one. */
const keyOf = (element: HTMLElement): string | null => element.getAttribute("aria-keyshortcuts")

const buttonWith = (key: string, row: HTMLElement): HTMLElement | undefined =>
  controlsIn(row).find((control) => keyOf(control) === key)

/** What is at a place of a list, or the last one where the list is shorter. */
const at = <T>(list: T[], index: number): T | undefined => list[Math.min(index, list.length - 1)]

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

import { useState } from "react"
import type { Selection } from "./server-table"

export type ChosenRows<TRow> = {
  /** For the table. */
  selection: Selection
  /** What is chosen, also on other pages. */
  chosen: TRow[]
  clear: () => void
}

/**
 * The rows of a table that are chosen. One of another page stays chosen, as it was when its page was there; one of this page is as
 * it is now.
 */
export function useSelection<TRow>(
  rows: TRow[] | undefined,
  idOf: (row: TRow) => string
): ChosenRows<TRow> {
  const [kept, setKept] = useState<ReadonlyMap<string, TRow>>(new Map())
  const here = new Map((rows ?? []).map((row) => [idOf(row), row]))

  const onChange = (ids: ReadonlySet<string>) => {
    setKept(
      new Map(
        [...ids].flatMap((id): [string, TRow][] => {
          const row = here.get(id) ?? kept.get(id)
          return row === undefined ? [] : [[id, row]]
        })
      )
    )
  }
  return {
    selection: { ids: new Set(kept.keys()), onChange },
    chosen: [...kept].map(([id, row]) => here.get(id) ?? row),
    clear: () => setKept(new Map()),
  }
}

import { useState } from "react"
import type { Selection } from "./server-table"

/** What is chosen; another object after each change. */
export type Choice<TRow> = {
  rows: ReadonlyMap<string, TRow>
  /** Of which search and filters it is everything, as long as nobody has changed it. */
  of?: string
}

export type ChosenRows<TRow> = {
  /** For the table. */
  selection: Selection
  /** What is chosen, also on other pages. */
  chosen: TRow[]
  choice: Choice<TRow>
  /** Chooses these, and nothing else: everything of a search and filters. */
  choose: (rows: TRow[], of: string) => void
  /** These are not chosen any more. */
  drop: (rows: TRow[]) => void
  clear: () => void
}

/**
 * The rows of a table that are chosen. One of another page stays chosen, as it was when its page was there; one of this page is as
 * it is now. With whom something was done is to be dropped: it was chosen for that.
 */
export function useSelection<TRow>(
  rows: TRow[] | undefined,
  idOf: (row: TRow) => string
): ChosenRows<TRow> {
  const [choice, setChoice] = useState<Choice<TRow>>({ rows: new Map() })
  const here = new Map((rows ?? []).map((row) => [idOf(row), row]))

  const onChange = (ids: ReadonlySet<string>) => {
    setChoice({
      rows: new Map(
        [...ids].flatMap((id): [string, TRow][] => {
          const row = here.get(id) ?? choice.rows.get(id)
          return row === undefined ? [] : [[id, row]]
        })
      ),
    })
  }
  return {
    selection: { ids: new Set(choice.rows.keys()), onChange },
    chosen: [...choice.rows].map(([id, row]) => here.get(id) ?? row),
    choice,
    choose: (chosen, of) => setChoice({ rows: new Map(chosen.map((row) => [idOf(row), row])), of }),
    drop: (dropped) => {
      const ids = new Set(dropped.map(idOf))
      setChoice((current) =>
        [...ids].some((id) => current.rows.has(id))
          ? { rows: new Map([...current.rows].filter(([id]) => !ids.has(id))) }
          : current
      )
    },
    clear: () => setChoice({ rows: new Map() }),
  }
}

import { ArrowDownMini, ArrowUpDown, ArrowUpMini } from "@medusajs/icons"
import type { TableState } from "./use-table-state"

type Props = {
  name: string
  label: string
  state: TableState
  /** The order in which the backend has the list by itself. */
  defaultOrder: string | undefined
}

/** The header of a column that a list can be put in the order of: up, down, and as it was. */
export function SortButton({ name, label, state: { order, change }, defaultOrder }: Props) {
  const now = order ?? defaultOrder
  const next = now === name ? `-${name}` : now === `-${name}` ? undefined : name
  return (
    <button
      type="button"
      className="txt-compact-small-plus hover:text-ui-fg-base focus-visible:shadow-borders-focus flex whitespace-nowrap items-center gap-x-1 rounded-md outline-none"
      onClick={() => change({ order: next })}
    >
      {label}
      {now === name ? (
        <ArrowUpMini />
      ) : now === `-${name}` ? (
        <ArrowDownMini />
      ) : (
        <ArrowUpDown className="text-ui-fg-muted" />
      )}
    </button>
  )
}

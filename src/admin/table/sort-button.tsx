import { ArrowDownMini, ArrowUpMini } from "@medusajs/icons"
import { clx } from "@medusajs/ui"
import type { TableState } from "./use-table-state"

type Props = { name: string; label: string; state: TableState }

/** The header of a column that a list can be put in the order of: up, down, and as it was. */
export function SortButton({ name, label, state }: Props) {
  const { order, change } = state
  const next = order === name ? `-${name}` : order === `-${name}` ? undefined : name
  return (
    <button
      type="button"
      className="txt-compact-small-plus hover:text-ui-fg-base focus-visible:shadow-borders-focus flex items-center gap-x-1 rounded-md outline-none"
      onClick={() => change({ order: next })}
    >
      {label}
      {order === `-${name}` ? (
        <ArrowDownMini />
      ) : (
        // Pale where it is what a click would do.
        <ArrowUpMini className={clx(order !== name && "text-ui-fg-muted")} />
      )}
    </button>
  )
}

import { Input, Label } from "@medusajs/ui"
import { useId } from "react"
import { MAX_DAY } from "../lib/local-time"
import { useTyped } from "../table/use-typed"

type Props = {
  label: string
  /** As `2027-03-01`; empty: any. */
  value: string
  onChange: (value: string) => void
}

/** One end of a stretch of days. A year that is being typed goes through the first centuries. */
export function DayInput({ label, value, onChange }: Props) {
  const id = useId()
  const { typed, type } = useTyped(value, onChange)
  return (
    <div className="flex items-center gap-x-2">
      <Label size="small" htmlFor={id} className="text-ui-fg-subtle">
        {label}
      </Label>
      <Input
        id={id}
        type="date"
        max={MAX_DAY}
        size="small"
        value={typed}
        onChange={(event) => type(event.target.value)}
      />
    </div>
  )
}

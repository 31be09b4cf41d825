import { Hint, Label, Switch } from "@medusajs/ui"
import { useId } from "react"

type Props = {
  label: string
  hint: string
  checked: boolean
  isDisabled?: boolean
  onChange: (checked: boolean) => void
}

/** Something that is on or off, with its label beside it. */
export function SwitchField({ label, hint, checked, isDisabled, onChange }: Props) {
  const id = useId()
  const noteId = `${id}-note`
  return (
    <div className="flex items-start gap-x-3">
      <Switch
        id={id}
        aria-describedby={noteId}
        checked={checked}
        disabled={isDisabled}
        onCheckedChange={onChange}
      />
      <div className="flex flex-col">
        <Label size="small" weight="plus" htmlFor={id}>
          {label}
        </Label>
        <Hint id={noteId}>{hint}</Hint>
      </div>
    </div>
  )
}

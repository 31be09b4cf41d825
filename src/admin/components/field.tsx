import { Hint, Label } from "@medusajs/ui"
import { type ReactNode, useId } from "react"
import { usePatient } from "../lib/use-patient"
import { useTranslation } from "../i18n/use-translation"

/** What a control needs to be named and described by its field. */
export type ControlProps = {
  id: string
  "aria-describedby": string | undefined
  "aria-invalid": boolean
  "aria-required"?: boolean
}

type Props = {
  label: string
  hint?: string
  /** What is wrong with what was typed so far: it is said after a pause, or when the field is left. */
  problem?: string
  /** What was refused: it is said at once. */
  error?: string
  isOptional?: boolean
  children: (control: ControlProps) => ReactNode
}

/** A control with its label, a hint, and what is wrong with it, all of which a screen reader says. */
export function Field({ label, hint, problem, error, isOptional = false, children }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const noteId = `${id}-note`
  const { said, onInput, onBlur } = usePatient(problem)
  const wrong = said ?? error
  const note = wrong ?? hint
  return (
    <div className="flex flex-col gap-y-1" onInput={onInput} onBlur={onBlur}>
      <Label size="small" weight="plus" htmlFor={id}>
        {label}
        {isOptional && (
          <span className="text-ui-fg-subtle font-normal"> ({t("fields.optional")})</span>
        )}
      </Label>
      {children({
        id,
        "aria-describedby": note ? noteId : undefined,
        "aria-invalid": wrong !== undefined,
        "aria-required": !isOptional || undefined,
      })}
      {note && (
        <Hint id={noteId} variant={wrong ? "error" : "info"} role={wrong ? "alert" : undefined}>
          {note}
        </Hint>
      )}
    </div>
  )
}

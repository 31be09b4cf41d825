import { Hint, Label } from "@medusajs/ui"
import { type ReactNode, useId } from "react"
import { useTranslation } from "react-i18next"
import { NAMESPACE } from "../i18n/namespace"

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
  /** What is wrong with what was typed. */
  error?: string
  isOptional?: boolean
  children: (control: ControlProps) => ReactNode
}

/** A control with its label, a hint, and what is wrong with it, all of which a screen reader says. */
export function Field({ label, hint, error, isOptional = false, children }: Props) {
  const { t } = useTranslation(NAMESPACE)
  const id = useId()
  const noteId = `${id}-note`
  const note = error ?? hint
  return (
    <div className="flex flex-col gap-y-1">
      <Label size="small" weight="plus" htmlFor={id}>
        {label}
        {isOptional && (
          <span className="text-ui-fg-subtle font-normal"> ({t("fields.optional")})</span>
        )}
      </Label>
      {children({
        id,
        "aria-describedby": note ? noteId : undefined,
        "aria-invalid": error !== undefined,
        "aria-required": !isOptional || undefined,
      })}
      {note && (
        <Hint id={noteId} variant={error ? "error" : "info"} role={error ? "alert" : undefined}>
          {note}
        </Hint>
      )}
    </div>
  )
}

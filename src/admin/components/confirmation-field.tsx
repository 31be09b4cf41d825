import { Input } from "@medusajs/ui"
import { useTranslation } from "../i18n/use-translation"
import { Field } from "./field"

type Props = {
  /** What has to be typed. */
  secret: string
  value: string
  /** Default: that it is typed to confirm. */
  label?: string
  /** The keyboard that a phone shows for it. */
  inputMode?: "numeric"
  onChange: (value: string) => void
}

/** Has somebody type what they are about to do, so that it is not done by a click too many. */
export function ConfirmationField({ secret, value, label, inputMode, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <Field
      label={label ?? t("people.confirm", { secret })}
      // Some letters look like others.
      problem={value && value.trim() !== secret ? t("people.confirm_otherwise") : undefined}
    >
      {(control) => (
        <Input
          {...control}
          autoComplete="off"
          inputMode={inputMode}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

import { Textarea } from "@medusajs/ui"
import { Field } from "../components/field"
import { useTranslation } from "../i18n/use-translation"

const MAX_NOTE_LENGTH = 1_000

type Props = { value: string; hint: string; onChange: (note: string) => void }

/** Why something was decided. */
export function NoteField({ value, hint, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <Field label={t("access_reviews.fields.note")} hint={hint} isOptional>
      {(control) => (
        <Textarea
          {...control}
          maxLength={MAX_NOTE_LENGTH}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

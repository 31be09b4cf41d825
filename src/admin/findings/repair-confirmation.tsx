import { Input } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Field } from "../components/field"
import { NAMESPACE } from "../i18n/namespace"

type Props = { secret: string; value: string; onChange: (value: string) => void }

/** Has somebody type how many things are removed, so that they know. */
export function RepairConfirmation({ secret, value, onChange }: Props) {
  const { t } = useTranslation(NAMESPACE)
  return (
    <Field label={t("findings.drawer.confirm", { secret })}>
      {(control) => (
        <Input
          {...control}
          autoComplete="off"
          inputMode="numeric"
          placeholder={secret}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

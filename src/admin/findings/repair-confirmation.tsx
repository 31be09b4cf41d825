import { ConfirmationField } from "../components/confirmation-field"
import { useTranslation } from "../i18n/use-translation"

type Props = {
  secret: string
  isNumber: boolean
  value: string
  onChange: (value: string) => void
}

/** Has somebody type what is removed, or how many things are, so that they know. */
export function RepairConfirmation({ isNumber, ...props }: Props) {
  const { t } = useTranslation()
  return (
    <ConfirmationField
      {...props}
      label={t("findings.drawer.confirm", { secret: props.secret })}
      inputMode={isNumber ? "numeric" : undefined}
    />
  )
}

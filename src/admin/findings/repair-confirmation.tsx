import { ConfirmationField } from "../components/confirmation-field"
import { NAMESPACE } from "../i18n/namespace"
import { useTranslation } from "../i18n/use-translation"

type Props = { secret: string; value: string; onChange: (value: string) => void }

/** Has somebody type how many things are removed, so that they know. */
export function RepairConfirmation(props: Props) {
  const { t } = useTranslation(NAMESPACE)
  return (
    <ConfirmationField
      {...props}
      label={t("findings.drawer.confirm", { secret: props.secret })}
      inputMode="numeric"
    />
  )
}

import { Input, Select } from "@medusajs/ui"
import { useTranslation } from "../../i18n/use-translation"
import { Field } from "../../components/field"
import { useLoginMethodName } from "../login-methods"

type Props = {
  providers: string[]
  provider: string
  entityId: string
  error: string | undefined
  onChange: (change: { provider?: string; entity_id?: string }) => void
}

/** Where somebody signs in, and what they are called there. */
export function SignOnFields({ providers, provider, entityId, error, onChange }: Props) {
  const { t } = useTranslation()
  const nameOf = useLoginMethodName()
  return (
    <>
      <Field label={t("people.add.provider")}>
        {(control) => (
          <Select value={provider} onValueChange={(value) => onChange({ provider: value })}>
            <Select.Trigger {...control}>
              <Select.Value placeholder={t("people.add.choose_provider")} />
            </Select.Trigger>
            <Select.Content>
              {providers.map((each) => (
                <Select.Item key={each} value={each}>
                  {nameOf(each)}
                </Select.Item>
              ))}
            </Select.Content>
          </Select>
        )}
      </Field>
      <Field label={t("people.add.entity_id")} hint={t("people.add.entity_id_hint")} error={error}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            maxLength={255}
            value={entityId}
            onChange={(event) => onChange({ entity_id: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}

import { Input, Textarea } from "@medusajs/ui"
import { useSettings } from "../api/use-settings"
import { Field } from "../components/field"
import { SwitchField } from "../components/switch-field"
import { useTranslation } from "../i18n/use-translation"
import { MAX_MINUTE } from "../lib/local-time"
import type { ActionForm } from "./action-form"
import type { ActionField } from "./person-actions"

type Props = {
  fields: ActionField[]
  form: ActionForm
  onChange: (change: Partial<ActionForm>) => void
  problems: Partial<Record<ActionField, string>>
  /** Without a date there is nothing to do. */
  isDateRequired: boolean
  /** It is not known yet what is to be changed, but for the date. */
  isUnknown: boolean
}

/** The fields of an action, of which each action has some. */
export function ActionFields(props: Props) {
  const { fields, form, onChange, problems, isDateRequired, isUnknown } = props
  const { t } = useTranslation()
  const { timeZone: zone } = new Intl.DateTimeFormat().resolvedOptions()
  const has = (field: ActionField) => fields.includes(field)
  return (
    <>
      {has("email") && (
        <Field label={t("people.fields.new_email")} problem={problems.email}>
          {(control) => (
            <Input
              {...control}
              type="email"
              autoComplete="off"
              value={form.email}
              onChange={(event) => onChange({ email: event.target.value })}
            />
          )}
        </Field>
      )}
      {has("until") && (
        <DateField
          label={t("people.fields.until")}
          hint={t("people.fields.until_hint", { zone })}
          problem={problems.until}
          isOptional
          value={form.until}
          onChange={(until) => onChange({ until })}
        />
      )}
      {has("at") && (
        <DateField
          label={t("people.fields.at")}
          hint={t(isDateRequired ? "people.fields.zone" : "people.fields.at_hint", { zone })}
          problem={problems.at}
          isOptional={!isDateRequired}
          value={form.at}
          onChange={(at) => onChange({ at })}
        />
      )}
      {has("revoke_api_keys") && (
        <KeysField
          chosen={form.revoke_api_keys}
          isDisabled={isUnknown}
          onChange={(revoke_api_keys) => onChange({ revoke_api_keys })}
        />
      )}
      {has("reason") && (
        <Field label={t("people.fields.reason")} hint={t("people.fields.reason_hint")} isOptional>
          {(control) => (
            <Textarea
              {...control}
              maxLength={1000}
              disabled={isUnknown}
              value={form.reason}
              onChange={(event) => onChange({ reason: event.target.value })}
            />
          )}
        </Field>
      )}
    </>
  )
}

type DateProps = {
  label: string
  hint: string
  problem?: string
  isOptional: boolean
  value: string
  onChange: (value: string) => void
}

function DateField({ value, onChange, ...field }: DateProps) {
  return (
    <Field {...field}>
      {(control) => (
        <Input
          {...control}
          type="datetime-local"
          max={MAX_MINUTE}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

type KeysProps = {
  /** `undefined`: as the shop has it. */
  chosen: boolean | undefined
  isDisabled: boolean
  onChange: (chosen: boolean) => void
}

function KeysField({ chosen, isDisabled, onChange }: KeysProps) {
  const { t } = useTranslation()
  const settings = useSettings()
  // Nobody changes what they were not shown. Until then it is as the application's options have it.
  const isUnknown = chosen === undefined && !settings.data
  return (
    <SwitchField
      label={t("people.fields.revoke_api_keys")}
      hint={t(
        isUnknown && settings.isError
          ? "people.fields.revoke_api_keys_unknown"
          : "people.fields.revoke_api_keys_hint"
      )}
      checked={chosen ?? settings.data?.revokes_api_keys ?? false}
      isDisabled={isDisabled || isUnknown}
      onChange={onChange}
    />
  )
}

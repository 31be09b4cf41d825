import { Label, RadioGroup } from "@medusajs/ui"
import { useId } from "react"
import { type DefaultMethod, ImportMethod } from "../../domain/import/row"
import { NAMESPACE } from "../i18n/namespace"
import { useTranslation } from "../i18n/use-translation"

type Props = { method: DefaultMethod; onChange: (method: DefaultMethod) => void }

const METHODS: DefaultMethod[] = [ImportMethod.INVITE, ImportMethod.SET_PASSWORD]

/** What is done with people of whom the file has neither a password nor a login. */
export function DefaultMethodChoice({ method, onChange }: Props) {
  const { t } = useTranslation(NAMESPACE)
  const id = useId()
  return (
    <div className="flex flex-col gap-y-2">
      <Label id={id} size="small" weight="plus">
        {t("imports.default_method.label")}
      </Label>
      <RadioGroup
        aria-labelledby={id}
        className="md:grid-cols-2"
        value={method}
        onValueChange={(value) => onChange(METHODS.find((each) => each === value) ?? method)}
      >
        {METHODS.map((each) => (
          <RadioGroup.ChoiceBox
            key={each}
            value={each}
            label={t(`imports.default_method.${each}.label`)}
            description={t(`imports.default_method.${each}.description`)}
          />
        ))}
      </RadioGroup>
    </div>
  )
}

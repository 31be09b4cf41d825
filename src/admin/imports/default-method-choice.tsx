import { Label, RadioGroup } from "@medusajs/ui"
import { useId } from "react"
import type { DefaultMethod } from "../../domain/import/row"
import { useTranslation } from "../i18n/use-translation"

type Props = {
  method: DefaultMethod
  /** Those that there are in this shop. */
  methods: DefaultMethod[]
  /** Whether the email does not leave that a method begins with. */
  isUnsent: (method: DefaultMethod) => boolean
  onChange: (method: DefaultMethod) => void
}

/** What is done with people of whom the file has neither a password nor a login. */
export function DefaultMethodChoice({ method, methods, isUnsent, onChange }: Props) {
  const { t } = useTranslation()
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
        onValueChange={(value) => onChange(methods.find((each) => each === value) ?? method)}
      >
        {methods.map((each) => (
          <RadioGroup.ChoiceBox
            key={each}
            value={each}
            label={t(`imports.default_method.${each}.label`)}
            description={t(
              `imports.default_method.${each}.${isUnsent(each) ? "without_email.description" : "description"}`
            )}
          />
        ))}
      </RadioGroup>
    </div>
  )
}

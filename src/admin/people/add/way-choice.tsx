import { RadioGroup } from "@medusajs/ui"
import { useTranslation } from "../../i18n/use-translation"
import type { WayIn } from "./ways-in"

type Props = {
  way: WayIn
  ways: WayIn[]
  /** Whether the email does not leave that a way begins with. */
  isUnsent: (way: WayIn) => boolean
  onChange: (way: WayIn) => void
}

/** How the person begins, with what each way means. */
export function WayChoice({ way, ways, isUnsent, onChange }: Props) {
  const { t } = useTranslation()
  return (
    <RadioGroup
      aria-label={t("people.add.way")}
      value={way}
      onValueChange={(value) => onChange(ways.find((each) => each === value) ?? way)}
    >
      {ways.map((each) => (
        <RadioGroup.ChoiceBox
          key={each}
          value={each}
          label={t(`people.add.ways.${each}.label`)}
          description={t(
            `people.add.ways.${each}.${isUnsent(each) ? "without_email.description" : "description"}`
          )}
        />
      ))}
    </RadioGroup>
  )
}

import { RadioGroup } from "@medusajs/ui"
import { useTranslation } from "../../i18n/use-translation"
import { NAMESPACE } from "../../i18n/namespace"
import type { WayIn } from "./ways-in"

type Props = { way: WayIn; ways: WayIn[]; onChange: (way: WayIn) => void }

/** How the person begins, with what each way means. */
export function WayChoice({ way, ways, onChange }: Props) {
  const { t } = useTranslation(NAMESPACE)
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
          description={t(`people.add.ways.${each}.description`)}
        />
      ))}
    </RadioGroup>
  )
}

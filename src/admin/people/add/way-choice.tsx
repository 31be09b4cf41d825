import { RadioGroup } from "@medusajs/ui"
import { useTranslation } from "../../i18n/use-translation"
import { NAMESPACE } from "../../i18n/namespace"
import { type WayIn, WaysIn } from "./ways-in"

type Props = { way: WayIn; onChange: (way: WayIn) => void; hasSingleSignOn: boolean }

/** How the person begins, with what each way means. */
export function WayChoice({ way, onChange, hasSingleSignOn }: Props) {
  const { t } = useTranslation(NAMESPACE)
  const ways = Object.values(WaysIn).filter(
    (each) => each !== WaysIn.SINGLE_SIGN_ON || hasSingleSignOn
  )
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

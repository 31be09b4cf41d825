import { defineWidgetConfig } from "@medusajs/admin-sdk"
import { useTranslation } from "../i18n/use-translation"
import { Section } from "../components/section"
import { AccessDetails } from "../people/access-details"

/**
 * On Medusa's own page of a user: what they can act with, and the actions. Medusa (2.21) has every widget below its own parts,
 * whatever the zone; whoever customizes the page can move it. Where the zone counts, it is above.
 */
const UserAccessWidget = ({ data: user }: { data: { id: string } }) => {
  const { t } = useTranslation()
  return (
    <Section title={t("people.access")}>
      {/* Medusa's search leads from one user to another on the same page: a form about one is not to become about the other. */}
      <AccessDetails key={user.id} userId={user.id} hasName={false} />
    </Section>
  )
}
export default UserAccessWidget

export const config = defineWidgetConfig({
  id: "user-lifecycle:user-access",
  zone: "user.details.before",
})

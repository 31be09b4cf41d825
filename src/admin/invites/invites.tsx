import { Button } from "@medusajs/ui"
import { useState } from "react"
import { useCan } from "../api/use-permissions"
import { Section } from "../components/section"
import { useTranslation } from "../i18n/use-translation"
import { InvitePeopleDrawer } from "./invite-people-drawer"
import { InvitesTable } from "./invites-table"

/** The open invites, and the way to make some. */
export function Invites() {
  const { t } = useTranslation()
  const can = useCan()
  const [isInviting, setIsInviting] = useState(false)
  return (
    <Section
      title={t("invites.title")}
      description={t("invites.description")}
      actions={
        can("invite:create") && (
          <Button size="small" variant="secondary" onClick={() => setIsInviting(true)}>
            {t("invites.invite.title")}
          </Button>
        )
      }
    >
      <InvitesTable />
      {isInviting && <InvitePeopleDrawer onClose={() => setIsInviting(false)} />}
    </Section>
  )
}

import { Button } from "@medusajs/ui"
import { Link } from "react-router-dom"
import { AccessStatus } from "../../domain/access"
import { SideDrawer } from "../components/side-drawer"
import { useTranslation } from "../i18n/use-translation"
import { userPage } from "../lib/paths"
import { AccessDetails } from "./access-details"
import { useAccess } from "./use-access"

/** All about one person, also about somebody who is gone and has no page of Medusa's any more. */
export function PersonDrawer({ userId, onClose }: { userId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const { data: access } = useAccess(userId)
  return (
    <SideDrawer
      title={access?.email ?? t("people.person")}
      onClose={onClose}
      footer={
        access && access.status !== AccessStatus.OFFBOARDED ? (
          <Button size="small" variant="secondary" asChild>
            <Link to={userPage(userId)}>{t("people.open_user")}</Link>
          </Button>
        ) : undefined
      }
    >
      <div className="-mx-6 -my-4 divide-y">
        <AccessDetails userId={userId} />
      </div>
    </SideDrawer>
  )
}

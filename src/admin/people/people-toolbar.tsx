import { PlusMini } from "@medusajs/icons"
import { Button } from "@medusajs/ui"
import { useState } from "react"
import { Link } from "react-router-dom"
import { IMPORT_PERMISSIONS } from "../../domain/permission"
import { useCan } from "../api/use-permissions"
import { ExportMenu } from "../components/export-menu"
import { RowActions } from "../components/row-actions"
import { useTranslation } from "../i18n/use-translation"
import { importPage, LIFECYCLE } from "../lib/paths"
import { useTableState } from "../table/use-table-state"
import { AddPersonDrawer } from "./add/add-person-drawer"
import { PEOPLE_FILTERS } from "./people-table"
import { toPeopleQuery } from "./people-query"
import { useAddPerson } from "./add/use-add-person"
import { RevokeAllDrawer } from "./revoke-all-drawer"

type Props = {
  /** The list has no users, of which there could be a file. */
  isInvited: boolean
}

/** What there is to do with the list as a whole: a file of it, a file for it, another person, and an end to all sessions. */
export function PeopleToolbar({ isInvited }: Props) {
  const { t } = useTranslation()
  const { query } = useTableState(PEOPLE_FILTERS)
  const { isOpen, open, close } = useAddPerson()
  const can = useCan()
  const [isRevoking, setIsRevoking] = useState(false)
  return (
    <>
      {!isInvited && (
        <ExportMenu
          path={`${LIFECYCLE}/people/export`}
          query={toPeopleQuery(query, new Date())}
          fileName="people"
        />
      )}
      {can(...IMPORT_PERMISSIONS) && (
        <Button size="small" variant="secondary" asChild>
          <Link to={importPage()}>{t("people.import")}</Link>
        </Button>
      )}
      {(can("user:create") || can("invite:create")) && (
        <Button size="small" onClick={open}>
          <PlusMini />
          {t("people.add.title")}
        </Button>
      )}
      {can("user:update") && (
        <RowActions
          label={t("people.more_actions")}
          actions={[
            {
              label: t("people.revoke_all.label"),
              isDestructive: true,
              onSelect: () => setIsRevoking(true),
            },
          ]}
        />
      )}
      {isRevoking && <RevokeAllDrawer onClose={() => setIsRevoking(false)} />}
      {isOpen && <AddPersonDrawer onClose={close} />}
    </>
  )
}

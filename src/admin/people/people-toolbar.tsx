import { PlusMini } from "@medusajs/icons"
import { Button } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { ExportMenu } from "../components/export-menu"
import { NAMESPACE } from "../i18n/namespace"
import { importPage, LIFECYCLE } from "../lib/paths"
import { useTableState } from "../table/use-table-state"
import { AddPersonDrawer } from "./add/add-person-drawer"
import { PEOPLE_FILTERS } from "./people-table"
import { toPeopleQuery } from "./people-query"
import { useAddPerson } from "./add/use-add-person"

/** What there is to do with the list as a whole: a file of it, a file for it, and another person. */
export function PeopleToolbar() {
  const { t } = useTranslation(NAMESPACE)
  const { query } = useTableState(PEOPLE_FILTERS)
  const { isOpen, open, close } = useAddPerson()
  return (
    <>
      <ExportMenu
        path={`${LIFECYCLE}/people/export`}
        query={toPeopleQuery(query)}
        fileName="people"
      />
      <Button size="small" variant="secondary" asChild>
        <Link to={importPage()}>{t("people.import")}</Link>
      </Button>
      <Button size="small" onClick={open}>
        <PlusMini />
        {t("people.add.title")}
      </Button>
      {isOpen && <AddPersonDrawer onClose={close} />}
    </>
  )
}

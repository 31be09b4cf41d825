import { useSearchParams } from "react-router-dom"
import { Breadcrumb } from "../../../../../components/breadcrumb"
import { LifecyclePage } from "../../../../../components/lifecycle-page"
import { ImportReport } from "../../../../../imports/import-report"
import { ImportStart } from "../../../../../imports/import-start"

const ImportPeoplePage = () => {
  const [params] = useSearchParams()
  const importId = params.get("import")
  return (
    <LifecyclePage>
      {importId ? <ImportReport key={importId} importId={importId} /> : <ImportStart />}
    </LifecyclePage>
  )
}

export default ImportPeoplePage

export const handle = { breadcrumb: () => <Breadcrumb label="imports.title" /> }

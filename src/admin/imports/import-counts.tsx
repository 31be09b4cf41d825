import { ImportRowStatus, ImportStatus } from "../../domain/import/status"
import type { PeopleImport } from "../api/types"
import { importPage } from "../lib/paths"
import { Figure } from "../overview/figure"
import { useLineStatusName } from "./line-status"

const BEFORE = [ImportRowStatus.READY, ImportRowStatus.EXISTS, ImportRowStatus.INVALID]
const AFTER = [
  ImportRowStatus.CREATED,
  ImportRowStatus.INVITED,
  ImportRowStatus.FAILED,
  ImportRowStatus.READY,
  ImportRowStatus.EXISTS,
  ImportRowStatus.INVALID,
]

/** How many lines have which status, each with the way to those lines. */
export function ImportCounts({ row: { id, status, counts } }: { row: PeopleImport }) {
  const nameOf = useLineStatusName(status)
  const statuses = status === ImportStatus.VALIDATED ? BEFORE : AFTER
  return (
    <div className="grid grid-cols-2 gap-3 px-6 py-4 sm:grid-cols-3">
      {statuses.map((each) => (
        <Figure
          key={each}
          count={counts[each]}
          label={nameOf(each)}
          to={importPage(id, [each])}
          isAlarming={each === ImportRowStatus.INVALID || each === ImportRowStatus.FAILED}
        />
      ))}
    </div>
  )
}

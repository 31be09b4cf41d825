import { toast } from "@medusajs/ui"
import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { ImportStatus } from "../../domain/import/status"
import type { PeopleImport } from "../api/types"
import { refreshAll } from "../api/use-backend-mutation"
import { useBackendQuery } from "../api/use-backend-query"
import { useTranslation } from "../i18n/use-translation"
import { LIFECYCLE } from "../lib/paths"

/** So often it is asked how far an import is that runs. */
export const POLL_MS = 1_000

/** And so often one that somebody else may confirm, or discard, at any time. */
const IDLE_POLL_MS = 5_000

const POLLS: Partial<Record<ImportStatus, number>> = {
  [ImportStatus.RUNNING]: POLL_MS,
  [ImportStatus.VALIDATED]: IDLE_POLL_MS,
}

/** The backend's route of an import, whose id may have been written into the address by hand. */
export const importRoute = (importId: string) =>
  `${LIFECYCLE}/imports/${encodeURIComponent(importId)}`

/** An import, and how far it is, for as long as the page is open. Once it is over, everything else is read again that is known. */
export function useImport(importId: string) {
  const { t } = useTranslation()
  const queryClient = useQueryClient()
  const query = useBackendQuery<{ import: PeopleImport }>(importRoute(importId), undefined, {
    refetchInterval: (known) => (known && POLLS[known.import.status]) ?? false,
  })
  const status = query.data?.import.status
  const counts = query.data?.import.counts
  const before = useRef(status)
  useEffect(() => {
    // One of a few lines can be done before it was ever seen to run.
    const wasOpen =
      before.current === ImportStatus.VALIDATED || before.current === ImportStatus.RUNNING
    if (wasOpen && (status === ImportStatus.DONE || status === ImportStatus.CANCELLED)) {
      // Its last lines, too: they were read before it ended.
      void refreshAll(queryClient)
    }
    if (wasOpen && status === ImportStatus.DONE && counts) {
      const completed = t("imports.completed", { count: counts.created + counts.invited })
      if (counts.failed > 0) {
        toast.warning(t("imports.not_completed", { count: counts.failed }), {
          description: completed,
        })
      } else {
        toast.success(completed)
      }
    }
    before.current = status
  }, [status])
  return query
}

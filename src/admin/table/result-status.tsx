import { useState } from "react"
import { useTranslation } from "../i18n/use-translation"
import { PAGE_SIZE, type TableState } from "./use-table-state"

type Props = {
  state: TableState
  /** How many there are on all pages; `undefined` while that is not known, or can't be. */
  count: number | undefined
  /** What is there is the answer to what was asked before. */
  isRefreshing: boolean
}

/**
 * Tells a screen reader what came of a search, a filter, another order or another page, which is seen and not heard otherwise. Of
 * what is there when the page opens, it says nothing: that is read anyway.
 */
export function ResultStatus({ state, count, isRefreshing }: Props) {
  const { t } = useTranslation()
  const asked = JSON.stringify(state.query)
  const [askedFirst] = useState(asked)
  const [isChanged, setIsChanged] = useState(false)
  if (!isChanged && asked !== askedFirst) {
    setIsChanged(true)
  }
  const isKnown = isChanged && !isRefreshing && count !== undefined
  return (
    <div role="status" className="sr-only">
      {/* Another element each time: the same words are to be heard again. */}
      {isKnown && (
        <span key={asked}>
          {count ? t("table.results", { count }) : t("table.results_none")}
          {count > PAGE_SIZE && `, ${t("table.page", pageOf(state, count))}`}
        </span>
      )}
    </div>
  )
}

const pageOf = ({ offset }: TableState, count: number) => ({
  page: Math.floor(offset / PAGE_SIZE) + 1,
  pages: Math.ceil(count / PAGE_SIZE),
})

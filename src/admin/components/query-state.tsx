import { Skeleton } from "@medusajs/ui"
import type { UseQueryResult } from "@tanstack/react-query"
import type { ReactNode } from "react"
import { useTranslation } from "react-i18next"
import { NAMESPACE } from "../i18n/namespace"
import { ErrorNotice } from "./error-notice"

type Props<TData> = {
  query: UseQueryResult<TData>
  /** What is there while nothing has come yet. Default: some grey lines. */
  skeleton?: ReactNode
  children: (data: TData) => ReactNode
}

/** What a page shows while it waits, where it may not know, where it failed, and otherwise. */
export function QueryState<TData>({ query, skeleton, children }: Props<TData>) {
  if (query.data !== undefined && !query.isError) {
    return <>{children(query.data)}</>
  }
  if (query.isError) {
    return <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />
  }
  return <>{skeleton ?? <LoadingLines />}</>
}

export function LoadingLines({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation(NAMESPACE)
  return (
    <div role="status" aria-label={t("states.loading")} className="flex flex-col gap-y-3 px-6 py-4">
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} className="h-5 w-full" />
      ))}
    </div>
  )
}

import { Container, Skeleton } from "@medusajs/ui"
import type { ReactNode } from "react"
import { statusOf } from "../lib/request"
import { useTranslation } from "../i18n/use-translation"
import { ErrorNotice } from "./error-notice"
import { StaleNotice } from "./stale-notice"

type Read<TData> = {
  data: TData | undefined
  error: unknown
  refetch: () => Promise<unknown>
}

type Props<TData> = {
  query: Read<TData>
  /** What is there while nothing has come yet. Default: some grey lines. */
  skeleton?: ReactNode
  /** What is shown has boxes of its own: everything else comes in one, too. */
  isPage?: boolean
  children: (data: TData) => ReactNode
}

/**
 * What a page shows while it waits, where it may not know, where it failed, and otherwise. What could not be read again stays, with
 * a notice above it: somebody may be in the middle of a form in it.
 */
export function QueryState<TData>({ query, skeleton, isPage = false, children }: Props<TData>) {
  const { data, error } = query
  const retry = () => void query.refetch()
  const inBox = (content: ReactNode) =>
    isPage ? <Container className="p-0">{content}</Container> : content
  if (data !== undefined && !isOver(error)) {
    return (
      <>
        {error ? inBox(<StaleNotice error={error} onRetry={retry} />) : null}
        {children(data)}
      </>
    )
  }
  if (error) {
    return <>{inBox(<ErrorNotice error={error} onRetry={retry} />)}</>
  }
  return <>{inBox(skeleton ?? <LoadingLines />)}</>
}

/** What was read before is not to be seen any more: whoever looks lost the permission, or it is not there. */
export function isOver(error: unknown): boolean {
  return [403, 404].includes(statusOf(error) ?? 0)
}

export function LoadingLines({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation()
  return (
    <div role="status" aria-label={t("states.loading")} className="flex flex-col gap-y-3 px-6 py-4">
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} className="h-5 w-full" />
      ))}
    </div>
  )
}

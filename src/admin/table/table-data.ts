import type { UseQueryResult } from "@tanstack/react-query"

/** Of a page of a list that is being read, what a table shows, in the words of its props. */
export function tableData<TPage extends { count: number }, TRow>(
  { data, error, refetch, isPlaceholderData }: UseQueryResult<TPage>,
  rowsOf: (page: TPage) => TRow[]
) {
  return {
    rows: data && rowsOf(data),
    count: data?.count,
    error,
    onRetry: () => void refetch(),
    // Not while the same is read once more, as it is by itself every few seconds while something is under way.
    isRefreshing: isPlaceholderData,
  }
}

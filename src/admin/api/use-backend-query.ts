import { useQuery } from "@tanstack/react-query"
import { get, isSignedOut, type Query, statusOf } from "../lib/request"

/** What everything that this plugin remembers is filed under. */
export const QUERY_KEY = "user-lifecycle"

type Options = {
  enabled?: boolean
  /** Asks again after so many milliseconds, for as long as the page is open. `false`: not at all. */
  refetchInterval?: number | false
}

/**
 * Reads from the backend. Whoever may act as an admin is not to be read from memory: it is asked for again each time that a page
 * opens. What was there before is shown until another page of the same list has come.
 *
 * @throws to the route's error boundary where the person's own access is over
 */
export function useBackendQuery<TResponse>(
  path: string,
  query?: Query,
  { enabled = true, refetchInterval = false }: Options = {}
) {
  return useQuery<TResponse>({
    queryKey: [QUERY_KEY, path, query ?? null],
    queryFn: () => get<TResponse>(path, query),
    enabled,
    refetchInterval,
    staleTime: 0,
    placeholderData: (previous, previousQuery) =>
      previousQuery?.queryKey[1] === path ? previous : undefined,
    retry: (failures, error) => failures < 1 && !isFinal(error),
    throwOnError: isSignedOut,
  })
}

/** The backend has understood, and said no. */
function isFinal(error: unknown): boolean {
  const status = statusOf(error)
  return status !== undefined && status >= 400 && status < 500
}

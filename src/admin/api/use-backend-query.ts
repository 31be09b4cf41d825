import { useQuery } from "@tanstack/react-query"
import { get, isRefusal, isSignedOut, type Query } from "../lib/request"

/** What everything that this plugin remembers is filed under. */
export const QUERY_KEY = "user-lifecycle"

/** In milliseconds; `false`: never. */
type Interval = number | false

type Options<TResponse> = {
  enabled?: boolean
  /** Asks again after so long, for as long as the page is open; or for as long as what is known by then asks for it. */
  refetchInterval?: Interval | ((known: TResponse | undefined) => Interval)
  /** Asks again where somebody comes back to the window. Default: it does; not what is dear to find out. */
  refetchOnWindowFocus?: boolean
}

/**
 * Reads from the backend. Whoever may act as an admin is not to be read from memory: it is asked for again each time that a page
 * opens, and
 * where somebody comes back to it. What was there before is shown until another page of the same list has come.
 *
 * @throws to the route's error boundary where the person's own access is over
 */
export function useBackendQuery<TResponse>(
  path: string,
  query?: Query,
  { enabled = true, refetchInterval = false, refetchOnWindowFocus = true }: Options<TResponse> = {}
) {
  const result = useQuery<TResponse>({
    queryKey: [QUERY_KEY, path, query ?? null],
    queryFn: () => get<TResponse>(path, query),
    enabled,
    refetchInterval:
      typeof refetchInterval === "function"
        ? ({ state }) => refetchInterval(state.data)
        : refetchInterval,
    refetchOnWindowFocus,
    staleTime: 0,
    placeholderData: (previous, previousQuery) =>
      previousQuery?.queryKey[1] === path ? previous : undefined,
    retry: (failures, error) => failures < 1 && !isRefusal(error),
  })
  // `throwOnError` (5.64) would keep what failed from being asked for again by the next page that opens: whoever has logged in again
  // would be thrown out by the answer of before.
  if (enabled && result.fetchStatus === "idle" && isSignedOut(result.error)) {
    throw result.error
  }
  return result
}

import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query"
import { isSignedOut } from "../lib/request"
import { QUERY_KEY } from "./use-backend-query"

/** Medusa's own lists of users and invites (`users`, `invites` in its dashboard, 2.21). */
const MEDUSA_QUERY_KEYS = ["users", "invites"]

/**
 * Changes something in the backend, and has everything read again that is on the page: a change to one person shows in lists,
 * counts and the ledger. Also after a failure, which often means that somebody else was faster.
 *
 * @throws to the route's error boundary where the person's own access is over
 */
export function useBackendMutation<TInput, TResult>(send: (input: TInput) => Promise<TResult>) {
  const queryClient = useQueryClient()
  return useMutation<TResult, Error, TInput>({
    mutationFn: send,
    throwOnError: isSignedOut,
    onSettled: () => refreshAll(queryClient),
  })
}

export async function refreshAll(queryClient: QueryClient): Promise<void> {
  await Promise.all(
    [QUERY_KEY, ...MEDUSA_QUERY_KEYS].map((key) =>
      queryClient.invalidateQueries({ queryKey: [key] })
    )
  )
}

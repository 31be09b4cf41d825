import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query"
import { toast } from "@medusajs/ui"
import { useExplain } from "../i18n/use-explain"
import { isSignedOut } from "../lib/request"
import { QUERY_KEY } from "./use-backend-query"

/** Medusa's own lists (`lists()` of its dashboard's query keys, 2.21). */
const MEDUSA_LISTS = [
  ["users", "list"],
  ["invites", "list"],
]

/** Medusa's own page of a user. It is not read again at once: of somebody who was just offboarded, it would become "not found". */
const MEDUSA_USER_PAGES = ["users", "detail"]

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
    // What was sent is not kept: it can have a password.
    gcTime: 0,
    onSettled: () => refreshAll(queryClient),
  })
}

export async function refreshAll(queryClient: QueryClient): Promise<void> {
  await Promise.all([
    ...[[QUERY_KEY], ...MEDUSA_LISTS].map((queryKey) =>
      queryClient.invalidateQueries({ queryKey })
    ),
    queryClient.invalidateQueries({ queryKey: MEDUSA_USER_PAGES, refetchType: "none" }),
  ])
}

/**
 * The same for what is done at once, without a drawer, and perhaps for several one after the other: what became of each is said,
 * also where the next one has begun.
 *
 * @param say what was done
 */
export function useQuickMutation<TInput, TResult>(
  send: (input: TInput) => Promise<TResult>,
  say: (input: TInput, result: TResult) => string
) {
  const explain = useExplain()
  return useBackendMutation(async (input: TInput) => {
    try {
      toast.success(say(input, await send(input)))
    } catch (error) {
      if (isSignedOut(error)) {
        throw error
      }
      toast.error(explain(error))
    }
  })
}

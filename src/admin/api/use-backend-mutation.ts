import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query"
import { toast } from "@medusajs/ui"
import { useExplain } from "../i18n/use-explain"
import { askBeforeLeaving } from "../lib/ask-before-leaving"
import { isSignedOut } from "../lib/request"
import { useHasLeft } from "../lib/use-has-left"
import { QUERY_KEY } from "./use-backend-query"

/** What Medusa's own pages have read that changes with people: lists, and API keys wherever they are shown (its query keys, 2.21). */
const MEDUSA_QUERIES = [["users", "list"], ["invites", "list"], ["api_keys"]]

/** Medusa's own page of a user. */
const MEDUSA_USER_PAGES = ["users", "detail"]

type Options<TResult> = {
  /**
   * Whether those whom it was about may be gone; the result is missing where it failed. Medusa's page of a user is not read again at
   * once then: it would become "not found", and what is said on it would be gone.
   */
  mayHaveRemoved?: (result: TResult | undefined) => boolean
}

/**
 * Changes something in the backend, and has everything read again that is on the page: a change to one person shows in lists,
 * counts and the ledger. Also after a failure, which often means that somebody else was faster. What was done is not in doubt
 * until then: whoever changed it is told at once, whatever becomes of the reading. The browser asks whoever leaves in the middle of
 * the change; whoever goes back to another page of the dashboard is told there what became of it.
 *
 * @param say what was done, in a note; `undefined`: nothing to speak of
 * @throws to the route's error boundary where the person's own access is over
 */
export function useBackendMutation<TInput, TResult>(
  send: (input: TInput) => Promise<TResult>,
  say?: (input: TInput, result: TResult) => string | undefined,
  { mayHaveRemoved = () => false }: Options<TResult> = {}
) {
  const queryClient = useQueryClient()
  const explain = useExplain()
  const hasLeft = useHasLeft()
  return useMutation<TResult, Error, TInput>({
    mutationFn: async (input) => {
      const result = await askBeforeLeaving(() => send(input))
      // Here, and not with a call of it: what belongs to a call is forgotten with the page.
      const words = say?.(input, result)
      if (words) {
        toast.success(words)
      }
      return result
    },
    throwOnError: isSignedOut,
    onError: (error) => {
      if (hasLeft() && !isSignedOut(error)) {
        toast.error(explain(error))
      }
    },
    // What was sent is not kept: it can have a password.
    gcTime: 0,
    onSettled: (result) => {
      void refreshAll(queryClient, { isUserGone: mayHaveRemoved(result) })
    },
  })
}

export async function refreshAll(
  queryClient: QueryClient,
  { isUserGone = false }: { isUserGone?: boolean } = {}
): Promise<void> {
  await Promise.all([
    ...[[QUERY_KEY], ...MEDUSA_QUERIES].map((queryKey) =>
      queryClient.invalidateQueries({ queryKey })
    ),
    queryClient.invalidateQueries({
      queryKey: MEDUSA_USER_PAGES,
      refetchType: isUserGone ? "none" : "active",
    }),
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

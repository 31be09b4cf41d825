import { useSearchParams } from "react-router-dom"
import { PERSON_PARAM } from "../lib/paths"

/** Who is looked at: in the address, so that they can be linked to, also somebody who is gone, and "back" leaves them. */
export function useLookedPerson() {
  const [params, setParams] = useSearchParams()
  const change = (userId: string | undefined) =>
    setParams(
      (previous) => {
        const next = new URLSearchParams(previous)
        if (userId) {
          next.set(PERSON_PARAM, userId)
        } else {
          next.delete(PERSON_PARAM)
        }
        return next
      },
      // What was closed is not to come back with "back".
      { replace: !userId }
    )
  return {
    userId: params.get(PERSON_PARAM) ?? undefined,
    look: (userId: string) => change(userId),
    close: () => change(undefined),
  }
}

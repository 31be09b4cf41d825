import { useCallback, useEffect, useRef } from "react"

/** Tells what is under way whether there is still a page to say its end on. */
export function useHasLeft(): () => boolean {
  const left = useRef(false)
  useEffect(() => {
    left.current = false
    return () => {
      left.current = true
    }
  }, [])
  return useCallback(() => left.current, [])
}

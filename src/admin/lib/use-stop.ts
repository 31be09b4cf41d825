import { useCallback, useRef, useState } from "react"

/** Asks what is under way to begin with nothing more. */
export function useStop() {
  const stopped = useRef(false)
  const [isStopping, setIsStopping] = useState(false)
  const set = (isOn: boolean) => {
    stopped.current = isOn
    setIsStopping(isOn)
  }
  return {
    isStopping,
    stop: () => set(true),
    /** For what begins anew. */
    reset: () => set(false),
    /** Also tells what began before the last rendering. */
    isStopped: useCallback(() => stopped.current, []),
  }
}

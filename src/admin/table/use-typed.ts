import { useEffect, useRef, useState } from "react"

/** So long after the last letter, it is asked for. */
const PAUSE_MS = 300

/**
 * What somebody types into a control whose value is in the address: it is handed on after a pause, and not with every letter. What
 * comes back from there is not written over what was typed since.
 */
export function useTyped(value: string, onChange: (value: string) => void) {
  const [typed, setTyped] = useState(value)
  const known = useRef(value)
  const timer = useRef<number>()
  // That of the last letter knows nothing of what was clicked since, and would undo it.
  const latest = useRef(onChange)

  useEffect(() => {
    latest.current = onChange
  })

  useEffect(() => {
    // The address changed by another way, such as "back".
    if (value !== known.current) {
      known.current = value
      setTyped(value)
    }
  }, [value])
  useEffect(() => () => window.clearTimeout(timer.current), [])

  const type = (next: string) => {
    setTyped(next)
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => {
      known.current = next.trim()
      latest.current(known.current)
    }, PAUSE_MS)
  }
  return { typed, type }
}

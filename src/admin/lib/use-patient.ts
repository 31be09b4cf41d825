import { useEffect, useState } from "react"

/** So long after the last letter, what was typed is taken for all of it. */
const PAUSE_MS = 1_000

/**
 * What is wrong with what somebody types, held back until they pause or leave the field: the first letter of an email is no email
 * either. Once it was said, it stays until it is right.
 */
export function usePatient(problem: string | undefined) {
  const [isSaid, setIsSaid] = useState(false)
  const [letters, setLetters] = useState(0)
  const isWrong = problem !== undefined
  useEffect(() => {
    if (!isWrong) {
      setIsSaid(false)
      return
    }
    const timer = window.setTimeout(() => setIsSaid(true), PAUSE_MS)
    return () => window.clearTimeout(timer)
  }, [isWrong, letters])
  return {
    said: isSaid ? problem : undefined,
    onInput: () => setLetters((count) => count + 1),
    onBlur: () => setIsSaid(isWrong),
  }
}

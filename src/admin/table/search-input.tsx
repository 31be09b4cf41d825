import { Input } from "@medusajs/ui"
import { useEffect, useRef, useState } from "react"

/** So long after the last letter, it is searched for. */
const PAUSE_MS = 300

type Props = { label: string; value: string; onChange: (value: string) => void }

/** Searches while somebody types, and not with every letter. */
export function SearchInput({ label, value, onChange }: Props) {
  const [typed, setTyped] = useState(value)
  const timer = useRef<number>()

  // The address changed by another way, such as "back".
  useEffect(() => setTyped(value), [value])
  useEffect(() => () => window.clearTimeout(timer.current), [])

  const type = (next: string) => {
    setTyped(next)
    window.clearTimeout(timer.current)
    timer.current = window.setTimeout(() => onChange(next.trim()), PAUSE_MS)
  }
  return (
    <Input
      // Not type="search": the magnifying glass that Medusa's UI kit (4.2) adds then is a picture without words.
      type="text"
      role="searchbox"
      size="small"
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => type(event.target.value)}
    />
  )
}

import { Input } from "@medusajs/ui"
import { useTyped } from "./use-typed"

type Props = { label: string; value: string; onChange: (value: string) => void }

/** Searches while somebody types, and not with every letter. */
export function SearchInput({ label, value, onChange }: Props) {
  const { typed, type } = useTyped(value, onChange)
  return (
    <Input
      // Not type="search": the magnifying glass that Medusa's UI kit (4.2) adds then is a picture without words.
      type="text"
      role="searchbox"
      size="small"
      aria-label={label}
      placeholder={label}
      // The backend searches for no more.
      maxLength={255}
      value={typed}
      onChange={(event) => type(event.target.value)}
    />
  )
}

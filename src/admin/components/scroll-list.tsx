import type { PropsWithChildren } from "react"

/** A list that may be longer than there is room for. It can be scrolled by keyboard. */
export function ScrollList({ label, children }: PropsWithChildren<{ label: string }>) {
  return (
    <ul
      aria-label={label}
      tabIndex={0}
      className="txt-compact-small focus-visible:shadow-borders-focus max-h-48 overflow-y-auto rounded-md outline-none"
    >
      {children}
    </ul>
  )
}

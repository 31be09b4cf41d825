import type { PropsWithChildren } from "react"
import { Written } from "./written"

/**
 * What somebody has written, in a cell of a table: it is broken where it is too long, so that the other columns stay on the page.
 * Nothing of it is cut off, as an email is told by its end as well.
 */
export function CellText({ children }: PropsWithChildren) {
  return (
    <span className="block max-w-xs whitespace-normal break-words">
      <Written>{children}</Written>
    </span>
  )
}

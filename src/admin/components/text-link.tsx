import { clx } from "@medusajs/ui"
import type { PropsWithChildren } from "react"
import { Link } from "react-router-dom"

/** A link in a text. Underlined, and not blue: that of Medusa's UI kit (4.2) is too pale to be read by everybody. */
export function TextLink({
  to,
  small,
  children,
}: PropsWithChildren<{ to: string; small?: boolean }>) {
  return (
    <Link
      to={to}
      className={clx(
        "text-ui-fg-base hover:text-ui-fg-subtle transition-fg underline underline-offset-4",
        "focus-visible:shadow-borders-focus rounded-sm outline-none",
        small && "txt-compact-small"
      )}
    >
      {children}
    </Link>
  )
}

import type { PropsWithChildren } from "react"
import { Link } from "react-router-dom"
import { personPage } from "../lib/paths"

/** In a table, a person's email: it leads to all that is known of them, also of somebody who is gone. */
export function PersonLink({ userId, children }: PropsWithChildren<{ userId: string }>) {
  return (
    <Link
      className="text-ui-fg-base hover:text-ui-fg-interactive focus-visible:shadow-borders-focus rounded-md outline-none"
      to={personPage(userId)}
    >
      {children}
    </Link>
  )
}

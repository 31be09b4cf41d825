import type { PropsWithChildren } from "react"
import { withoutTurns } from "../lib/isolate"

/** What somebody has written, within a line: it does not change the order in which what is around it is shown. */
export function Written({ children }: PropsWithChildren) {
  return <bdi>{typeof children === "string" ? withoutTurns(children) : children}</bdi>
}

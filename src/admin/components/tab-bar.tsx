import { clx } from "@medusajs/ui"
import type { ReactNode } from "react"

type Props = {
  /** What a screen reader calls it. */
  label: string
  /** Links, with the class of {@link tabClass}. */
  tabs: { key: string; link: ReactNode }[]
}

/** Links to views that lie next to each other, of which one is shown. */
export function TabBar({ label, tabs }: Props) {
  return (
    <nav aria-label={label} className="overflow-x-auto">
      <ul className="flex gap-x-1 border-b px-1">
        {tabs.map(({ key, link }) => (
          <li key={key}>{link}</li>
        ))}
      </ul>
    </nav>
  )
}

export const tabClass = (isActive: boolean) =>
  clx(
    "txt-compact-small-plus transition-fg block whitespace-nowrap border-b-2 px-2 py-2 outline-none",
    "focus-visible:shadow-borders-focus rounded-t-md",
    isActive
      ? "border-ui-fg-base text-ui-fg-base"
      : "text-ui-fg-subtle hover:text-ui-fg-base border-transparent"
  )

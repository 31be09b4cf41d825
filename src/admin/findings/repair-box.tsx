import { clx, Text } from "@medusajs/ui"
import { type PropsWithChildren, useId } from "react"

type Props = PropsWithChildren<{ title: string; tone?: "alarming" }>

/** A part of what a repair would do, or has done. */
export function RepairBox({ title, tone, children }: Props) {
  const id = useId()
  return (
    <section
      aria-labelledby={id}
      className={clx(
        "bg-ui-bg-subtle flex flex-col gap-y-2 rounded-lg border px-4 py-3",
        tone === "alarming" && "border-ui-border-error"
      )}
    >
      <Text
        id={id}
        size="small"
        leading="compact"
        weight="plus"
        className={clx(tone === "alarming" && "text-ui-fg-error")}
      >
        {title}
      </Text>
      {children}
    </section>
  )
}

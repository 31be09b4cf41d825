import { Spinner } from "@medusajs/icons"
import { Button } from "@medusajs/ui"
import type { ComponentPropsWithoutRef, ReactNode } from "react"

type Props = ComponentPropsWithoutRef<typeof Button> & {
  icon?: ReactNode
  /** What it began is under way: until then, it does nothing, and sends no form either. */
  isBusy: boolean
}

/**
 * A button that stays enabled while what it began is under way: one that is disabled, as `isLoading` of Medusa's UI kit has it, loses
 * the focus of who uses a keyboard.
 */
export function BusyButton({ icon, isBusy, onClick, children, ...button }: Props) {
  return (
    <Button
      size="small"
      variant="secondary"
      {...button}
      aria-busy={isBusy}
      aria-disabled={isBusy}
      onClick={isBusy ? (event) => event.preventDefault() : onClick}
    >
      {isBusy ? <Spinner className="animate-spin" /> : icon}
      {children}
    </Button>
  )
}

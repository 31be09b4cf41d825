import { XMark } from "@medusajs/icons"
import { Drawer, IconButton, Text } from "@medusajs/ui"
import type { PropsWithChildren, ReactNode } from "react"
import { useTranslation } from "../i18n/use-translation"
import { useFocusBack } from "./use-focus-back"

type Props = PropsWithChildren<{
  title: string
  description?: string
  /** Buttons at the bottom. */
  footer?: ReactNode
  onClose: () => void
  /** What is asked before it closes. Without it, it closes at once. */
  question?: ReactNode
  /** Something is under way of which it has to be said what became: the drawer stays until then. */
  isBusy?: boolean
  /** Where the focus goes afterwards, for a drawer that takes the place of another. Default: to what has opened it. */
  onCloseAutoFocus?: (event: Event) => void
}>

/**
 * A drawer that is there as long as it is rendered. Its header is its own: the button that closes that of Medusa's UI kit (4.2) has
 * no name for a screen reader.
 */
export function SideDrawer({
  title,
  description,
  footer,
  onClose,
  question,
  isBusy = false,
  onCloseAutoFocus,
  children,
}: Props) {
  const { t } = useTranslation()
  const giveFocusBack = useFocusBack()
  return (
    <Drawer open onOpenChange={(isOpen) => !isOpen && !isBusy && onClose()}>
      <Drawer.Content
        {...(description ? {} : { "aria-describedby": undefined })}
        onOpenAutoFocus={focusFirstField}
        onCloseAutoFocus={onCloseAutoFocus ?? giveFocusBack}
      >
        <div className="border-ui-border-base flex items-start justify-between gap-x-4 border-b px-6 py-4">
          <div className="flex min-w-0 flex-col gap-y-1">
            <Drawer.Title className="h2-core break-words">{title}</Drawer.Title>
            {description && (
              <Drawer.Description asChild>
                <Text size="small" className="text-ui-fg-subtle">
                  {description}
                </Text>
              </Drawer.Description>
            )}
          </div>
          <Drawer.Close asChild>
            <IconButton
              size="small"
              type="button"
              variant="transparent"
              aria-label={t("actions.close")}
              disabled={isBusy}
            >
              <XMark />
            </IconButton>
          </Drawer.Close>
        </div>
        <div className="flex flex-1 flex-col gap-y-4 overflow-y-auto px-6 py-4">{children}</div>
        {footer && <Drawer.Footer>{footer}</Drawer.Footer>}
        {question}
      </Drawer.Content>
    </Drawer>
  )
}

/** Of several radio buttons, the one that is chosen. */
const FIELDS = [
  "input:not([type=radio], [type=checkbox])",
  "textarea",
  "[role=radio][aria-checked=true]",
  "[role=checkbox]",
  "[role=switch]",
  "[role=combobox]",
]

/** A form begins with its first field: on the button that closes the drawer, the Enter key would throw the form away. */
function focusFirstField(event: Event): void {
  const { currentTarget } = event
  const field =
    currentTarget instanceof HTMLElement &&
    currentTarget.querySelector<HTMLElement>(
      `form :is(${FIELDS.join(", ")}):not(:disabled, [aria-hidden=true])`
    )
  if (field) {
    event.preventDefault()
    field.focus()
  }
}

import { Prompt } from "@medusajs/ui"
import { useRef } from "react"
import { useTranslation } from "../i18n/use-translation"
import { useFocusBack } from "./use-focus-back"

type Props = {
  title: string
  description: string
  /** What the button that means yes says. */
  confirm: string
  /** Default: as long as it is rendered. */
  isOpen?: boolean
  /** Yes takes something away. */
  isDestructive?: boolean
  onAnswer: (isSure: boolean) => void
  /** Where the focus goes afterwards. Default: to what has opened it. */
  onCloseAutoFocus?: (event: Event) => void
}

/**
 * Asks before something is done. Whatever closes it, but for the button that means yes, means no.
 *
 * Not `usePrompt` of Medusa's UI kit (4.2): its question is outside of a drawer that is open, hears the very Escape key that it is an
 * answer to, leaves the page behind that drawer open to clicks, and loses the focus of who uses a keyboard.
 */
export function Question({
  title,
  description,
  confirm,
  isOpen = true,
  isDestructive = true,
  onAnswer,
  onCloseAutoFocus,
}: Props) {
  const { t } = useTranslation()
  const giveFocusBack = useFocusBack()
  // The button that says yes closes the question as well.
  const isSure = useRef(false)
  const answer = () => {
    const wasSure = isSure.current
    isSure.current = false
    onAnswer(wasSure)
  }
  return (
    <Prompt
      open={isOpen}
      variant={isDestructive ? "danger" : "confirmation"}
      onOpenChange={(willBeOpen) => !willBeOpen && answer()}
    >
      <Prompt.Content onCloseAutoFocus={onCloseAutoFocus ?? giveFocusBack}>
        <Prompt.Header>
          <Prompt.Title>{title}</Prompt.Title>
          <Prompt.Description>{description}</Prompt.Description>
        </Prompt.Header>
        <Prompt.Footer>
          <Prompt.Cancel>{t("actions.go_back")}</Prompt.Cancel>
          <Prompt.Action onClick={() => (isSure.current = true)}>{confirm}</Prompt.Action>
        </Prompt.Footer>
      </Prompt.Content>
    </Prompt>
  )
}

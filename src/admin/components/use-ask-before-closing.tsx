import { Prompt } from "@medusajs/ui"
import { type ReactNode, useRef, useState } from "react"
import { useBlocker } from "react-router-dom"
import { useTranslation } from "../i18n/use-translation"
import { useAskBeforeUnload } from "../lib/ask-before-leaving"

export type ClosingQuestion = { title: string; description: string; confirm: string }

/**
 * Asks before a drawer is closed with something in it that would be lost; without a question, it closes at once. The browser asks
 * before the tab is closed, and whoever goes back is asked as well.
 *
 * Not `usePrompt` of Medusa's UI kit (4.2): its question is outside of the drawer, hears the very Escape key that it is an answer
 * to, and leaves the page behind the drawer open to clicks.
 */
export function useAskBeforeClosing(
  onClose: () => void,
  question: ClosingQuestion | undefined
): { close: () => void; prompt: ReactNode } {
  const { t } = useTranslation()
  const [isAsking, setIsAsking] = useState(false)
  const before = useRef<Element | null>(null)
  useAskBeforeUnload(question !== undefined)
  // Not what the page does itself, such as to take the drawer out of the address once it is closed.
  const goingBack = useBlocker(
    ({ historyAction }) => question !== undefined && historyAction === "POP"
  )
  const close = () => {
    if (!question) {
      onClose()
      return
    }
    before.current = document.activeElement
    setIsAsking(true)
  }
  const goBack = (event: Event) => {
    // To where somebody was: there is no button that has opened it.
    event.preventDefault()
    if (before.current instanceof HTMLElement) {
      before.current.focus()
    }
  }
  const isGoingBack = goingBack.state === "blocked"
  // The button that says yes closes the question as well, as everything else does that means no.
  const isSure = useRef(false)
  const onAnswer = () => {
    setIsAsking(false)
    if (!isSure.current) {
      goingBack.reset?.()
    } else if (isGoingBack) {
      goingBack.proceed()
    } else {
      onClose()
    }
    isSure.current = false
  }
  const prompt = question && (
    <Prompt open={isAsking || isGoingBack} onOpenChange={(isOpen) => !isOpen && onAnswer()}>
      <Prompt.Content onCloseAutoFocus={goBack}>
        <Prompt.Header>
          <Prompt.Title>{question.title}</Prompt.Title>
          <Prompt.Description>{question.description}</Prompt.Description>
        </Prompt.Header>
        <Prompt.Footer>
          <Prompt.Cancel>{t("actions.go_back")}</Prompt.Cancel>
          <Prompt.Action onClick={() => (isSure.current = true)}>{question.confirm}</Prompt.Action>
        </Prompt.Footer>
      </Prompt.Content>
    </Prompt>
  )
  return { close, prompt }
}

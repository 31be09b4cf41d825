import { Prompt } from "@medusajs/ui"
import { type ReactNode, useEffect, useRef, useState } from "react"
import { useBlocker } from "react-router-dom"
import { useTranslation } from "../i18n/use-translation"
import { useAskBeforeUnload } from "../lib/ask-before-leaving"
import { LOGIN_PAGE } from "../lib/paths"

export type ClosingQuestion = { title: string; description: string; confirm: string }

/**
 * Asks before a drawer is closed with something in it that would be lost; without a question, it closes at once. The browser asks
 * before the tab is closed, and whoever goes back, or to another page, is asked as well: Medusa's search opens on top of a drawer.
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
  const { mark, giveFocusBack } = useFocusInDrawer()
  useAskBeforeUnload(question !== undefined)
  const leaving = useBlocker(
    ({ currentLocation, nextLocation, historyAction }) =>
      question !== undefined &&
      // Whose access is over is thrown out, whatever they have typed.
      nextLocation.pathname !== LOGIN_PAGE &&
      // Not what the page does itself, such as to take the drawer out of the address once it is closed.
      (historyAction === "POP" || nextLocation.pathname !== currentLocation.pathname)
  )
  const close = () => {
    if (!question) {
      onClose()
      return
    }
    setIsAsking(true)
  }
  const isLeaving = leaving.state === "blocked"
  // The button that says yes closes the question as well, as everything else does that means no.
  const isSure = useRef(false)
  const onAnswer = () => {
    setIsAsking(false)
    if (!isSure.current) {
      leaving.reset?.()
    } else if (isLeaving) {
      leaving.proceed()
    } else {
      onClose()
    }
    isSure.current = false
  }
  const prompt = (
    <>
      <span ref={mark} hidden />
      {question && (
        <Prompt open={isAsking || isLeaving} onOpenChange={(isOpen) => !isOpen && onAnswer()}>
          <Prompt.Content onCloseAutoFocus={giveFocusBack}>
            <Prompt.Header>
              <Prompt.Title>{question.title}</Prompt.Title>
              <Prompt.Description>{question.description}</Prompt.Description>
            </Prompt.Header>
            <Prompt.Footer>
              <Prompt.Cancel>{t("actions.go_back")}</Prompt.Cancel>
              <Prompt.Action onClick={() => (isSure.current = true)}>
                {question.confirm}
              </Prompt.Action>
            </Prompt.Footer>
          </Prompt.Content>
        </Prompt>
      )}
    </>
  )
  return { close, prompt }
}

/**
 * Knows where somebody was in a drawer, to give them the focus back there once a question is answered: no button has opened it, and
 * by then Medusa's search may have had the focus, which is gone.
 *
 * @returns what has to be in the drawer, as its mark, and what hears that the question is closed
 */
function useFocusInDrawer() {
  const mark = useRef<HTMLSpanElement>(null)
  const last = useRef<HTMLElement | null>(null)
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && target.closest("[role=dialog]")?.contains(mark.current)) {
        last.current = target
      }
    }
    document.addEventListener("focusin", remember)
    return () => document.removeEventListener("focusin", remember)
  }, [])
  const giveFocusBack = (event: Event) => {
    event.preventDefault()
    last.current?.focus()
  }
  return { mark, giveFocusBack }
}

import { type ReactNode, useEffect, useRef, useState } from "react"
import { useBlocker } from "react-router-dom"
import { useAskBeforeUnload } from "../lib/ask-before-leaving"
import { LOGIN_PAGE } from "../lib/paths"
import { Question } from "./question"

export type ClosingQuestion = { title: string; description: string; confirm: string }

/**
 * Asks before a drawer is closed with something in it that would be lost; without a question, it closes at once. The browser asks
 * before the tab is closed, and whoever goes back, or to another page, is asked as well: Medusa's search opens on top of a drawer.
 */
export function useAskBeforeClosing(
  onClose: () => void,
  question: ClosingQuestion | undefined
): { close: () => void; prompt: ReactNode } {
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
  const onAnswer = (isSure: boolean) => {
    setIsAsking(false)
    if (!isSure) {
      leaving.reset?.()
    } else if (isLeaving) {
      leaving.proceed()
    } else {
      onClose()
    }
  }
  const prompt = (
    <>
      <span ref={mark} hidden />
      {question && (
        <Question
          {...question}
          isOpen={isAsking || isLeaving}
          onAnswer={onAnswer}
          onCloseAutoFocus={giveFocusBack}
        />
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
      if (
        target instanceof HTMLElement &&
        target.closest("[role=dialog]")?.contains(mark.current)
      ) {
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

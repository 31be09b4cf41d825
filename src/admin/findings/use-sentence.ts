import { useCallback } from "react"
import type { FindingSentence } from "../../domain/findings/sentence"
import { useTranslation } from "../i18n/use-translation"

type Said = { message: string; sentence: FindingSentence | null }

/** Says what a finding says, in the language of the page. */
export function useSentence(): (said: Said) => string {
  const { t } = useTranslation()
  return useCallback(
    ({ message, sentence }: Said) =>
      // A page that is older than the backend has no words for what is new.
      sentence
        ? t(`findings.sentences.${sentence.key}`, { ...sentence.values, defaultValue: message })
        : message,
    [t]
  )
}

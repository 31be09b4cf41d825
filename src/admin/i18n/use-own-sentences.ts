import { useCallback } from "react"
import { keyOfOwnSentence } from "./own-sentences"
import { useTranslation } from "./use-translation"

/** Says what the plugin has stored in English in the language of the page, and leaves what anybody else has said as it is. */
export function useOwnSentences(): (text: string) => string {
  const { t } = useTranslation()
  return useCallback(
    (text) => {
      const key = keyOfOwnSentence(text)
      return key ? t(key) : text
    },
    [t]
  )
}

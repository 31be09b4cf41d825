import { useCallback } from "react"
import type { ImportSentence } from "../../domain/import/sentences"
import { useExplain } from "../i18n/use-explain"
import { useTranslation } from "../i18n/use-translation"

/** What the backend says of a file, or of a line of it. */
type Noted = { code?: string | null; message: string | null; sentences: ImportSentence[] }

/** Says it in the language of the page, as far as there are words for it. */
export function useNote(): (noted: Noted) => string | null {
  const { t } = useTranslation()
  const explain = useExplain()
  return useCallback(
    ({ code, message, sentences }: Noted) => {
      if (!sentences.length) {
        return code ? explain({ code, message: message ?? undefined }) : message
      }
      const said = sentences.map(({ key, values }) =>
        t(`imports.sentences.${key}`, { ...values, defaultValue: "" })
      )
      // A page that is older than the backend has no words for what is new.
      return said.every(Boolean) ? said.join(" ") : message
    },
    [t, explain]
  )
}

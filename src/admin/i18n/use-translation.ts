import { useMemo } from "react"
// eslint-disable-next-line no-restricted-imports -- Everything else is to have what is made of it here.
import { useTranslation as useTranslationOfPage } from "react-i18next"
import { localeOf } from "./locale-of"
import { NAMESPACE } from "./namespace"
import { optionsOf } from "./options-of"

type Values = Record<string, unknown>
type Translate = (key: string | string[], values: Values) => string

/**
 * The plugin's words, as `react-i18next` has them, but that no value changes the order in which a sentence is shown: names, titles,
 * reasons and messages are what somebody has written. The language is one that the browser knows, too.
 */
export function useTranslation() {
  const { t, i18n } = useTranslationOfPage(NAMESPACE)
  const language = localeOf(i18n.language)
  return {
    i18n: { language },
    t: useMemo(() => {
      const translate = t as Translate
      return ((key, values = {}) =>
        translate(key, optionsOf(values, language))) as Translate as typeof t
    }, [t, language]),
  }
}

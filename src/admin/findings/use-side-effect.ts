import { useCallback } from "react"
import type { FindingKind } from "../../domain/findings/finding"
import type { FindingSentence } from "../../domain/findings/sentence"
import { useTranslation } from "../i18n/use-translation"
import { isDestructive } from "./kinds"

type Repairable = {
  kind: FindingKind
  is_destructive: boolean
  sentence: FindingSentence | null
}

/** Says what a repair does beside what repairs of this kind do, where that can't be undone. */
export function useSideEffect(): (about: Repairable) => string | undefined {
  const { t } = useTranslation()
  return useCallback(
    ({ kind, is_destructive, sentence }: Repairable) => {
      if (!is_destructive || isDestructive(kind)) {
        return undefined
      }
      const leftovers = sentence?.values.leftovers
      return leftovers
        ? t("findings.side_effects.removes_leftovers", { leftovers })
        : t("findings.side_effects.look_first")
    },
    [t]
  )
}

import { toast } from "@medusajs/ui"
import { useMutation } from "@tanstack/react-query"
import { useEffect, useRef } from "react"
import { useTranslation } from "../i18n/use-translation"
import { BusyButton } from "../components/busy-button"
import { useExplain } from "../i18n/use-explain"
import { formatCount } from "../lib/format"
import { isSignedOut, type Query } from "../lib/request"
import { type MatchingList, MAX_MATCHING, readMatching } from "./read-matching"
import type { Choice } from "./use-selection"
import { PAGE_SIZE } from "./use-table-state"

type Props<TPage, TRow> = {
  list: MatchingList<TPage, TRow>
  /** Of the list as it is searched and filtered. */
  query: Query
  /** How many that lets through. */
  count: number
  /** What is chosen now. */
  choice: Choice<TRow>
  onSelect: (rows: TRow[], of: string) => void
}

/**
 * Chooses everything that the search and the filters let through, also on other pages; of very many, the first, which it says. What
 * somebody has searched for, or chosen, while it was being read counts, and not what was asked for before.
 */
export function SelectMatchingButton<TPage, TRow>({
  list,
  query,
  count,
  choice,
  onSelect,
}: Props<TPage, TRow>) {
  const { t, i18n } = useTranslation()
  const explain = useExplain()
  const asked = { of: describe(query), choice }
  const latest = useRef<typeof asked>()
  useEffect(() => {
    latest.current = asked
  })
  useEffect(
    () => () => {
      latest.current = undefined
    },
    []
  )
  const { mutate, isPending } = useMutation({
    mutationFn: (_asked: typeof asked) => readMatching(list, query),
    throwOnError: isSignedOut,
    onSuccess: (rows, { of, choice }) => {
      if (latest.current?.of === of && latest.current.choice === choice) {
        onSelect(rows, of)
      }
    },
    // Whoever is logged out is led to the page to log in.
    onError: (error) => isSignedOut(error) || toast.error(explain(error)),
  })
  const isChosen = choice.of === asked.of && choice.rows.size === Math.min(count, MAX_MATCHING)
  if (count <= PAGE_SIZE || isChosen) {
    return null
  }
  const number = (value: number) => formatCount(value, i18n.language)
  return (
    <BusyButton isBusy={isPending} onClick={() => mutate(asked)}>
      {count > MAX_MATCHING
        ? t("table.select_first", { max: number(MAX_MATCHING), number: number(count) })
        : t("table.select_matching", { number: number(count) })}
    </BusyButton>
  )
}

/** Tells searches and filters apart, whatever page of them is shown. */
const describe = ({ offset: _offset, limit: _limit, ...query }: Query) => JSON.stringify(query)

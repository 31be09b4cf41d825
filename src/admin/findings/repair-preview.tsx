import { useTranslation } from "../i18n/use-translation"
import type { FindingKind } from "../../domain/findings/finding"
import type { RepairResult } from "../api/types"
import { EmptyNotice } from "../components/empty-notice"
import { UnsentNotice } from "../emails/unsent-notice"
import { MessageList } from "./message-list"
import { RepairBox } from "./repair-box"
import { useRepairWords } from "./use-repair-words"
import { useSideEffect } from "./use-side-effect"
import { useSentence } from "./use-sentence"

type Preview = Record<"keeps" | "removes" | "decide" | "gone", RepairResult[]>

/** What a dry run says, by what it means for whoever reads it. */
export function sortPreview(results: RepairResult[]): Preview {
  const sorted: Preview = { keeps: [], removes: [], decide: [], gone: [] }
  for (const result of results) {
    const { kind, status, is_destructive } = result
    if (kind === null || status === "gone") {
      sorted.gone.push(result)
    } else if (status !== "would_repair") {
      sorted.decide.push(result)
    } else {
      sorted[is_destructive ? "removes" : "keeps"].push(result)
    }
  }
  return sorted
}

/** What a repair would do: nothing that can't be undone, things that it removes, and what it leaves to somebody. */
export function RepairPreview({ results }: { results: RepairResult[] }) {
  const { t } = useTranslation()
  const say = useSentence()
  const { findUnsent } = useRepairWords()
  const { keeps, removes, decide, gone } = sortPreview(results)
  if (!results.length) {
    return <EmptyNotice title={t("findings.drawer.nothing")} />
  }
  const unsent = findUnsent([...removes, ...keeps].flatMap(({ kind }) => kind ?? []))
  return (
    <>
      {unsent.map(({ email, why }) => (
        <UnsentNotice key={email} why={why} instead={`findings.without_email.${email}`} />
      ))}
      {removes.length > 0 && (
        <RepairBox title={t("findings.drawer.removes", { count: removes.length })} tone="alarming">
          <KindList results={removes} />
        </RepairBox>
      )}
      {keeps.length > 0 && (
        <RepairBox title={t("findings.drawer.keeps", { count: keeps.length })}>
          <KindList results={keeps} />
        </RepairBox>
      )}
      {decide.length > 0 && (
        <RepairBox title={t("findings.drawer.decide", { count: decide.length })}>
          <MessageList messages={decide.map(say)} />
        </RepairBox>
      )}
      {gone.length > 0 && <RepairBox title={t("findings.drawer.gone", { count: gone.length })} />}
    </>
  )
}

/** Of each kind: how many, what a repair does, and the sentences about the first of them. */
function KindList({ results }: { results: RepairResult[] }) {
  const { t } = useTranslation()
  const say = useSentence()
  const sideEffectOf = useSideEffect()
  const { sayRepair } = useRepairWords()
  const byKind = new Map<FindingKind, string[]>()
  for (const result of results) {
    const { kind } = result
    if (kind !== null) {
      const message = [say(result), sideEffectOf({ ...result, kind }) ?? []].flat().join(" ")
      byKind.set(kind, [...(byKind.get(kind) ?? []), message])
    }
  }
  return (
    <ul className="flex flex-col gap-y-3">
      {[...byKind].map(([kind, messages]) => (
        <li key={kind} className="flex flex-col gap-y-1">
          <span className="txt-compact-small-plus text-ui-fg-base">
            {t("findings.kind_with_count", {
              title: t(`findings.kinds.${kind}.title`),
              count: messages.length,
            })}
          </span>
          <span className="txt-small text-ui-fg-base">{sayRepair(kind)}</span>
          <MessageList messages={messages} />
        </li>
      ))}
    </ul>
  )
}

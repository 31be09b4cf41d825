import {
  FINDING_KINDS,
  type FindingKind,
  findingKinds,
  type Severity,
} from "../../domain/findings/finding"

/** Whether there is a repair for findings of a kind. About some of them somebody may have to decide all the same. */
export const isRepairable = (kind: FindingKind): boolean => FINDING_KINDS[kind].repair !== undefined

/** Whether a repair of such a finding removes something. */
export const isDestructive = (kind: FindingKind): boolean =>
  FINDING_KINDS[kind].repair?.is_destructive ?? false

/** The kinds that filters let through: each of them has one severity. */
export function kindsOf(filters: { kind?: string[]; severity?: string[] }): FindingKind[] {
  const { kind, severity } = filters
  return findingKinds.filter(
    (each) =>
      (!kind?.length || kind.includes(each)) &&
      (!severity?.length || severity.includes(FINDING_KINDS[each].severity satisfies Severity))
  )
}

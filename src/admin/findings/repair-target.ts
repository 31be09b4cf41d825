import type { FindingKind } from "../../domain/findings/finding"

/** Which findings to repair: some, all of some kinds, or all whose repair removes nothing. As the backend takes it. */
export type RepairTarget = { ids: string[] } | { kinds: FindingKind[] } | Record<string, never>

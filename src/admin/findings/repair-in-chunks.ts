import type { RepairResult } from "../api/types"

/** So many findings a request, so that there is something to be seen of the progress; of very many, more. */
const CHUNK_SIZE = 50
const MAX_CHUNKS = 40

/** The backend takes no more at a time. */
const MAX_CHUNK_SIZE = 5_000

export type RepairOutcome = {
  results: RepairResult[]
  /** The ids of those whose request failed in the middle, or whose answer was lost: each repair is done by itself. */
  unknown: string[]
  /** The ids of those whose request was not sent, or refused as a whole. */
  untried: string[]
  /** Why a request failed; nothing is sent after that. */
  error?: unknown
}

type Options = {
  send: (ids: string[]) => Promise<RepairResult[]>
  onProgress: (done: number) => void
  /** Asked before each request. */
  isStopped: () => boolean
  /** Whether an error says that whoever asks has no access any more: nothing was done then, and it is thrown. */
  isSignedOut: (error: unknown) => boolean
  /** Told how far it got by then. */
  onSignedOut: (outcome: RepairOutcome) => void
  /** Whether an error says that nothing was done. */
  isRefusal: (error: unknown) => boolean
}

/**
 * Repairs findings, some at a time.
 *
 * @param groups ids that go in requests of their own
 * @throws what a request throws once whoever asks has no access any more
 */
export async function repairInChunks(
  groups: string[][],
  { send, onProgress, isStopped, isSignedOut, onSignedOut, isRefusal }: Options
): Promise<RepairOutcome> {
  const ids = groups.flat()
  const size = Math.min(MAX_CHUNK_SIZE, Math.max(CHUNK_SIZE, Math.ceil(ids.length / MAX_CHUNKS)))
  const results: RepairResult[] = []
  let from = 0
  for (const chunk of groups.flatMap((group) => chunksOf(group, size))) {
    if (isStopped()) {
      return { results, unknown: [], untried: ids.slice(from) }
    }
    const end = from + chunk.length
    try {
      results.push(...(await send(chunk)))
    } catch (error) {
      if (isSignedOut(error)) {
        onSignedOut({ results, unknown: [], untried: ids.slice(from) })
        throw error
      }
      const beginUntried = isRefusal(error) ? from : end
      return {
        results,
        unknown: ids.slice(from, beginUntried),
        untried: ids.slice(beginUntried),
        error,
      }
    }
    onProgress(end)
    from = end
  }
  return { results, unknown: [], untried: [] }
}

const chunksOf = (ids: string[], size: number): string[][] =>
  Array.from({ length: Math.ceil(ids.length / size) }, (_, index) =>
    ids.slice(index * size, (index + 1) * size)
  )

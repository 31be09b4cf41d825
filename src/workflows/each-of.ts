/** Does something with each, some at a time. @returns what came of it, in their order */
export async function eachOf<TItem, TResult>(
  items: TItem[],
  atATime: number,
  run: (item: TItem, index: number) => Promise<TResult>
): Promise<TResult[]> {
  const results: TResult[] = []
  const entries = items.entries()
  const runAll = async () => {
    // All of them take from the same.
    for (const [index, item] of entries) {
      results[index] = await run(item, index)
    }
  }
  await Promise.all(Array.from({ length: atATime }, runAll))
  return results
}

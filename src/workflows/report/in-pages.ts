/** So many rows are in memory at a time. */
const PAGE_SIZE = 500

/**
 * Rows of any number, a page at a time.
 *
 * @param read reads the page that comes after a row; the first one, without
 */
export async function* inPages<TRow>(
  read: (last: TRow | undefined, limit: number) => Promise<TRow[]>
): AsyncGenerator<TRow> {
  for (let last: TRow | undefined; ;) {
    const page = await read(last, PAGE_SIZE)
    yield* page
    last = page[PAGE_SIZE - 1]
    if (!last) {
      return
    }
  }
}

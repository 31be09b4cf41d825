import { writeSpreadsheetText } from "../domain/spreadsheet-text"
import { pipeline } from "node:stream/promises"
import { MedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { stringify } from "csv-stringify/sync"
import { describeDatabaseError } from "../database/transaction"

/** How lists can be downloaded. */
export const RowFormat = { CSV: "csv", NDJSON: "ndjson" } as const

export type RowFormat = (typeof RowFormat)[keyof typeof RowFormat]

export type Row = Record<string, unknown>

export type RowStream = {
  format: RowFormat
  /** Without an ending, which the format has. In ASCII, without quotes. */
  file_name: string
  /** What the file has of each row, in this order. */
  columns: readonly string[]
  /** Read no faster than the client reads. What it holds, such as a transaction, it must release when it is returned. */
  rows: AsyncIterable<Row>
  /** How long the client may take for {@link ROWS_PER_CHUNK} rows before it is given up. Default: 30 seconds. */
  patience_ms?: number
}

/** So many rows are in memory at a time, beside what `rows` itself keeps. */
const ROWS_PER_CHUNK = 500

/**
 * Longer than a connection that moves to another network stands still. What the client takes in between is no more than what the
 * sockets hold, so that it can't keep what `rows` holds by reading a byte now and then.
 */
const PATIENCE_MS = 30_000

/** Spreadsheets take a CSV without it for one in the machine's own character set (U+FEFF, "byte order mark"). */
const BYTE_ORDER_MARK = "\ufeff"

const CONTENT_TYPES: Record<RowFormat, string> = {
  csv: "text/csv; charset=utf-8; header=present",
  ndjson: "application/x-ndjson; charset=utf-8",
}

/**
 * Answers a request with rows as a file to download, of any length, in constant memory.
 *
 * What fails before the first rows have been read is thrown, and answered as any error is. After that it is too late for
 * another status: the connection breaks off, so that nobody takes the part for the whole, and the log says why. A client that
 * goes away, or does not read, ends the reading.
 *
 * In CSV, a cell that a spreadsheet would take for a formula begins with an apostrophe; a list is separated by semicolons.
 * In NDJSON everything is as it is.
 *
 * @example
 * await streamRows(res, { format: "csv", file_name: "people", columns: ["id", "email"], rows })
 */
export async function streamRows(
  res: MedusaResponse,
  { format, file_name, columns, rows, patience_ms = PATIENCE_MS }: RowStream
): Promise<void> {
  const chunks = inChunks(format, columns, rows)
  try {
    const first = await chunks.next()
    res.attachment(`${file_name}.${format}`)
    res.set({ "content-type": CONTENT_TYPES[format], "cache-control": "no-store" })
    if (res.req.method === "HEAD") {
      // Express answers it with the route for GET. Nothing of what is written would leave.
      res.end()
      return
    }
    await send(res, startingWith(first, chunks), patience_ms)
  } finally {
    // Also where nobody has asked for more than the first.
    await chunks.return(undefined)
  }
}

/** Resolves when the file has left, or can't leave any more. */
async function send(
  res: MedusaResponse,
  chunks: AsyncGenerator<string>,
  patience_ms: number
): Promise<void> {
  const stall = new AbortController()
  const giveUp = () => stall.abort(new Error(`the client read nothing for ${patience_ms} ms`))
  let timer: NodeJS.Timeout | undefined
  // What is asked for next has room: the client has taken what came before.
  async function* watched(): AsyncGenerator<string> {
    for await (const chunk of chunks) {
      timer = setTimeout(giveUp, patience_ms)
      yield chunk
      clearTimeout(timer)
    }
    // For what is left in the sockets.
    timer = setTimeout(giveUp, patience_ms)
  }
  try {
    // If the rows fail, it destroys the response without ending it.
    await pipeline(watched(), res, { signal: stall.signal })
  } catch (caught) {
    const error = stall.signal.aborted ? stall.signal.reason : caught
    if (hasGoneAway(error)) {
      return
    }
    const logger = (res.req as MedusaRequest).scope.resolve(ContainerRegistrationKeys.LOGGER)
    logger.error(
      `user-lifecycle: a download was broken off half way: ${describeDatabaseError(error)}`
    )
  } finally {
    clearTimeout(timer)
  }
}

function hasGoneAway(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException
  return code === "ERR_STREAM_PREMATURE_CLOSE" || code === "ERR_STREAM_DESTROYED"
}

async function* startingWith(
  first: IteratorResult<string, void>,
  rest: AsyncGenerator<string, void>
): AsyncGenerator<string> {
  if (!first.done) {
    yield first.value
    yield* rest
  }
}

/** The text of the file. The first part is there also where there are no rows: a CSV has its header then. */
async function* inChunks(
  format: RowFormat,
  columns: readonly string[],
  rows: AsyncIterable<Row>
): AsyncGenerator<string, void> {
  let isFirst = true
  let batch: unknown[][] = []
  const write = (): string => {
    const text = WRITERS[format](columns, batch, isFirst)
    isFirst = false
    batch = []
    return text
  }
  for await (const row of rows) {
    batch.push(columns.map((column) => row[column] ?? null))
    if (batch.length === ROWS_PER_CHUNK) {
      yield write()
    }
  }
  if (isFirst || batch.length) {
    yield write()
  }
}

type Writer = (columns: readonly string[], rows: unknown[][], isFirst: boolean) => string

const WRITERS: Record<RowFormat, Writer> = {
  csv: (columns, rows, isFirst) =>
    (isFirst ? BYTE_ORDER_MARK : "") +
    stringify(rows, {
      columns: [...columns],
      header: isFirst,
      record_delimiter: "windows",
      cast: {
        boolean: String,
        date: (date) => date.toISOString(),
        object: (value) => writeSpreadsheetText(listOrJson(value)),
        string: writeSpreadsheetText,
      },
    }),
  ndjson: (columns, rows) =>
    rows
      .map((row) => {
        const entries = columns.map((column, index) => [column, row[index]])
        return `${JSON.stringify(Object.fromEntries(entries))}\n`
      })
      .join(""),
}

function listOrJson(value: object): string {
  const isList =
    Array.isArray(value) && value.every((entry) => typeof entry !== "object" || entry === null)
  return isList ? value.join("; ") : JSON.stringify(value)
}

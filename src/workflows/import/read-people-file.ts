import { createReadStream } from "node:fs"
import { open } from "node:fs/promises"
import { CsvError, parse } from "csv-parse"
import { delimiterOf } from "../../domain/import/columns"
import {
  importSentence,
  ImportSentence,
  importSentenceInEnglish,
} from "../../domain/import/sentences"

/** Also those that are empty. More of them are no file of people. */
const MAX_RECORDS = 500_000

/** The byte order mark with which a file in UTF-16 begins, as Windows writes it. */
const UTF_16_MARK = Buffer.from("\ufeff", "utf16le")

/** A line of a file; one whose cells have line breaks is told by its first. */
export type FileRecord = { line: number; cells: string[] }

/** Where, and why, a file can't be read any further. */
export class FileProblem extends Error {
  constructor(
    readonly line: number,
    readonly sentence: ImportSentence
  ) {
    super(importSentenceInEnglish(sentence))
    this.name = "FileProblem"
  }
}

/** Longer than any line that is meant; a quote that is never closed would take the rest of the file otherwise. */
const MAX_RECORD_BYTES = 65_536

/**
 * Reads a file of comma-separated values (RFC 4180) line by line, of any length: with or without a byte order mark, with
 * line breaks of any system, and with commas, semicolons or tabs between the cells. Empty lines are left out.
 *
 * @throws FileProblem for a file that is none of that from some line on
 */
export async function* readRecords(file: string): AsyncGenerator<FileRecord> {
  const located: FileRecord[] = []
  let last: Position = { line: 0, empty_lines: 0 }
  let count = 0
  // The parser counts a line break of two characters inside of quotes twice (csv-parse 7).
  let countedTwice = 0
  const { encoding, firstLine } = await readBeginning(file)
  const parser = parse({
    delimiter: delimiterOf(firstLine),
    record_delimiter: ["\r\n", "\n", "\r"],
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: MAX_RECORD_BYTES,
    // While the parser reads on: an error discards the records that nobody has taken so far, and what they say of lines.
    on_record: (cells: string[], { lines, empty_lines }) => {
      const text = cells.join("")
      countedTwice += countOf(/\r\n/g, text)
      last = { line: lines - countedTwice, empty_lines }
      located.push({ line: last.line - countOf(/\r\n|\r|\n/g, text), cells })
      return cells
    },
  })
  // The parser reads UTF-16 itself, and counts lines by its bytes: half of "č" would be a line break (csv-parse 7).
  const source = createReadStream(file, encoding)
  source.on("error", (error) => parser.destroy(error))
  source.pipe(parser)
  try {
    for await (const _ of parser) {
      const record = located.shift()
      if (++count > MAX_RECORDS) {
        throw new FileProblem(
          last.line,
          importSentence("file_has_too_many_lines", { max: MAX_RECORDS })
        )
      }
      if (record && isFilled(record)) {
        yield record
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) {
      throw error
    }
    yield* located.filter(isFilled)
    throw explain(error, last, countedTwice)
  } finally {
    source.destroy()
    parser.destroy()
  }
}

/** The line of a record, and how many empty ones came before it. */
type Position = { line: number; empty_lines: number }

const isFilled = ({ cells }: FileRecord) => cells.some((cell) => cell.trim())

const countOf = (pattern: RegExp, text: string) => text.match(pattern)?.length ?? 0

type Beginning = {
  /** `undefined`: UTF-8, or bytes that the parser says something about. */
  encoding: "utf16le" | undefined
  /** The first one with something in it. */
  firstLine: string
}

async function readBeginning(file: string): Promise<Beginning> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MAX_RECORD_BYTES))
    const bytes = buffer.subarray(0, bytesRead)
    const encoding = bytes.subarray(0, 2).equals(UTF_16_MARK) ? "utf16le" : undefined
    const lines = bytes.toString(encoding ?? "latin1").split(/[\r\n]/)
    return { encoding, firstLine: lines.find((line) => /[a-z]/i.test(line)) ?? "" }
  } finally {
    await handle.close()
  }
}

function explain(error: CsvError, last: Position, countedTwice: number): FileProblem {
  const line = Number(error.lines) - countedTwice
  const begin = last.line + Number(error.empty_lines) - last.empty_lines + 1
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return new FileProblem(begin, importSentence("quote_not_closed"))
    case "CSV_MAX_RECORD_SIZE":
      return new FileProblem(begin, importSentence("line_too_long", { max: MAX_RECORD_BYTES }))
    case "CSV_INVALID_CLOSING_QUOTE":
      return new FileProblem(line, importSentence("text_after_quote"))
    case "INVALID_OPENING_QUOTE":
      return new FileProblem(line, importSentence("quote_in_cell"))
    default:
      return new FileProblem(line, importSentence("line_unreadable", { code: error.code }))
  }
}

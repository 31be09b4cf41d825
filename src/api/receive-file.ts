import { createWriteStream } from "node:fs"
import { rm } from "node:fs/promises"
import path from "node:path"
import { Readable } from "node:stream"
import { finished, pipeline } from "node:stream/promises"
import { Busboy, BusboyHeaders, BusboyInstance } from "@fastify/busboy"
import { MedusaRequest } from "@medusajs/framework/http"
import { MedusaError } from "@medusajs/framework/utils"
import { ErrorCodes } from "../domain/error-codes"
import { MAX_FILE_BYTES, MEBIBYTE } from "../domain/import/limits"
import { nameUploadFile, removeLeftUploads } from "../workflows/import/upload-files"

/** A file that came with a request, with the fields beside it. */
export type ReceivedFile = { path: string; file_name: string; fields: Record<string, string> }

const LIMITS = {
  fileSize: MAX_FILE_BYTES,
  // One more than is wanted, so that it can be told.
  files: 2,
  fields: 10,
  fieldSize: 1_024,
  fieldNameSize: 100,
}

/**
 * Receives the one file of a request in `multipart/form-data` (RFC 7578) into a temporary file, of which no more is in memory
 * than what has just come, and lets it be used. The file is gone afterwards, also where the client goes away in the middle.
 *
 * @throws MedusaError `invalid_data`, code `user_lifecycle.import_file_invalid`, for a request without a file in a field
 * `file`, with more than one, or with one of more than {@link MAX_FILE_BYTES}
 */
export async function withReceivedFile<TResult>(
  req: MedusaRequest<unknown>,
  use: (file: ReceivedFile) => Promise<TResult>
): Promise<TResult> {
  const target = nameUploadFile()
  // Here, too: the job that does so may run on another machine.
  await removeLeftUploads(Date.now())
  try {
    return await use(await receive(req, target))
  } finally {
    await rm(target, { force: true })
  }
}

async function receive(req: MedusaRequest<unknown>, target: string): Promise<ReceivedFile> {
  const busboy = openBusboy(req)
  const fields: Record<string, string> = {}
  const stored: Promise<string>[] = []
  const files: Readable[] = []

  busboy.on("field", (name, value) => {
    fields[name] = value
  })
  busboy.on("file", (name, file, fileName) => {
    files.push(file)
    // Of a request that ends in the middle of a file, it is told before the rest is. It ends with the request, see below.
    file.on("error", () => file.destroy())
    const isWanted = name === "file" && !stored.length
    stored.push(isWanted ? store(file, fileName, target) : refuse(file, name))
    // It is heard when the rest of the request has come.
    stored[stored.length - 1].catch(() => undefined)
  })
  try {
    await pipeline(req, busboy)
  } catch (error) {
    files.forEach((file) => file.destroy())
    await Promise.allSettled(stored)
    throw invalid(`The upload can't be read: ${error instanceof Error ? error.message : error}`)
  }
  if (!stored.length) {
    throw invalid('There is no file in the field "file".')
  }
  const [file_name] = await Promise.all(stored)
  return { path: target, file_name, fields }
}

function openBusboy(req: MedusaRequest<unknown>): BusboyInstance {
  const contentType = req.headers["content-type"]
  if (!contentType?.toLowerCase().startsWith("multipart/form-data")) {
    throw invalid('Send the file as multipart/form-data, in the field "file".')
  }
  try {
    return new Busboy({ headers: req.headers as BusboyHeaders, limits: LIMITS })
  } catch (error) {
    throw invalid(`The upload can't be read: ${error instanceof Error ? error.message : error}`)
  }
}

async function store(
  file: Readable & { truncated?: boolean },
  fileName: string | undefined,
  target: string
): Promise<string> {
  // Nobody else on the machine has business with it: it may have passwords.
  const sink = createWriteStream(target, { flags: "wx", mode: 0o600 })
  // What can't be stored is read all the same: the rest of a request that nobody reads would never have come.
  sink.on("error", () => file.resume())
  file.on("close", () => {
    if (!file.readableEnded) {
      sink.destroy()
    }
  })
  await finished(file.pipe(sink))
  if (file.truncated) {
    throw invalid(
      `The file is larger than ${MAX_FILE_BYTES / MEBIBYTE} MiB. Split it into several files.`
    )
  }
  const name = path.basename(fileName ?? "").replace(/[\p{Cc}\p{Cs}]+/gu, "")
  return name.slice(0, 255) || "people.csv"
}

async function refuse(file: Readable, name: string): Promise<string> {
  file.resume()
  throw invalid(
    `There is a file in the field ${JSON.stringify(name)}; send one, in the field "file".`
  )
}

function invalid(message: string): MedusaError {
  return new MedusaError(MedusaError.Types.INVALID_DATA, message, ErrorCodes.IMPORT_FILE_INVALID)
}

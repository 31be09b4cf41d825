import { randomUUID } from "node:crypto"
import { readdir, rm, stat } from "node:fs/promises"
import os from "node:os"
import path from "node:path"

const PREFIX = "user-lifecycle-upload-"

/** Longer than an upload and its reading take by far. */
const LEFT_AFTER_MS = 60 * 60_000

/** Where a file of people lies while it is read: it may have passwords, and is removed afterwards. */
export function nameUploadFile(): string {
  return path.join(os.tmpdir(), `${PREFIX}${randomUUID()}.csv`)
}

/**
 * Removes the files that a process left on this machine that was killed while it read them. Never fails: another instance may be
 * faster, or somebody else own the file.
 *
 * @param now_ms the instant, in milliseconds since 1970
 */
export async function removeLeftUploads(now_ms: number): Promise<void> {
  const folder = os.tmpdir()
  const files = await readdir(folder).catch(() => [])
  for (const file of files.filter((name) => name.startsWith(PREFIX))) {
    const target = path.join(folder, file)
    const found = await stat(target).catch(() => undefined)
    if (found && now_ms - found.mtimeMs > LEFT_AFTER_MS) {
      await rm(target, { force: true }).catch(() => undefined)
    }
  }
}

import { gunzipSync } from "node:zlib"

const BLOCK = 512
const FILE_TYPES = ["0", "\0"]

/**
 * Reads the files of an npm tarball: text by path, without the `package/` that npm puts before each.
 *
 * @throws on an entry that is no plain file, and on one that is there twice: a package of this kind has neither
 */
export function extractTarball(archive: Buffer): Map<string, string> {
  const tar = gunzipSync(archive)
  const files = new Map<string, string>()
  for (let offset = 0; offset + BLOCK <= tar.length;) {
    const field = (from: number, length: number) =>
      tar
        .toString("utf8", offset + from, offset + from + length)
        .replace(/\0[^]*$/, "")
        .trim()
    const name = field(0, 100)
    if (!name) {
      break
    }
    // The POSIX header of a file: its size is octal, and a long path begins in the field "prefix".
    const size = parseInt(field(124, 12), 8)
    const type = tar.toString("latin1", offset + 156, offset + 157)
    const prefix = field(345, 155)
    const entry = (prefix ? `${prefix}/${name}` : name).replace(/^package\//, "")
    if (!FILE_TYPES.includes(type) || files.has(entry)) {
      throw new Error(`The tarball has an odd entry: ${entry}, of type ${JSON.stringify(type)}`)
    }
    const start = offset + BLOCK
    files.set(entry, tar.toString("utf8", start, start + size))
    offset = start + Math.ceil(size / BLOCK) * BLOCK
  }
  return files
}

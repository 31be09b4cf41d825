import { mkdtemp, readdir, rm } from "node:fs/promises"
import http from "node:http"
import os from "node:os"
import path from "node:path"
import { Readable } from "node:stream"
import { pipeline } from "node:stream/promises"
import { query } from "../helpers/database"
import { type Api, bearer, createApi, login } from "../helpers/http"
import { createMigratedDatabase, type MigratedDatabase } from "../helpers/migrated-database"
import { seedAdmin } from "../helpers/seed-admin"
import { type Server, spawnServer } from "../helpers/server"

const PASSWORD = "correct horse battery staple"
const MEBIBYTE = 1_048_576
const LIMIT = 100 * MEBIBYTE

/** A file of a hundred thousand people takes a while to be judged, also on a machine with other things to do. */
const TIMEOUT_MS = 300_000

/** Room for Medusa, and not for the people of such a file as well: a server that kept them would die of it. */
const HEAP_MIB = 256

/** As large as those of a browser. */
function* inChunks(content: Iterable<string>): Generator<string> {
  let chunk = ""
  for (const part of content) {
    chunk += part
    if (chunk.length >= 65_536) {
      yield chunk
      chunk = ""
    }
  }
  yield chunk
}

describe("a file of 100 MB", () => {
  let migrated: MigratedDatabase
  let server: Server
  let api: Api
  let token: string
  /** Where the server keeps files while it reads them. */
  let folder: string

  beforeAll(async () => {
    migrated = await createMigratedDatabase()
    folder = await mkdtemp(path.join(os.tmpdir(), "large-import-"))
    await seedAdmin(migrated.url, { email: "root@example.com", password: PASSWORD })
    server = await spawnServer({
      databaseUrl: migrated.url,
      env: { TMPDIR: folder, NODE_OPTIONS: `--max-old-space-size=${HEAP_MIB}` },
    })
    api = createApi(server.url)
    token = await login(api, "root@example.com", PASSWORD)
  })
  afterAll(async () => {
    await server?.stop()
    await migrated?.drop()
    await rm(folder, { recursive: true, force: true })
  })

  /** Sends a file as it is made, as large as it may be. */
  const upload = async (content: Iterable<string>) => {
    const request = http.request(`${server.url}/admin/user-lifecycle/imports`, {
      method: "POST",
      // Node's own gives a connection up that is silent for five seconds.
      agent: new http.Agent(),
      headers: {
        authorization: `Bearer ${token}`,
        "content-type": "multipart/form-data; boundary=boundary",
      },
    })
    const answer = new Promise<http.IncomingMessage>((resolve, reject) => {
      request.on("response", resolve).on("error", reject)
    })
    const body = function* () {
      yield '--boundary\r\ncontent-disposition: form-data; name="file"; filename="people.csv"\r\n\r\n'
      yield* inChunks(content)
      yield "\r\n--boundary--\r\n"
    }
    await pipeline(Readable.from(body()), request)
    const response = await answer
    let text = ""
    for await (const chunk of response.setEncoding("utf8")) {
      text += chunk
    }
    return { status: response.statusCode, data: JSON.parse(text) }
  }

  const count = async (table: string) =>
    (await query<{ count: number }>(migrated.url, `SELECT count(*)::int AS count FROM ${table}`))[0]
      .count

  it(
    "is judged line by line, in little memory, while everybody else is served",
    async () => {
      const people = 100_000
      const wrong = [1, 50_000, people]
      const name = "x".repeat(250)
      const password = "p".repeat(440)
      const lines = function* () {
        yield "email,first_name,last_name,password\r\n"
        for (let index = 1; index <= people; index++) {
          const email = wrong.includes(index) ? `nonsense-${index}` : `person-${index}@example.com`
          yield `${email},${name},"${name}",${password}${index}\r\n`
        }
      }
      let bytes = 0
      const measured = function* () {
        for (const line of lines()) {
          bytes += line.length
          yield line
        }
      }
      let isOver = false
      const uploading = upload(measured()).finally(() => {
        isOver = true
      })
      let served = 0
      while (!isOver) {
        const { status } = await api.get("/admin/products?limit=1", {
          headers: { ...bearer(token).headers, connection: "close" },
          timeout: 10_000,
        })
        served++
        expect(status).toBe(200)
      }
      const { status, data } = await uploading

      expect(bytes).toBeGreaterThan(90 * MEBIBYTE)
      expect(bytes).toBeLessThan(LIMIT)
      expect(status).toBe(200)
      expect(data.import.file_problem).toBeNull()
      expect(data.import.counts).toMatchObject({
        total: people,
        ready: people - wrong.length,
        invalid: wrong.length,
      })
      // The header is the first line.
      expect(data.lines.map(({ line, email }: Record<string, unknown>) => [line, email])).toEqual(
        wrong.map((index) => [index + 1, null])
      )
      expect([
        await count('"user"'),
        await count("invite"),
        await count("provider_identity"),
      ]).toEqual([1, 0, 1])
      expect(served).toBeGreaterThan(10)
    },
    TIMEOUT_MS
  )

  it(
    "is told of by its line where a quote is never closed",
    async () => {
      const filler = "x".repeat(MEBIBYTE)
      const content = function* () {
        yield 'email,first_name\nada@example.com,Ada\ngrace@example.com,"Grace\n'
        for (let megabyte = 1; megabyte < 100; megabyte++) {
          yield filler
        }
      }
      const { status, data } = await upload(content())
      expect(status).toBe(200)
      expect(data.import.file_problem).toEqual({
        line: 3,
        message: expect.stringContaining("Is a quote not closed?"),
        sentences: [{ key: "line_too_long", values: { max: "65536" } }],
      })
    },
    TIMEOUT_MS
  )

  it(
    "is refused where it is larger, and stays nowhere",
    async () => {
      const imports = await count("user_import")
      const filler = `${"x".repeat(1_023)}\n`.repeat(1_024)
      const content = function* () {
        yield "email\n"
        for (let megabyte = 0; megabyte < 100; megabyte++) {
          yield filler
        }
      }
      const { status, data } = await upload(content())
      expect({ status, code: data.code, message: data.message }).toEqual({
        status: 400,
        code: "user_lifecycle.import_file_invalid",
        message: "The file is larger than 100 MiB. Split it into several files.",
      })
      expect(await count("user_import")).toBe(imports)
      const left = (await readdir(folder)).filter((name) => name.endsWith(".csv"))
      expect(left).toEqual([])
    },
    TIMEOUT_MS
  )
})

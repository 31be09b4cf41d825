import { createHash } from "node:crypto"
import { existsSync } from "node:fs"
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises"
import path from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import type { ConfigModule } from "@medusajs/framework/types"
import { getConfigFile, getResolvedPlugins } from "@medusajs/framework/utils"

/**
 * Builds the dashboard of the backend in the current directory to `public/admin`, where `medusa start` looks for it, or to the
 * folder that is given. `medusa build` is for a deployment: it puts the dashboard beside a compiled copy of the backend.
 */
const backend = process.cwd()
const repository = path.join(__dirname, "..", "..")
const output = process.argv[2] ?? path.join(backend, "public", "admin")
const stamp = path.join(output, "built-from.txt")

/** Longer than a build takes by far: whoever holds the lock for so long was killed. */
const LOCK_TIMEOUT_MS = 300_000

/** Two test suites that need it begin at the same time: one builds, the other waits, and finds it built. */
async function main(): Promise<void> {
  const lock = `${output}.lock`
  await mkdir(path.dirname(output), { recursive: true })
  while (!(await canLock(lock))) {
    await delay(200)
  }
  try {
    await buildIfOutdated()
  } finally {
    await rm(lock, { recursive: true, force: true })
  }
}

async function canLock(lock: string): Promise<boolean> {
  try {
    await mkdir(lock)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") {
      throw error
    }
    const { mtimeMs } = await stat(lock).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > LOCK_TIMEOUT_MS) {
      await rm(lock, { recursive: true, force: true })
    }
    return false
  }
}

async function buildIfOutdated(): Promise<void> {
  const fingerprint = await computeFingerprint()
  if (existsSync(stamp) && (await readFile(stamp, "utf8")) === fingerprint) {
    return
  }
  await rm(output, { recursive: true, force: true })
  await linkPlugin()

  const { configModule, error } = await getConfigFile<ConfigModule>(backend, "medusa-config")
  if (error) {
    throw error
  }
  const plugins = await getResolvedPlugins(backend, configModule, true)
  const { build } = await import("@medusajs/admin-bundler")
  await build({
    ...configModule.admin,
    sources: [],
    plugins: plugins
      .filter(({ admin }) => admin?.type === "package")
      .map(({ admin }) => String(admin?.resolve)),
    outDir: output,
  })
  await writeFile(stamp, fingerprint)
}

/** The dashboard imports the plugin's pages by the package's name, as from an installed package. */
async function linkPlugin(): Promise<void> {
  const { name } = JSON.parse(await readFile(path.join(repository, "package.json"), "utf8"))
  const link = path.join(backend, "node_modules", name)
  await rm(link, { force: true })
  await mkdir(path.dirname(link), { recursive: true })
  await symlink(repository, link, "junction")
}

/** Changes with Medusa's dashboard, and with the plugin's own pages. */
async function computeFingerprint(): Promise<string> {
  const hash = createHash("sha256")
  hash.update(await readFile(path.join(repository, "package-lock.json")))
  hash.update(await readFile(path.join(repository, "package.json")))
  const pages = path.join(repository, ".medusa", "server", "src", "admin")
  if (existsSync(pages)) {
    for (const file of (await readdir(pages, { recursive: true })).sort()) {
      if (/\.m?js$/.test(file)) {
        hash.update(file).update(await readFile(path.join(pages, file)))
      }
    }
  }
  return hash.digest("hex")
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  }
)

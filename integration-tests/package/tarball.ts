import { existsSync } from "node:fs"
import { mkdir, readdir, readFile, stat } from "node:fs/promises"
import path from "node:path"
import { finish, startNpm } from "./command"
import { extractTarball } from "./extract-tarball"

export const REPOSITORY = path.join(__dirname, "..", "..")

const SOURCES = path.join(REPOSITORY, "src")
const BUILD = path.join(REPOSITORY, ".medusa", "server", "src")

export type ExportTarget = string | { [condition: string]: ExportTarget }

export type Manifest = {
  name: string
  version: string
  exports: Record<string, ExportTarget>
  engines: { node: string }
  scripts: Record<string, string>
  dependencies?: Record<string, string>
  peerDependencies: Record<string, string>
  peerDependenciesMeta: Record<string, { optional?: boolean } | undefined>
  devDependencies: Record<string, string>
}

export type Tarball = {
  file: string
  /** In bytes, as it is downloaded. */
  size: number
  /** What it holds: the text of each file, by its path in the package. */
  files: Map<string, string>
  manifest: Manifest
}

/**
 * Packs the build that is there, as `npm publish` would.
 *
 * @throws where there is no build, or one of other sources than those that are there
 */
export async function packTarball(folder: string): Promise<Tarball> {
  await assertBuildIsFresh()
  await mkdir(folder, { recursive: true })
  // Without the scripts: `prepack` would build once more, under the tests that run at the same time.
  const pack = startNpm(["pack", "--ignore-scripts", "--pack-destination", folder], {
    cwd: REPOSITORY,
  })
  await finish(pack, "npm pack", 60_000)

  const names = (await readdir(folder)).filter((name) => name.endsWith(".tgz"))
  if (names.length !== 1) {
    throw new Error(`npm pack made ${names.length} tarballs: ${names.join(", ")}`)
  }
  const file = path.join(folder, names[0])
  const archive = await readFile(file)
  const files = extractTarball(archive)
  return {
    file,
    size: archive.length,
    files,
    manifest: JSON.parse(files.get("package.json") ?? "{}") as Manifest,
  }
}

/** The sources of what the build makes, as paths below `src` without their ending; the admin pages aside. */
export async function listSources(): Promise<string[]> {
  const files = await readdir(SOURCES, { recursive: true })
  return files
    .map((file) => file.split(path.sep).join("/"))
    .filter((file) => file.endsWith(".ts") && !/(^|\/)__tests__\//.test(file))
    .filter((file) => !file.startsWith("admin/"))
    .map((file) => file.slice(0, -".ts".length))
    .sort()
}

/** Where the dashboard has the plugin's pages: each is a folder below `routes`. */
export async function listPagePaths(): Promise<string[]> {
  const files = await readdir(path.join(SOURCES, "admin", "routes"), { recursive: true })
  return files
    .map((file) => `/${file.split(path.sep).join("/")}`)
    .filter((file) => file.endsWith("/page.tsx"))
    .map((file) => file.slice(0, -"/page.tsx".length).replace(/\[(\w+)\]/g, ":$1"))
}

/** The sources of the dashboard's pages, all of which are built into one file. */
async function listPageSources(): Promise<string[]> {
  const files = await readdir(path.join(SOURCES, "admin"), { recursive: true })
  return files
    .filter((file) => /\.tsx?$/.test(file) && !/__tests__|\.d\.ts$/.test(file))
    .map((file) => path.join("admin", file))
}

/** A proof about yesterday's build would prove nothing. */
async function assertBuildIsFresh(): Promise<void> {
  const advice = "Run the tests with npm test, or build first with npm run build."
  if (!existsSync(BUILD)) {
    throw new Error(`There is no build in .medusa/server. ${advice}`)
  }
  const stale: string[] = []
  for (const source of await listSources()) {
    const built = path.join(BUILD, `${source}.js`)
    const changedAt = (await stat(path.join(SOURCES, `${source}.ts`))).mtimeMs
    if (!existsSync(built) || (await stat(built)).mtimeMs < changedAt) {
      stale.push(`src/${source}.ts`)
    }
  }
  const pages = path.join(BUILD, "admin", "index.mjs")
  const builtAt = existsSync(pages) ? (await stat(pages)).mtimeMs : 0
  for (const source of await listPageSources()) {
    if (builtAt < (await stat(path.join(SOURCES, source))).mtimeMs) {
      stale.push(`src/${source}`)
    }
  }
  if (stale.length > 0) {
    throw new Error(`The build is older than ${stale.join(", ")}. ${advice}`)
  }
}

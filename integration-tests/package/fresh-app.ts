import { randomBytes } from "node:crypto"
import { mkdir, readdir, readFile, realpath, writeFile } from "node:fs/promises"
import path from "node:path"
import { setTimeout as delay } from "node:timers/promises"
import { freePort } from "../helpers/server"
import { type Command, exitWithin, finish, startNode, startNpm } from "./command"
import { LOAD_EXPORTS, medusaConfig, TSCONFIG, TYPE_CHECK } from "./fresh-app-files"
import type { Manifest, Tarball } from "./tarball"

/** How one export came, with `require` and with `import`. */
export type LoadedExport = {
  specifier: string
  file: string
  /** The type of each value, by name. */
  required: Record<string, string>
  imported: Record<string, string>
}

/** An application that is installed as its developer would, outside this repository. */
export type FreshApp = {
  directory: string
  /** What `npm install` printed. */
  installLog: string
  /** What `npm ls` says of the plugin, and the problems that it found in the whole application. */
  listPackages(): Promise<{ version?: string; problems: string[] }>
  readManifest(packageName: string): Promise<Manifest>
  loadExports(specifiers: string[]): Promise<LoadedExport[]>
  /** Checks a file that uses the plugin's types; throws with what the compiler says. */
  checkTypes(): Promise<void>
  /** Builds the dashboard, with the pages of the plugin in it, and returns its files, as text by their path. */
  buildDashboard(): Promise<Map<string, string>>
  configure(options: Record<string, unknown>): Promise<void>
  migrate(databaseUrl: string): Promise<void>
  createFirstAdmin(databaseUrl: string, email: string, password: string): Promise<void>
  /** Runs `medusa exec`. */
  execute(databaseUrl: string, args: string[]): Promise<{ code: number | null; stdout: string }>
  /** Runs `medusa start` and waits until it answers. */
  boot(databaseUrl: string): Promise<AppServer>
  /** Runs `medusa start`, which is expected to end by itself. */
  bootInVain(databaseUrl: string): Promise<{ code: number | null; output: string }>
}

export type AppServer = { url: string; output(): string; stop(): Promise<void> }

const secrets = {
  JWT_SECRET: randomBytes(32).toString("hex"),
  COOKIE_SECRET: randomBytes(32).toString("hex"),
}

/** Makes a Medusa application of the version that this repository is built with, and installs the tarball into it. */
export async function installFreshApp(folder: string, tarball: Tarball): Promise<FreshApp> {
  const { name, devDependencies } = tarball.manifest
  await mkdir(folder, { recursive: true })
  // Node says where a file really is: the temporary folder of a Mac lies behind a symbolic link.
  const directory = await realpath(folder)
  const write = (file: string, text: string) => writeFile(path.join(directory, file), text)
  const pick = (...packages: string[]) =>
    Object.fromEntries(packages.map((wanted) => [wanted, devDependencies[wanted]]))

  await write(
    "package.json",
    JSON.stringify({
      name: "fresh-app",
      private: true,
      dependencies: {
        // As in the application that Medusa makes: the bundler of the dashboard finds `admin-sdk` nowhere else.
        ...pick("@medusajs/admin-sdk", "@medusajs/cli", "@medusajs/framework", "@medusajs/medusa"),
        [name]: `file:${tarball.file}`,
      },
      devDependencies: pick("@types/node", "typescript"),
    })
  )
  await write("tsconfig.json", JSON.stringify(TSCONFIG))
  await write("type-check.ts", TYPE_CHECK)
  await write("load-exports.js", LOAD_EXPORTS)
  await write("medusa-config.js", medusaConfig(name, {}))

  // The scripts of the dependencies build parts that neither a backend nor the bundler of the dashboard needs.
  const flags = ["--include=dev", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"]
  const install = startNpm(["install", "--strict-peer-deps", ...flags], { cwd: directory })
  const installLog = await finish(install, "npm install", 300_000)

  const inApp = (file: string) => path.join(directory, "node_modules", ...file.split("/"))
  const medusa = (args: string[], databaseUrl?: string): Command =>
    startNode([inApp("@medusajs/cli/cli.js"), ...args], {
      cwd: directory,
      env: {
        ...secrets,
        ...(databaseUrl && { DATABASE_URL: databaseUrl }),
        NODE_ENV: "production",
        LOG_LEVEL: "warn",
        MEDUSA_DISABLE_TELEMETRY: "true",
      },
    })
  const start = (databaseUrl: string, port: number) =>
    medusa(["start", "--host", "127.0.0.1", "--port", String(port)], databaseUrl)

  return {
    directory,
    installLog,
    listPackages: async () => {
      const list = startNpm(["ls", "--all", "--json"], { cwd: directory })
      await exitWithin(list, "npm ls", 60_000)
      const { dependencies, problems = [] } = JSON.parse(list.stdout()) as {
        dependencies: Record<string, { version?: string }>
        problems?: string[]
      }
      return { version: dependencies[name]?.version, problems }
    },
    readManifest: async (packageName) =>
      JSON.parse(await readFile(inApp(`${packageName}/package.json`), "utf8")) as Manifest,
    loadExports: async (specifiers) => {
      const answer = path.join(directory, "loaded-exports.json")
      const load = startNode(["load-exports.js", answer, ...specifiers], { cwd: directory })
      await finish(load, "Loading the exports", 60_000)
      return JSON.parse(await readFile(answer, "utf8")) as LoadedExport[]
    },
    checkTypes: async () => {
      const check = startNode([inApp("typescript/bin/tsc"), "--project", "tsconfig.json"], {
        cwd: directory,
      })
      await finish(check, "tsc", 120_000)
    },
    buildDashboard: async () => {
      // For whoever serves it from elsewhere: also where the backend serves none itself.
      await finish(medusa(["build", "--admin-only"]), "medusa build --admin-only", 300_000)
      return await readTexts(path.join(directory, ".medusa", "admin"))
    },
    configure: (options) => write("medusa-config.js", medusaConfig(name, options)),
    migrate: async (databaseUrl) => {
      await finish(medusa(["db:migrate"], databaseUrl), "medusa db:migrate", 180_000)
    },
    createFirstAdmin: async (databaseUrl, email, password) => {
      await finish(
        medusa(["user", "-e", email, "-p", password], databaseUrl),
        "medusa user",
        90_000
      )
    },
    execute: async (databaseUrl, args) => {
      const command = medusa(["exec", ...args], databaseUrl)
      const code = await exitWithin(command, "medusa exec", 90_000)
      return { code, stdout: command.stdout() }
    },
    boot: async (databaseUrl) => {
      const port = await freePort()
      return await waitUntilHealthy(start(databaseUrl, port), `http://127.0.0.1:${port}`)
    },
    bootInVain: async (databaseUrl) => {
      const command = start(databaseUrl, await freePort())
      const code = await exitWithin(command, "medusa start", 90_000)
      return { code, output: command.output() }
    },
  }
}

async function readTexts(folder: string): Promise<Map<string, string>> {
  const names = await readdir(folder, { recursive: true })
  const texts = await Promise.all(
    names
      .filter((name) => /\.(html|js|css)$/.test(name))
      .map(async (name): Promise<[string, string]> => [
        name.split(path.sep).join("/"),
        await readFile(path.join(folder, name), "utf8"),
      ])
  )
  return new Map(texts)
}

async function waitUntilHealthy(command: Command, url: string): Promise<AppServer> {
  const deadline = Date.now() + 90_000
  while (!(await isHealthy(url))) {
    if (command.hasExited() || Date.now() > deadline) {
      await command.stop()
      throw new Error(`The application did not start:\n${command.output()}`)
    }
    await delay(100)
  }
  return { url, output: command.output, stop: command.stop }
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health`, { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    return false
  }
}

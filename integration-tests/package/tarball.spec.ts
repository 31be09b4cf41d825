import { execFileSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"

const ROOT = path.join(__dirname, "..", "..")
const MODULES = path.join(ROOT, ".medusa", "server", "src", "modules")

type Target = string | Record<string, string>

/** What `npm publish` would send, from the build that is there. */
function listTarball(): string[] {
  const output = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    shell: process.platform === "win32",
  })
  const [{ files }] = JSON.parse(output) as [{ files: { path: string }[] }]
  return files.map((file) => file.path)
}

describe("the package", () => {
  const manifest = JSON.parse(readFileSync(path.join(ROOT, "package.json"), "utf8"))
  const files = listTarball()

  it("has every file that its exports name", () => {
    const modules = readdirSync(MODULES)
    expect(modules).not.toEqual([])

    for (const [name, target] of Object.entries<Target>(manifest.exports)) {
      const paths = typeof target === "string" ? [target] : Object.values(target)
      const concrete = name.includes("*")
        ? modules.flatMap((module) => paths.map((file) => file.replaceAll("*", module)))
        : paths
      for (const file of concrete) {
        expect(files).toContain(file.replace("./", ""))
      }
    }
  })

  it("brings the build, the licence and the documents, and nothing else", () => {
    const others = files.filter((file) => !/^\.medusa\/server\/src\/.+\.(js|mjs|d\.ts)$/.test(file))
    expect(others.filter((file) => !/^(package\.json|[A-Z]+(\.md)?)$/.test(file))).toEqual([])
    expect(others).toContain("LICENSE")
    expect(files.filter((file) => /__tests__|\.spec\.|medusa-config/.test(file))).toEqual([])
  })

  it("needs no package at run time that a Medusa application does not have", () => {
    expect(manifest.dependencies).toBeUndefined()
    const imported = new Set<string>()
    for (const file of files.filter((name) => name.endsWith(".js"))) {
      const source = readFileSync(path.join(ROOT, file), "utf8")
      for (const [, name] of source.matchAll(/(?:require|import)\("([^".][^"]*)"\)/g)) {
        imported.add(name.startsWith("@") ? name.split("/").slice(0, 2).join("/") : name)
      }
    }
    const allowed = [...Object.keys(manifest.peerDependencies), "node:crypto"]
    expect([...imported].filter((name) => !allowed.includes(name))).toEqual([])
  })
})

import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { isClosedWorkflow } from "../closed-workflows"

const SOURCE = path.join(__dirname, "../..")
const CORE = path.dirname(require.resolve("@medusajs/core-flows"))

const filesBelow = (folder: string, matching: RegExp): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => matching.test(file))
    .map((file) => path.join(folder, file))

/** What a file exports that is a workflow, by the id that Medusa runs it under. */
const workflowsIn = (file: string): string[] =>
  Object.values<{ getName?: unknown } | undefined>(require(file)).flatMap((each) =>
    typeof each?.getName === "function" ? [String(each.getName())] : []
  )

const open = (ids: string[]) => ids.filter((id) => !isClosedWorkflow(id))

describe("isClosedWorkflow", () => {
  it("is so of every workflow that the plugin has, and of those that Medusa makes of its jobs", () => {
    const own = filesBelow(path.join(SOURCE, "workflows"), /\/workflows\/[\w-]+\.ts$/)
    const ids = own.flatMap(workflowsIn)
    expect(ids.length).toBeGreaterThan(30)
    expect(open(ids)).toEqual([])

    const jobs = filesBelow(path.join(SOURCE, "jobs"), /^[\w-]+\.ts$/)
    const jobIds = jobs.map((file) => `job-${require(file).config.name}`)
    expect(jobIds.length).toBeGreaterThan(4)
    expect(open(jobIds)).toEqual([])
  })

  it("is so of all of Medusa's about users, invites, API keys, logins and roles", () => {
    for (const folder of ["user", "invite", "api-key", "auth", "rbac"]) {
      const files = filesBelow(path.join(CORE, folder, "workflows"), /\.js$/)
      const ids = files.flatMap(workflowsIn)
      expect([folder, ids.length > 0, open(ids)]).toEqual([folder, true, []])
    }
    // Whatever links what it is given can link a user with a role.
    const generic = filesBelow(path.join(CORE, "common", "workflows"), /\.js$/).flatMap(workflowsIn)
    expect([generic.length > 0, open(generic)]).toEqual([true, []])
  })

  it("is so of every other one of Medusa's that changes one of them in a step", () => {
    const modules = filesBelow(CORE, /\.js$/)
      .filter((file) => !file.endsWith("index.js"))
      .map((file) => ({ file, code: readFileSync(file, "utf8").replace(/\/\*[^]*?\*\//g, "") }))
      .map((each) => ({
        ...each,
        names: [...each.code.matchAll(/^exports\.(\w+) = (?!void)/gm)]
          .map(([, name]) => name)
          .filter((name) => /(Step|Workflow)$/.test(name)),
      }))
    const suspects = new Set(
      modules.filter(({ code }) => /Modules\.(USER|AUTH|API_KEY|RBAC)\b/.test(code))
    )
    for (let before = -1; before !== suspects.size;) {
      before = suspects.size
      const names = [...suspects].flatMap((each) => each.names)
      for (const each of modules) {
        if (
          names.some((name) => each.code.includes(`${name})(`) || each.code.includes(`${name}.`))
        ) {
          suspects.add(each)
        }
      }
    }
    const ids = [...suspects].flatMap(({ file }) => workflowsIn(file))
    expect(ids).toEqual(expect.arrayContaining(["create-customer-account", "create-defaults"]))
    expect(open(ids)).toEqual([])
  })

  it("has been decided about each folder of Medusa's workflows", () => {
    const folders = readdirSync(CORE, { withFileTypes: true })
      .filter((each) => each.isDirectory())
      .map(({ name }) => name)
    // One that comes new with a version of Medusa: look at what its workflows change, and close those about access.
    expect(folders.sort().join(" ")).toBe(
      "api-key auth cart common customer customer-group defaults draft-order file fulfillment inventory invite line-item " +
        "locking notification order payment payment-collection price-list pricing product product-category promotion rbac " +
        "region reservation return-reason sales-channel search settings shipping-options shipping-profile stock-location " +
        "store tax translation user"
    )
  })

  it("is so of no name that nobody has, and of none that is only alike", () => {
    const all = new Set([
      ...filesBelow(path.join(SOURCE, "workflows"), /\/workflows\/[\w-]+\.ts$/).flatMap(
        workflowsIn
      ),
      ...filesBelow(CORE, /\/workflows\/[\w-]+\.js$/).flatMap(workflowsIn),
    ])
    const list = readFileSync(path.join(SOURCE, "domain/closed-workflows.ts"), "utf8")
    const named = [...list.matchAll(/^ {2}"([^"]+)",$/gm)].map(([, id]) => id)
    expect(named.filter((id) => !all.has(id) && !id.startsWith("job-"))).toEqual([])
    expect(new Set(named).size).toBe(named.length)
    for (const id of ["create-products", "of-the-application", "constructor", "__proto__", ""]) {
      expect(isClosedWorkflow(id)).toBe(false)
    }
  })
})

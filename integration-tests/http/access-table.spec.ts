import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { act, untilTheSecondIsOver } from "../access-table/act"
import { provisionHolder } from "../access-table/belongings"
import { type Cells, cellsOf } from "../access-table/cells"
import { DOCUMENT, RENDER_COMMAND, renderDocument } from "../access-table/render"
import {
  type ActionId,
  actions,
  type CredentialId,
  credentials,
  outcomes,
  paths,
  table,
} from "../access-table/table"
import { use } from "../access-table/use"
import { useBackend } from "../helpers/backend"
import { usePeople } from "../helpers/people"
import { stopJobTimers } from "../helpers/workflows"

const REPOSITORY = path.join(__dirname, "..", "..")

const idsOf = <Id extends string>(record: Record<Id, unknown>) => Object.keys(record) as Id[]
const isAnew = (id: CredentialId) => credentials[id].group === "anew"

// Single sign-on as open as it can be: nothing but the person's history keeps them out.
useBackend({ options: { provisioning: { jit_domains: ["example.com"] } } }, (backend) => {
  const people = usePeople(backend)
  beforeAll(stopJobTimers)

  describe.each(idsOf(actions))("after %s", (action) => {
    it("each credential from before is worth what the table says, on every path", async () => {
      const holder = await provisionHolder(backend, people)
      const now = await act(action, { backend, people, holder })
      await expectRow(action, (id) => !isAnew(id), { backend, people, holder, now })
    })

    // On its own, since using what is from before changes what the person has.
    it("each credential that is made anew is worth what the table says, on every path", async () => {
      const holder = await provisionHolder(backend, people)
      const now = await act(action, { backend, people, holder })
      await untilTheSecondIsOver(backend, holder)
      await expectRow(action, isAnew, { backend, people, holder, now })
    })
  })
})

describe("the table", () => {
  it("has an outcome for every action and every credential, and a cell for every path", () => {
    expect(idsOf(table).sort()).toEqual(idsOf(actions).sort())
    for (const action of idsOf(actions)) {
      expect([action, idsOf(table[action]).sort()]).toEqual([action, idsOf(credentials).sort()])
      for (const [id, cells] of Object.entries(expectedOf(action, idsOf(credentials)))) {
        expect([action, id, idsOf(cells).sort()]).toEqual([action, id, idsOf(paths).sort()])
        expect(Object.values(cells).filter((cell) => !/^(\d{3}|– )/.test(cell))).toEqual([])
      }
    }
  })

  it("has no outcome that comes nowhere", () => {
    const found = new Set(Object.values(table).flatMap((row) => Object.values(row)))
    expect([...found].sort()).toEqual(idsOf(outcomes).sort())
  })

  it("has every route of the plugin that changes what somebody may do", () => {
    const described = Object.values(actions)
      .map(({ how }) => how)
      .join("\n")
    const missing = changingRoutes().filter((route) => !described.includes(`\`${route}\``))
    expect(missing.sort()).toEqual(WITHOUT_EFFECT_ON_ACCESS)
  })

  it("is in the documentation as it is here", () => {
    const document = readFileSync(path.join(REPOSITORY, DOCUMENT), "utf8")
    if (renderDocument(document) !== document) {
      throw new Error(`${DOCUMENT} does not show the table as it is. Run ${RENDER_COMMAND}.`)
    }
  })
})

/** They give access to somebody who has none yet, take back what nobody has used, or change what is no access. */
const WITHOUT_EFFECT_ON_ACCESS = [
  "DELETE /admin/invites/:id",
  "PATCH /admin/users/:id",
  "POST /admin/invites",
  "POST /admin/invites/:id/resend",
  "POST /admin/invites/:id/resent",
  "POST /admin/invites/accept",
  "POST /admin/user-lifecycle/access-reviews",
  "POST /admin/user-lifecycle/access-reviews/:id/close",
  "POST /admin/user-lifecycle/emails/:id/retry",
  "POST /admin/user-lifecycle/imports",
  "POST /admin/user-lifecycle/imports/:id/cancel",
  "POST /admin/user-lifecycle/imports/:id/confirm",
  "POST /admin/user-lifecycle/invites/:id/retry",
  "POST /admin/user-lifecycle/invites/batch",
  "POST /admin/users",
  "POST /admin/users/:id/cancel-offboarding",
]

/** The routes of the plugin under `/admin` that are more than a look. */
function changingRoutes(): string[] {
  const api = path.join(REPOSITORY, "src", "api")
  return readdirSync(path.join(api, "admin"), { recursive: true, encoding: "utf8" })
    .filter((file) => path.basename(file) === "route.ts")
    .flatMap((file) => {
      const source = readFileSync(path.join(api, "admin", file), "utf8")
      const route = path
        .dirname(file)
        .split(path.sep)
        .join("/")
        .replace(/\[(\w+)\]/g, ":$1")
      return exportsOf(source)
        .filter((name) => ["POST", "PUT", "PATCH", "DELETE"].includes(name))
        .map((method) => `${method} /admin/${route}`)
    })
}

/** What a module exports, of its own or another one's. */
function exportsOf(source: string): string[] {
  const declared = [...source.matchAll(/^export (?:const|(?:async )?function) (\w+)/gm)]
  const listed = [...source.matchAll(/^export \{([^}]*)\}/gm)]
  return [
    ...declared.map(([, name]) => name),
    ...listed.flatMap(([, names]) =>
      names.split(",").map(
        (name) =>
          name
            .trim()
            .split(/\s+as\s+/)
            .pop() ?? ""
      )
    ),
  ]
}

function expectedOf(action: ActionId, ids: CredentialId[]): Partial<Record<CredentialId, Cells>> {
  return Object.fromEntries(ids.map((id) => [id, cellsOf(id, table[action][id])]))
}

/** Compares all at once, so that a failure shows every cell that is wrong. */
async function expectRow(
  action: ActionId,
  isUsed: (id: CredentialId) => boolean,
  stage: Parameters<typeof use>[1]
): Promise<void> {
  const ids = idsOf(credentials).filter(isUsed)
  const observed: Partial<Record<CredentialId, Cells>> = {}
  for (const id of ids) {
    observed[id] = await use(id, stage)
  }
  expect(observed).toEqual(expectedOf(action, ids))
}

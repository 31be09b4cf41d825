import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import { useBackend } from "../helpers/backend"
import { usePeople } from "../helpers/people"

const ROUTES = path.join(__dirname, "../../src/api/admin/user-lifecycle")

/** Every route below that answers to GET, with an id where it has one. */
const paths = readdirSync(ROUTES, { recursive: true, encoding: "utf8" })
  .filter((file) => path.basename(file) === "route.ts")
  .filter((file) =>
    /export (const|async function) GET/.test(readFileSync(path.join(ROUTES, file), "utf8"))
  )
  .map((file) => `/admin/user-lifecycle/${path.dirname(file).replace("[id]", "no-such-id")}`)

useBackend({}, (backend) => {
  const people = usePeople(backend)

  describe("what the plugin answers to GET", () => {
    it("is kept by no cache, on any of its routes", async () => {
      expect(paths.length).toBeGreaterThan(10)
      for (const each of [...paths, `/admin/users/${people.root.id}/access`]) {
        const { status, headers } = await backend.api.get(each, people.root.credential)
        expect({ each, status: status === 200 || status === 404 }).toEqual({ each, status: true })
        expect({ each, kept: headers["cache-control"] }).toEqual({ each, kept: "no-store" })
      }
    })
  })
})

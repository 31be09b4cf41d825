import { randomUUID } from "node:crypto"
import { existsSync } from "node:fs"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { builtinModules, createRequire } from "node:module"
import os from "node:os"
import path from "node:path"
import { gzipSync } from "node:zlib"
import { createDatabase, dropDatabase, query, testConnection } from "../helpers/database"
import { de } from "../../src/admin/i18n/de/all"
import { en } from "../../src/admin/i18n/en/all"
import { type Api, bearer, createApi, type Credential, login } from "../helpers/http"
import { readVariable } from "../helpers/variables"
import { finish, startNpm } from "./command"
import { DASHBOARD_LIBRARIES, hasItsMark } from "./dashboard-libraries"
import { type AppServer, type FreshApp, installFreshApp } from "./fresh-app"
import { listExports } from "./package-exports"
import {
  listPagePaths,
  listSources,
  packTarball,
  type Manifest,
  REPOSITORY,
  type Tarball,
} from "./tarball"

const PASSWORD = "correct horse battery staple"

const BUILD = ".medusa/server/src"

describe("the package", () => {
  let folder: string
  let tarball: Tarball

  beforeAll(async () => {
    folder = await mkdtemp(path.join(readVariable("folder"), "package-"))
    tarball = await packTarball(path.join(folder, "tarball"))
    const unpacked = [...tarball.files.values()].reduce((sum, text) => sum + text.length, 0)
    console.log(
      `${path.basename(tarball.file)}: ${kilobytes(tarball.size)} packed, ` +
        `${kilobytes(unpacked)} unpacked, ${tarball.files.size} files`
    )
  })

  afterAll(async () => {
    if (folder) {
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    }
  })

  describe("as it is packed", () => {
    it("has nothing but the manifest, the documents and the build", () => {
      const allowed = [
        /^package\.json$/,
        /^(README|CHANGELOG|SECURITY)\.md$/,
        /^docs\/[\w-]+\.md$/,
        /^LICENSE$/,
        /^\.medusa\/server\/src\/.+\.(js|d\.ts)$/,
        /^\.medusa\/server\/src\/admin\/index\.mjs$/,
      ]
      const forbidden = /__tests__|\.(spec|test)\.|medusa-config|integration-tests|jest/
      const odd = [...tarball.files.keys()].filter(
        (file) => !allowed.some((pattern) => pattern.test(file)) || forbidden.test(file)
      )
      expect(odd).toEqual([])
    })

    it("has the documents that the repository has", () => {
      for (const document of [
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "SECURITY.md",
        "docs/access.md",
        "docs/benchmarks.md",
        "docs/errors.md",
      ]) {
        const isThere = existsSync(path.join(REPOSITORY, document))
        expect([document, tarball.files.has(document)]).toEqual([document, isThere])
      }
    })

    it("has everything that its documents show or link to, but for pictures, which are in the repository", () => {
      const pictures = /^docs\/(dashboard|emails)(\.md$|\/)/
      const broken = [...tarball.files]
        .filter(([file]) => file.endsWith(".md"))
        .flatMap(([file, text]) =>
          [...text.matchAll(/\]\(([^)\s]+)\)|<(?:img|a)\s[^>]*(?:src|href)="([^"]+)"/g)]
            .map(([, link, address]) => (link ?? address).replace(/#.*$/, ""))
            .filter((link) => link !== "" && !/^[a-z]+:/.test(link))
            .map((link) => path.posix.join(path.posix.dirname(file), link))
            .filter((link) => !tarball.files.has(link) && !pictures.test(link))
            .map((link) => `${file}: ${link}`)
        )
      expect(broken).toEqual([])
      // A page of pictures without the pictures would say nothing.
      expect([...tarball.files.keys()].filter((file) => pictures.test(file))).toEqual([])
    })

    it("has every source, compiled and with its types, and nothing of a source that is gone", async () => {
      const sources = await listSources()
      const built = [...tarball.files.keys()].filter((file) => file.startsWith(`${BUILD}/`))
      const expected = sources.flatMap((source) => [
        `${BUILD}/${source}.d.ts`,
        `${BUILD}/${source}.js`,
      ])
      const pages = [`${BUILD}/admin/index.js`, `${BUILD}/admin/index.mjs`]
      expect(built.sort()).toEqual([...expected, ...pages].sort())
    })

    it("has pages that bring nothing with them: all that they import is Medusa's dashboard's own", () => {
      const dashboard = createRequire(require.resolve("@medusajs/admin-bundler"))
      const { dependencies } = dashboard("@medusajs/dashboard/package.json") as Manifest
      const shipped = [...Object.keys(dependencies ?? {}), "@medusajs/admin-sdk"]
      const pages = tarball.files.get(`${BUILD}/admin/index.mjs`) ?? ""
      const imported = [...pages.matchAll(/^import .* from "([^"]+)";$/gm)].map(([, name]) =>
        packageOf(name)
      )
      expect(imported).toContain("@medusajs/ui")
      expect(imported.filter((name) => !shipped.includes(name))).toEqual([])
      // A library that was bundled would bring its own notices, or React's internals.
      expect(pages).not.toMatch(/node_modules|@license|__SECRET_INTERNALS|Symbol\.for\("react/)
    })

    it("knows every library that its pages share with the dashboard", () => {
      const { peerDependencies, peerDependenciesMeta } = tarball.manifest
      const optional = Object.keys(peerDependencies).filter(
        (name) => peerDependenciesMeta[name]?.optional
      )
      expect(DASHBOARD_LIBRARIES.map(({ name }) => name)).toEqual(optional.sort())
    })

    it.each(DASHBOARD_LIBRARIES)(
      "imports $name from the dashboard, and has nothing of it in its pages",
      async (library) => {
        expect(await hasItsMark(library)).toBe(true)
        for (const [file, statement] of [
          ["index.mjs", `from "${library.name}";`],
          ["index.js", `require("${library.name}")`],
        ]) {
          const pages = tarball.files.get(`${BUILD}/admin/${file}`) ?? ""
          expect({
            file,
            imports: pages.includes(statement),
            inlines: pages.includes(library.mark),
          }).toEqual({ file, imports: true, inlines: false })
        }
      }
    )

    it("adds little to the dashboard", () => {
      const pages = tarball.files.get(`${BUILD}/admin/index.mjs`) ?? ""
      expect(gzipSync(pages).length).toBeLessThan(150_000)
    })

    it("names no folder of the machine that built it, and no registry", async () => {
      const config = startNpm(["config", "get", "registry"], { cwd: REPOSITORY })
      await finish(config, "npm config get", 30_000)
      const { hostname } = new URL(config.stdout().trim())
      const secrets = [
        wholeWord(REPOSITORY),
        wholeWord(os.homedir()),
        wholeWord(hostname),
        /\/(home|Users)\/\w/,
        /[A-Z]:\\+Users/,
        /file:\/\//,
        /\/\/(registry|npm)\./,
      ]
      const found = [...tarball.files].flatMap(([file, text]) =>
        secrets.filter((secret) => secret.test(text)).map((secret) => `${file}: ${secret}`)
      )
      expect(found).toEqual([])
    })

    it("has the files behind every export", () => {
      const exported = listExports(tarball)

      expect(exported.map(({ specifier }) => specifier).sort()).toEqual(
        expect.arrayContaining([
          "medusa-plugin-user-lifecycle/.medusa/server/src/modules/user_lifecycle",
          "medusa-plugin-user-lifecycle/modules/user_lifecycle",
          "medusa-plugin-user-lifecycle/package.json",
          "medusa-plugin-user-lifecycle/workflows",
        ])
      )
      for (const { targets } of exported) {
        for (const target of targets) {
          expect([...tarball.files.keys()]).toContain(target)
        }
      }
    })

    it("needs what it declares, and nothing else", () => {
      const { dependencies, peerDependencies } = tarball.manifest
      const declared = Object.keys({ ...dependencies, ...peerDependencies })
      const undeclared = [...tarball.files]
        .filter(([file]) => /\.m?js$/.test(file))
        .flatMap(([file, text]) =>
          [...text.matchAll(/\b(?:require|import)\("([^".][^"]*)"\)/g)]
            .map(([, specifier]) => packageOf(specifier))
            .filter((name) => !declared.includes(name) && !isBuiltIn(name))
            .map((name) => `${file}: ${name}`)
        )
      expect(undeclared).toEqual([])
    })

    it("accepts every Medusa from the one that it is tested with to the next major", () => {
      const { peerDependencies, devDependencies } = tarball.manifest
      const [version] = [devDependencies["@medusajs/medusa"]]
      for (const [name, range] of Object.entries(peerDependencies)) {
        if (devDependencies[name] === version) {
          expect([name, range]).toEqual([name, `>=${version} <3`])
        }
      }
    })

    it("needs no dashboard: a backend can do without one", () => {
      const { peerDependencies, peerDependenciesMeta } = tarball.manifest
      const needed = Object.keys(peerDependencies).filter(
        (name) => !peerDependenciesMeta[name]?.optional
      )
      expect(needed.sort()).toEqual(["@medusajs/framework", "@medusajs/medusa"])
    })

    it("runs nothing when it is installed", () => {
      expect(Object.keys(tarball.manifest.scripts)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(pre|post)?install$|^prepare$/)])
      )
    })
  })

  describe("installed into a fresh Medusa application", () => {
    const connection = testConnection()
    const database = `user-lifecycle-package-${randomUUID().slice(0, 8)}`
    let databaseUrl: string
    let app: FreshApp

    beforeAll(async () => {
      const startedAt = Date.now()
      app = await installFreshApp(path.join(folder, "app"), tarball)
      console.log(`npm install: ${((Date.now() - startedAt) / 1000).toFixed(0)} s`)
      databaseUrl = await createDatabase(connection, database)
    }, 330_000)

    afterAll(() => dropDatabase(connection, database))

    it("agrees with the application's Medusa and Node", async () => {
      expect(app.installLog).not.toMatch(/ERESOLVE/)
      expect(app.installLog).not.toMatch(/package: 'medusa-plugin-user-lifecycle@/)

      const { version, problems } = await app.listPackages()
      expect(version).toBe(tarball.manifest.version)
      // npm calls an optional peer that it has installed itself extraneous; that is no conflict.
      expect(problems.filter((problem) => !problem.startsWith("extraneous:"))).toEqual([])

      const medusa = await app.readManifest("@medusajs/medusa")
      expect(tarball.manifest.engines).toEqual(medusa.engines)
    })

    it("gives every export to require and to import", async () => {
      const specifiers = listExports(tarball)
        .map(({ specifier }) => specifier)
        // For the bundler of the dashboard, which runs in browsers: see the test of what it imports.
        .filter((specifier) => !specifier.endsWith("/admin"))

      const loaded = await app.loadExports(specifiers)

      expect(loaded.map(({ specifier }) => specifier)).toEqual(specifiers)
      const home = path.join(app.directory, "node_modules", tarball.manifest.name)
      for (const { specifier, file, required, imported } of loaded) {
        expect(file.startsWith(home + path.sep)).toBe(true)
        expect([specifier, Object.keys(required)]).not.toEqual([specifier, []])
        // What `import` gives as default is what `require` gives, in whole.
        const { default: _, ...named } = required
        expect([specifier, imported]).toEqual([
          specifier,
          expect.objectContaining(
            specifier.endsWith(".json") ? { default: "object" } : { ...named, default: "object" }
          ),
        ])
      }

      const workflows = loaded.find(({ specifier }) => specifier.endsWith("/workflows"))
      expect(workflows?.required).toMatchObject({
        admitIdentityWorkflow: "function",
        changeUserEmailWorkflow: "function",
        offboardUserWorkflow: "function",
        provisionUserWorkflow: "function",
        reactivateUserWorkflow: "function",
        restoreUserWorkflow: "function",
        revokeAllSessionsWorkflow: "function",
        revokeSessionsWorkflow: "function",
        sealPassword: "function",
        sendInviteEmailWorkflow: "function",
        sendPasswordEmailWorkflow: "function",
        suspendUserWorkflow: "function",
      })
    }, 90_000)

    it("brings types that a strict project can use", async () => {
      await app.checkTypes()
    }, 150_000)

    it("has its pages and their styles in the dashboard that the application builds", async () => {
      const startedAt = Date.now()
      const built = await app.buildDashboard()
      console.log(`medusa build --admin-only: ${((Date.now() - startedAt) / 1000).toFixed(0)} s`)

      const textOf = (ending: string) =>
        [...built].flatMap(([file, text]) => (file.endsWith(ending) ? [text] : [])).join("\n")
      const scripts = textOf(".js")
      expect(textOf("index.html")).toMatch(/<script[^>]+type="module"/)
      expect(await listPagePaths()).not.toEqual([])
      for (const page of await listPagePaths()) {
        expect([page, scripts.includes(`"${page}"`)]).toEqual([page, true])
      }
      expect(scripts).toContain(en.people.preview.title)
      expect(scripts).toContain(de.people.preview.title)
      // Medusa's bundler leaves the styles of pages that it does not find out without a word: this one is of the plugin alone.
      expect(textOf(".css")).toContain("10rem_minmax")
    }, 330_000)

    describe("once it is migrated and has its first admin", () => {
      const root = { email: "root@example.com", password: PASSWORD }

      beforeAll(async () => {
        await app.migrate(databaseUrl)
        await app.createFirstAdmin(databaseUrl, root.email, root.password)
      }, 300_000)

      it("boots, provisions a person, and ends her access at once", async () => {
        await withServer(async (api) => {
          const admin = bearer(await login(api, root.email, root.password))

          const person = { email: "ada@example.com", password: PASSWORD }
          const provisioned = await api.post("/admin/users", person, admin)
          expect([provisioned.status, provisioned.data.user?.email]).toEqual([200, person.email])
          const { id } = provisioned.data.user

          const ada = bearer(await login(api, person.email, person.password))
          const me = await api.get("/admin/users/me", ada)
          expect([me.status, me.data.user?.id]).toEqual([200, id])

          const body = { reason: "left the company" }
          const offboarded = await api.post(`/admin/users/${id}/offboard`, body, admin)
          expect(offboarded.status).toBe(200)
          expect(offboarded.data).toMatchObject({ user_id: id, changed: true })

          const refused = await api.get("/admin/users/me", ada)
          expect([refused.status, refused.data.code]).toEqual([401, "user_lifecycle.user_deleted"])
          expect(await readLedger(api, admin, id)).toEqual(["user_offboarded", "user_provisioned"])
        })
      }, 180_000)

      it("audits on the command line as the README says, and fails for what is severe", async () => {
        const [[script], [, ...json]] = [
          ...(tarball.files.get("README.md") ?? "").matchAll(/^npx medusa exec (\S+audit.+)$/gm),
        ].map(([, command]) => command.split(" "))
        const audit = (...args: string[]) => app.execute(databaseUrl, [script, ...args])

        const before = await audit()
        expect([before.code, before.stdout]).toEqual([0, expect.stringMatching(/^\d+ findings$/m)])

        await query(
          databaseUrl,
          `INSERT INTO auth_identity (id, app_metadata) VALUES ('authid_left', '{"user_id":"user_unknown"}')`
        )
        const { code } = await audit(...json)
        const found = (await readFile(path.join(app.directory, json[1]), "utf8"))
          .trim()
          .split("\n")
          .map((line) => JSON.parse(line) as { kind: string })
        expect(code).toBe(1)
        expect(found.map(({ kind }) => kind)).toContain("identity_of_unknown_user")
      }, 180_000)

      it("does not boot with an option that there is not, and names it", async () => {
        await app.configure({ offboarding: { revoke_keys: true }, audits: {} })

        const { code, output } = await app.bootInVain(databaseUrl)

        expect(output).toContain(`unknown option "offboarding.revoke_keys"`)
        expect(output).toContain(`unknown option "audits"`)
        expect(code).toBeGreaterThan(0)
      }, 120_000)
    })

    async function withServer(use: (api: Api) => Promise<void>): Promise<void> {
      const server: AppServer = await app.boot(databaseUrl)
      try {
        const api = createApi(server.url)
        api.defaults.timeout = 20_000
        await use(api)
      } catch (error) {
        console.error(`What the application said:\n${server.output()}`)
        throw error
      } finally {
        await server.stop()
      }
    }
  })
})

async function readLedger(api: Api, credential: Credential, userId: string): Promise<string[]> {
  const { status, data } = await api.get(
    `/admin/user-lifecycle/events?user_id=${userId}`,
    credential
  )
  expect(status).toBe(200)
  return (data.events as { type: string }[]).map(({ type }) => type).sort()
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/")
}

function isBuiltIn(name: string): boolean {
  return name.startsWith("node:") || builtinModules.includes(name)
}

/** Finds a folder, or a host, but not the beginning of a longer name. */
function wholeWord(text: string): RegExp {
  return new RegExp(`${text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}(?![\\w-])`)
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`
}

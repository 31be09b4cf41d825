/** What a fresh application's `medusa-config` says: the defaults, and the plugin by its name. It serves no dashboard. */
export function medusaConfig(plugin: string, options: Record<string, unknown>): string {
  return `const { defineConfig } = require("@medusajs/framework/utils")

module.exports = defineConfig({
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    http: {
      storeCors: "http://127.0.0.1",
      adminCors: "http://127.0.0.1",
      authCors: "http://127.0.0.1",
      jwtSecret: process.env.JWT_SECRET,
      cookieSecret: process.env.COOKIE_SECRET,
    },
  },
  admin: { disable: true },
  plugins: [{ resolve: ${JSON.stringify(plugin)}, options: ${JSON.stringify(options)} }],
})
`
}

export const TSCONFIG = {
  compilerOptions: {
    target: "ES2021",
    module: "Node16",
    moduleResolution: "Node16",
    strict: true,
    esModuleInterop: true,
    skipLibCheck: true,
    noEmit: true,
  },
  files: ["type-check.ts"],
}

/** Also has to fail where it should: types that got lost on the way are `any`, and `any` fits everything. */
export const TYPE_CHECK = `import type { MedusaContainer } from "@medusajs/framework/types"
import {
  type OffboardingReport,
  offboardUserWorkflow,
  provisionUserWorkflow,
  type Sealed,
  sealPassword,
  sendInviteEmailWorkflow,
  sendPasswordEmailWorkflow,
} from "medusa-plugin-user-lifecycle/workflows"
import lifecycle, {
  USER_LIFECYCLE_MODULE,
  type UserLifecycleModuleService,
  type UserLifecycleOptionsInput,
} from "medusa-plugin-user-lifecycle/modules/user_lifecycle"

export const options: UserLifecycleOptionsInput = { offboarding: { revoke_api_keys: false } }
// @ts-expect-error there is no such option
export const misspelt: UserLifecycleOptionsInput = { offboarding: { revoke_keys: false } }

export async function replace(container: MedusaContainer, leaver: string, email: string) {
  const password: Sealed = sealPassword(container, "correct horse battery staple")
  const { result } = await provisionUserWorkflow(container).run({ input: { email, password } })
  const id: string = result.user_id
  // @ts-expect-error an id is no number
  const wrong: number = result.user_id
  // @ts-expect-error a person has an email
  await provisionUserWorkflow(container).run({ input: {} })

  const { result: report } = await offboardUserWorkflow(container).run({ input: { user_id: leaver } })
  const told: OffboardingReport = report
  const revoked: number = told.api_keys_revoked

  const service: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const [entry] = await service.listLifecycleEvents({ user_id: id })
  const recorded: string = entry.type
  // @ts-expect-error the ledger has no such column
  entry.password

  const emails = [sendInviteEmailWorkflow.getName(), sendPasswordEmailWorkflow.getName()]
  return [lifecycle.service, emails, wrong, revoked, recorded]
}
`

/** Loads each export in both ways, in an application's own process. */
export const LOAD_EXPORTS = `const { writeFileSync } = require("node:fs")

const [answer, ...specifiers] = process.argv.slice(2)
const describe = (exported) =>
  Object.fromEntries(Object.keys(exported).map((name) => [name, typeof exported[name]]))

async function main() {
  const loaded = []
  for (const specifier of specifiers) {
    const attributes = specifier.endsWith(".json") ? { with: { type: "json" } } : undefined
    loaded.push({
      specifier,
      file: require.resolve(specifier),
      required: describe(require(specifier)),
      imported: describe(await import(specifier, attributes)),
    })
  }
  writeFileSync(answer, JSON.stringify(loaded))
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error)
    process.exit(1)
  }
)
`

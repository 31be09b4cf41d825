import { setFlagsFromString } from "node:v8"
import path from "node:path"
import { runInNewContext } from "node:vm"
import { generateJwtToken, ModulesSdkUtils } from "@medusajs/framework/utils"
import type { InProcess } from "./in-process"
import { type Spread, spreadOf } from "./statistics"

/*
 * Run by `in-process.ts` in a process of its own: measures the plugin's own classes, from its build, without HTTP. The one
 * line of JSON that it prints is the result.
 */

type RegistryModule = typeof import("../../src/access/access-registry")
type VerifierModule = typeof import("../../src/guard/bearer-verifier")
type AccessRegistry = InstanceType<RegistryModule["AccessRegistry"]>

const BUILD = path.join(__dirname, "../../.medusa/server/src")

const DECISIONS_PER_BATCH = 10_000
const READS_AT_ONCE = 50

setFlagsFromString("--expose-gc")
const collectGarbage = runInNewContext("gc") as () => void

async function main(databaseUrl: string, decisions: number, people: number): Promise<InProcess> {
  const { AccessRegistry } = (await import(`${BUILD}/access/access-registry.js`)) as RegistryModule
  const { BearerVerifier } = (await import(`${BUILD}/guard/bearer-verifier.js`)) as VerifierModule
  const pg = ModulesSdkUtils.createPgConnection({ clientUrl: databaseUrl })
  const { rows } = await pg.raw(
    `SELECT id FROM "user" WHERE deleted_at IS NULL AND id LIKE 'user_remembered%' LIMIT ?`,
    [people]
  )
  const ids: string[] = rows.map(({ id }: { id: string }) => id)
  // Long enough that nothing expires while it is measured; how long it is makes no difference to a decision.
  const registry = new AccessRegistry({
    pg,
    logger: { info: () => undefined, warn: (message: string) => console.error(message) },
    cache_ttl_seconds: 3_600,
  })
  await registry.open()
  if (registry.state !== "listening") {
    throw new Error(`The registry remembers nobody: ${registry.state}`)
  }

  try {
    const decision_ns_one = await timeDecisions(registry, ids.slice(0, 1), decisions)
    const decision_ns_many = await timeDecisions(registry, ids.slice(0, 10_000), decisions)
    registry.forgetAll()

    const empty = usedHeap()
    await remember(registry, ids)
    const remembered = usedHeap()
    await seeTwice(registry, ids)
    const seen = usedHeap()

    const cors = { storeCors: "", adminCors: "", authCors: "" }
    const verifier = new BearerVerifier({ ...cors, jwtSecret: "the bench's own" }, "user")
    const tokens = Math.min(ids.length, 20_000)
    const beforeTokens = usedHeap()
    for (const id of ids.slice(1, tokens)) {
      verifier.verify(signBearer(id))
    }
    const latest = signBearer(ids[0])
    verifier.verify(latest)
    const verified = usedHeap()
    if (registry.size !== ids.length || !verifier.recall(latest)) {
      throw new Error(`${registry.size} of ${ids.length} people, or no token, are remembered`)
    }
    return {
      people: ids.length,
      tokens,
      decisions,
      decision_ns_one,
      decision_ns_many,
      bytes_per_person: (remembered - empty) / ids.length,
      bytes_per_activity: (seen - remembered) / ids.length,
      bytes_per_token: (verified - beforeTokens) / tokens,
    }
  } finally {
    await registry.close()
    await pg.destroy()
  }
}

/** Decides about people who are remembered; the only reads are those that make them so. */
async function timeDecisions(
  registry: AccessRegistry,
  ids: string[],
  decisions: number
): Promise<Spread> {
  await remember(registry, ids)
  const issuedAt = Math.floor(Date.now() / 1000)
  const batches: number[] = []
  let allowed = 0
  for (let done = 0; done < decisions; done += DECISIONS_PER_BATCH) {
    // Each request brings a string of its own, which nobody has hashed yet.
    const asked = Array.from({ length: DECISIONS_PER_BATCH }, (_, n) =>
      copyOf(ids[(done + n) % ids.length])
    )
    const startedAt = process.hrtime.bigint()
    for (const id of asked) {
      if (registry.judgeRemembered(id, issuedAt)?.decision.allowed) {
        allowed++
      }
    }
    batches.push(Number(process.hrtime.bigint() - startedAt) / DECISIONS_PER_BATCH)
  }
  if (allowed !== batches.length * DECISIONS_PER_BATCH) {
    throw new Error(`${allowed} decisions were made at once, and said yes`)
  }
  // What comes before the compiler is done is not what a server does.
  return spreadOf(batches.slice(batches.length / 10))
}

async function remember(registry: AccessRegistry, ids: string[]): Promise<void> {
  for (let from = 0; from < ids.length; from += READS_AT_ONCE) {
    const some = ids.slice(from, from + READS_AT_ONCE)
    await Promise.all(some.map(async (id) => await registry.judgeToken(copyOf(id), undefined)))
  }
}

/** Everybody has been written about, and has been seen since: as much as there is to be known of them. */
async function seeTwice(registry: AccessRegistry, ids: string[]): Promise<void> {
  ids.forEach((id) => registry.activity.seen(copyOf(id)))
  await registry.activity.flush({ ignoresInterval: true })
  ids.forEach((id) => registry.activity.seen(copyOf(id)))
}

function signBearer(userId: string): string {
  const claims = {
    actor_id: userId,
    actor_type: "user",
    auth_identity_id: userId.replace("user", "authid"),
    auth_provider: "emailpass",
    app_metadata: { user_id: userId },
    user_metadata: {},
  }
  return copyOf(
    `Bearer ${generateJwtToken(claims, { secret: "the bench's own", expiresIn: "1d" })}`
  )
}

/** A string that shares no memory with the one that it was made from. */
function copyOf(text: string): string {
  return Buffer.from(text).toString()
}

function usedHeap(): number {
  collectGarbage()
  collectGarbage()
  return process.memoryUsage().heapUsed
}

const [databaseUrl, decisions, people] = process.argv.slice(2)
main(databaseUrl, Number(decisions), Number(people)).then(
  (result) => console.log(JSON.stringify(result)),
  (error: unknown) => {
    console.error(error)
    process.exitCode = 1
  }
)

import { forgetFeatureFlags } from "../helpers/feature-flags"
import { Narrator } from "./narrator"
import { setTheStage } from "./stage"
import { tellTheStory } from "./story"

/**
 * `npm run demo` tells the story and stays up for a look around; `npm run demo -- --once` ends by itself. The exit
 * code is 0 only if every step went as it should.
 */
async function main(): Promise<number> {
  forgetFeatureFlags()
  const isOnce = process.argv.includes("--once")
  const interruption = new AbortController()
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => interruption.abort(new Error("Interrupted")))
  }
  const interrupted = interruption.signal
  const narrator = new Narrator()

  narrator.chapter("Setting up")
  const stage = await setTheStage(narrator, { withDashboard: !isOnce, interrupted })
  try {
    await whicheverEndsFirst(tellTheStory(narrator, stage), interrupted)
    console.log(`\n${narrator.summary}`)
    if (!isOnce) {
      console.log(`
The backend stays up until you press Ctrl-C.
  Dashboard  ${stage.server.url}/app
  Email      ${stage.admin.email}
  Password   ${stage.admin.password}
  Emails     ${stage.outbox.file}
`)
      await whicheverEndsFirst(serverEnd(stage.server.exited), interrupted)
    }
  } catch (error) {
    if (interrupted.aborted) {
      console.log("\nStopping.")
    } else {
      console.log(`\n${narrator.summary}`)
      if (narrator.allIsWell) {
        console.error(error)
      }
      console.error(`\nWhat the backend said:\n${stage.server.logs()}`)
      return 1
    }
  } finally {
    await stage.strike()
  }
  return narrator.allIsWell ? 0 : 1
}

async function serverEnd(exited: Promise<number | null>): Promise<never> {
  throw new Error(`The backend stopped by itself, with code ${await exited}`)
}

/** Waits for a promise, or throws the reason of the interruption as soon as there is one. */
async function whicheverEndsFirst<Result>(
  promise: Promise<Result>,
  interrupted: AbortSignal
): Promise<Result> {
  interrupted.throwIfAborted()
  return await Promise.race([
    promise,
    new Promise<never>((_, reject) => {
      interrupted.addEventListener("abort", () => reject(interrupted.reason as Error), {
        once: true,
      })
    }),
  ])
}

main().then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
)

import { writeFile } from "node:fs/promises"
import path from "node:path"
import { measureAll } from "./measure-all"
import { describeResults, writeTables } from "./report"
import { writeDocument } from "./document"
import { FULL, QUICK } from "./settings"

const DOCUMENT = path.join(__dirname, "..", "..", "docs", "benchmarks.md")

/** Longer than it takes by far; so that nothing that hangs stays. */
const TIME_LIMIT_MS = 120 * 60_000

/**
 * `npm run bench` measures what the plugin costs, prints it, and writes `docs/benchmarks.md`; `npm run bench -- --quick`
 * measures less of it, and writes nothing. A target that is missed is printed as such, and is no failure: the exit code
 * says whether everything could be measured.
 */
async function main(): Promise<void> {
  const settings = process.argv.includes("--quick") ? QUICK : FULL
  const interruption = new AbortController()
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => interruption.abort(new Error("Interrupted")))
  }
  setTimeout(() => interruption.abort(new Error("It took too long")), TIME_LIMIT_MS).unref()

  const results = await measureAll(settings, interruption.signal)
  const sections = describeResults(results)
  console.log(writeTables(sections))
  if (settings.is_quick) {
    console.log("\nA quick run: too little to go by, and docs/benchmarks.md stays as it is.")
  } else {
    await writeFile(DOCUMENT, writeDocument(results, sections))
    console.log("\nWritten to docs/benchmarks.md.")
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})

import { closeSync, openSync, writeSync } from "node:fs"
import { ExecArgs } from "@medusajs/framework/types"
import { Finding } from "../domain/findings/finding"
import { runAudit } from "../workflows/identity/audit/run-audit"

/**
 * Prints what is wrong with people and their logins, a line for each finding; with the argument `json`, a JSON object a line, and with
 * another argument behind it, into the file of that name: Medusa writes its log to standard output, too. It changes nothing. The exit
 * code is 1 if anything of high severity was found.
 *
 * @example
 * npx medusa exec ./node_modules/medusa-plugin-user-lifecycle/.medusa/server/src/scripts/audit-identities.js json findings.ndjson
 */
export default async function auditIdentities({ container, args = [] }: ExecArgs): Promise<void> {
  const [format, name] = args
  const isJson = format === "json"
  const file = isJson && name ? openSync(name, "w") : undefined
  const write = (text: string) =>
    file === undefined ? process.stdout.write(text) : writeSync(file, text)
  let count = 0
  await runAudit(container, (finding) => {
    count++
    write(isJson ? `${JSON.stringify(finding)}\n` : describe(finding))
    if (finding.severity === "high") {
      process.exitCode = 1
    }
  })
  if (file !== undefined) {
    closeSync(file)
  } else if (!isJson) {
    write(`${count} findings\n`)
  }
}

const describe = ({ severity, id, message, repair }: Finding): string =>
  `${severity.padEnd(6)}  ${id}\n        ${message}${repair ? ` ${repair}` : ""}\n`

import { ExecArgs } from "@medusajs/framework/types"
import { Finding } from "../domain/findings/finding"
import { runAudit } from "../workflows/identity/audit/run-audit"

/**
 * Prints what is wrong with people and their logins, a line for each finding; with the argument `json`, a JSON object a line.
 * It changes nothing. The exit code is 1 if anything of high severity was found.
 *
 * @example
 * npx medusa exec ./node_modules/medusa-plugin-user-lifecycle/.medusa/server/src/scripts/audit-identities.js
 */
export default async function auditIdentities({ container, args = [] }: ExecArgs): Promise<void> {
  const write = args.includes("json") ? writeJson : writeText
  let count = 0
  await runAudit(container, (finding) => {
    count++
    write(finding)
    if (finding.severity === "high") {
      process.exitCode = 1
    }
  })
  if (!args.includes("json")) {
    process.stdout.write(`${count} findings\n`)
  }
}

function writeText({ severity, id, message, repair }: Finding): void {
  process.stdout.write(
    `${severity.padEnd(6)}  ${id}\n        ${message}${repair ? ` ${repair}` : ""}\n`
  )
}

function writeJson(finding: Finding): void {
  process.stdout.write(`${JSON.stringify(finding)}\n`)
}

import { availableParallelism } from "node:os"
import { MedusaContainer } from "@medusajs/framework/types"
import { hashPassword } from "../../../auth/hash-password"
import { ImportTask } from "../../../database/imports"
import { unseal } from "../../../database/sealed"

/** A line, with what the password provider would store for its password. */
export type PreparedTask = ImportTask & { password: Record<string, unknown> | null }

/**
 * Hashes the passwords of lines, as many at a time as there are processors: more would take them from the logins of people
 * who wait.
 */
export async function prepareTasks(
  container: MedusaContainer,
  tasks: ImportTask[]
): Promise<PreparedTask[]> {
  const prepared: PreparedTask[] = []
  const entries = tasks.entries()
  const prepareAll = async () => {
    // All of them take from the same.
    for (const [index, task] of entries) {
      prepared[index] = { ...task, password: await hashOf(container, task) }
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, prepareAll))
  return prepared
}

async function hashOf(
  container: MedusaContainer,
  { email, sealed_password }: ImportTask
): Promise<Record<string, unknown> | null> {
  return sealed_password
    ? await hashPassword(container, email, unseal(container, { sealed: sealed_password }))
    : null
}

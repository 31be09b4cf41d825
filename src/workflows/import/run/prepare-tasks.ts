import { availableParallelism } from "node:os"
import { MedusaContainer } from "@medusajs/framework/types"
import { hashPassword } from "../../../auth/hash-password"
import { ImportTask } from "../../../database/imports"
import { unseal } from "../../../database/sealed"

/** A line, with what the password provider would store for its password. */
export type PreparedTask = ImportTask & {
  password: Record<string, unknown> | null
  /** Why there is none where there should be one: the application's secret, with which it was sealed, has changed since. */
  problem?: unknown
}

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
      prepared[index] = await prepareTask(container, task)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, prepareAll))
  return prepared
}

/** One that can't be prepared is not to keep the others from it. */
async function prepareTask(container: MedusaContainer, task: ImportTask): Promise<PreparedTask> {
  try {
    return { ...task, password: await hashOf(container, task) }
  } catch (problem) {
    return { ...task, password: null, problem }
  }
}

async function hashOf(
  container: MedusaContainer,
  { email, sealed_password }: ImportTask
): Promise<Record<string, unknown> | null> {
  return sealed_password
    ? await hashPassword(container, email, unseal(container, { sealed: sealed_password }))
    : null
}

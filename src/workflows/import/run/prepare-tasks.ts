import { availableParallelism } from "node:os"
import { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { hashPassword } from "../../../auth/hash-password"
import { assertProviderForUsers, PASSWORD_PROVIDER } from "../../../auth/providers"
import { ImportTask } from "../../../database/imports"
import { unseal } from "../../../database/sealed"
import { ErrorCodes } from "../../../domain/error-codes"
import { ImportMethod } from "../../../domain/import/row"
import { explainWeakPassword } from "../../../domain/password"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { validateEmail } from "../../user/validate-email"

/** A line, with what the password provider would store for its password. */
export type PreparedTask = ImportTask & {
  password: Record<string, unknown> | null
  /**
   * Why the line can't be done: the options have changed since it was judged, or the application's secret, with which the password
   * was sealed.
   */
  problem?: unknown
}

/**
 * Holds lines against the options of now, and hashes their passwords, as many at a time as there are processors: more would take them from the logins of people
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

/** One that can't be done is not to keep the others from it. */
async function prepareTask(container: MedusaContainer, task: ImportTask): Promise<PreparedTask> {
  try {
    validateEmail(container, task.email)
    if (task.method !== ImportMethod.INVITE) {
      await assertProviderForUsers(container, task.person.auth?.provider ?? PASSWORD_PROVIDER)
    }
    return { ...task, password: await hashOf(container, task) }
  } catch (problem) {
    return { ...task, password: null, problem }
  }
}

async function hashOf(
  container: MedusaContainer,
  { email, sealed_password }: ImportTask
): Promise<Record<string, unknown> | null> {
  if (!sealed_password) {
    return null
  }
  const { options }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const password = unseal(container, { sealed: sealed_password })
  const weakness = explainWeakPassword(password, options.provisioning.password)
  if (weakness) {
    throw new MedusaError(MedusaError.Types.INVALID_DATA, weakness, ErrorCodes.PASSWORD_TOO_WEAK)
  }
  return await hashPassword(container, email, password)
}

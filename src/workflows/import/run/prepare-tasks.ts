import { MedusaContainer } from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { hashPassword } from "../../../auth/hash-password"
import { HASHES_AT_ONCE } from "../../../auth/hashes-at-once"
import { assertProviderForUsers, PASSWORD_PROVIDER } from "../../../auth/providers"
import { ImportTask } from "../../../database/imports"
import { unseal } from "../../../database/sealed"
import { ErrorCodes } from "../../../domain/error-codes"
import { ImportMethod } from "../../../domain/import/row"
import { explainWeakPassword } from "../../../domain/password"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"
import { eachOf } from "../../each-of"
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
 * Holds lines against the options of now, and hashes their passwords, so many at a time that people who log in meanwhile do not wait
 * for them: see `hashesAtOnce`.
 */
export async function prepareTasks(
  container: MedusaContainer,
  tasks: ImportTask[]
): Promise<PreparedTask[]> {
  return await eachOf(tasks, HASHES_AT_ONCE, (task) => prepareTask(container, task))
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

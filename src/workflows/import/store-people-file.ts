import { MedusaContainer } from "@medusajs/framework/types"
import { listProvidersForUsers } from "../../auth/providers"
import {
  insertImport,
  insertImportLines,
  markExistingPeople,
  markRepeatedLines,
  markReturningPeople,
  markTakenLogins,
  NewImportLine,
  storeFileProblem,
} from "../../database/imports"
import { listRoleIds } from "../../database/roles"
import { seal } from "../../database/sealed"
import { runInTransaction, Transaction } from "../../database/transaction"
import { ImportHeader, readHeader } from "../../domain/import/columns"
import { DefaultMethod, ImportPolicy, readRow } from "../../domain/import/row"
import { importSentence } from "../../domain/import/sentences"
import { ImportRowStatus } from "../../domain/import/status"
import { SYSTEM_ACTOR } from "../../domain/lifecycle-event"
import { USER_LIFECYCLE_MODULE } from "../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../modules/user_lifecycle/service"
import { assertActorMayAct } from "../user/transactions/assert-actor-may-act"
import { roleLinksOf } from "../user/transactions/link-roles"
import { ChangeContext } from "../user/types"
import { FileProblem, FileRecord, readRecords } from "./read-people-file"

export type PeopleFile = Pick<ChangeContext, "actor"> & {
  /** Where it lies on this machine. */
  path: string
  /** What whoever uploaded it calls it. */
  file_name: string
  default_method: DefaultMethod
  /** Whether people who were offboarded may come back by it. Default: no. */
  allow_returning?: boolean
}

/** More of them are several files. */
export const MAX_PEOPLE_PER_FILE = 100_000

/** What is in memory, and written, at a time. */
const LINES_AT_ONCE = 1_000

/**
 * Reads a file of people, judges every line, and stores what it found, in one transaction: without a person, an invite or a
 * login being made.
 *
 * @throws MedusaError `unauthorized` if the actor may not act any more by then
 *
 * @returns the id of the import
 */
export async function storePeopleFile(
  container: MedusaContainer,
  { path, actor = SYSTEM_ACTOR, allow_returning = false, ...file }: PeopleFile
): Promise<string> {
  return await runInTransaction(container, async (tx) => {
    const policy = await importPolicy(container, tx, file.default_method)
    const importId = await insertImport(tx.knex, { ...file, allow_returning, actor })
    try {
      await storeLines(tx, container, importId, readRecords(path), policy)
    } catch (error) {
      if (!(error instanceof FileProblem)) {
        throw error
      }
      const { line, message, sentence } = error
      await storeFileProblem(tx.knex, importId, { line, message, sentences: [sentence] })
    }
    await markRepeatedLines(tx.knex, importId)
    await markExistingPeople(tx.knex, importId)
    await markTakenLogins(tx.knex, importId)
    if (!allow_returning) {
      await markReturningPeople(tx.knex, importId)
    }
    // As the last thing: whoever may act is kept from changing from here on, and a file of a hundred thousand lines would hold off
    // the offboarding of whoever uploads it.
    await assertActorMayAct(tx.knex, actor)
    return importId
  })
}

async function importPolicy(
  container: MedusaContainer,
  tx: Transaction,
  default_method: DefaultMethod
): Promise<ImportPolicy> {
  const { options }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { allowed_email_domains, password } = options.provisioning
  return {
    allowed_email_domains,
    password,
    default_method,
    providers: await listProvidersForUsers(container),
    roles: roleLinksOf(container) && new Set(await listRoleIds(tx.knex)),
  }
}

/** @throws FileProblem where it can't be read to its end; the lines before are stored */
async function storeLines(
  tx: Transaction,
  container: MedusaContainer,
  importId: string,
  records: AsyncIterable<FileRecord>,
  policy: ImportPolicy
): Promise<void> {
  let lines: NewImportLine[] = []
  const store = async () => {
    await insertImportLines(tx.knex, importId, lines)
    lines = []
  }
  try {
    for await (const line of judgeAll(container, records, policy)) {
      lines.push(line)
      if (lines.length === LINES_AT_ONCE) {
        await store()
      }
    }
  } catch (error) {
    if (error instanceof FileProblem) {
      await store()
    }
    throw error
  }
  await store()
}

async function* judgeAll(
  container: MedusaContainer,
  records: AsyncIterable<FileRecord>,
  policy: ImportPolicy
): AsyncGenerator<NewImportLine> {
  let header: ImportHeader | undefined
  let count = 0
  for await (const { line, cells } of records) {
    if (!header) {
      header = assertIsHeader(line, cells)
      continue
    }
    if (++count > MAX_PEOPLE_PER_FILE) {
      throw new FileProblem(
        line,
        importSentence("file_has_too_many_people", { max: MAX_PEOPLE_PER_FILE })
      )
    }
    yield { line, ...judge(container, header, cells, policy) }
  }
  if (!header) {
    throw new FileProblem(1, importSentence("file_empty"))
  }
}

function assertIsHeader(line: number, cells: string[]): ImportHeader {
  const header = readHeader(cells)
  if ("problem" in header) {
    throw new FileProblem(line, header.problem)
  }
  return header
}

function judge(
  container: MedusaContainer,
  header: ImportHeader,
  cells: string[],
  policy: ImportPolicy
): Omit<NewImportLine, "line"> {
  const row = readRow(header, cells, policy)
  if ("problems" in row) {
    const [{ code }] = row.problems
    return {
      status: ImportRowStatus.INVALID,
      email: row.email,
      code,
      sentences: row.problems.map(({ sentence }) => sentence),
    }
  }
  const { person, password } = row
  const { email, method, ...rest } = person
  return {
    status: ImportRowStatus.READY,
    email,
    method,
    person: rest,
    ...(password ? { sealed_password: seal(container, password).sealed } : {}),
  }
}

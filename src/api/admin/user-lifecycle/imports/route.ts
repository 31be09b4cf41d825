import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import { ImportLine, listImportLines, listImports } from "../../../../database/imports"
import { ErrorCodes } from "../../../../domain/error-codes"
import { ImportRowStatus } from "../../../../domain/import/status"
import {
  cancelPeopleImportWorkflow,
  confirmPeopleImportWorkflow,
  createPeopleImportWorkflow,
  PeopleImport,
} from "../../../../workflows/import"
import { describeImport, withCounts } from "../../../../workflows/import/describe-import"
import { changeContext } from "../../../change-context"
import { withReceivedFile } from "../../../receive-file"
import { answerTooBusy, inTurn } from "../../../take-turns"
import { AdminCreateImportFields, AdminGetImportsType } from "../validators"

/** On an instance, those that wait for their turn included: each lies in a temporary file of up to a hundred megabytes. */
const MAX_UPLOADS_AT_ONCE = 10

let uploads = 0

/** So many of the lines that are wrong come with the answer; `GET …/lines` has all of them. */
const LINES_IN_ANSWER = 100

/** The imports, newest first, and how far they are. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, AdminGetImportsType>,
  res: MedusaResponse<{ imports: PeopleImport[]; count: number; offset: number; limit: number }>
) => {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const { limit, offset } = req.validatedQuery as AdminGetImportsType
  const { imports, count } = await listImports(db, { limit, offset })
  res.json({ imports: await withCounts(db, imports), count, offset, limit })
}

/**
 * Takes a file of people, and says of each line whether it can be done: see `createPeopleImportWorkflow`. With
 * `dry_run=false`, a file with which nothing is wrong is confirmed at once.
 */
export const POST = async (
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ import: PeopleImport; lines: ImportLine[] }>
) => {
  if (uploads >= MAX_UPLOADS_AT_ONCE) {
    return answerTooBusy(res)
  }
  uploads++
  try {
    await receive(req, res)
  } finally {
    uploads--
  }
}

async function receive(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse<{ import: PeopleImport; lines: ImportLine[] }>
): Promise<void> {
  const db: Knex = req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const context = changeContext(req)
  const import_id = await withReceivedFile(req, async ({ path, file_name, fields }) => {
    const { dry_run, ...chosen } = parseFields(fields)
    const input = { path, file_name, ...chosen, actor: context.actor }
    // Not before the file is here, which its client sends as slowly as it likes.
    const done = await inTurn(req, res, () => createPeopleImportWorkflow(req.scope).run({ input }))
    if (done && !dry_run && isFlawless(await describeImport(db, done.result))) {
      await confirmAtOnce(req.scope, { import_id: done.result, ...context })
    }
    return done?.result
  })
  if (!import_id) {
    return
  }
  const { lines } = await listImportLines(db, import_id, {
    statuses: [ImportRowStatus.INVALID],
    limit: LINES_IN_ANSWER,
    offset: 0,
  })
  res.status(200).json({ import: await describeImport(db, import_id), lines })
}

/**
 * Somebody can lose a permission, or another admin a role, between the report and this. The client has no id of the import then, which
 * is not to stay, with passwords, until somebody else confirms it.
 */
async function confirmAtOnce(
  container: MedusaContainer,
  input: { import_id: string } & ReturnType<typeof changeContext>
): Promise<void> {
  try {
    await confirmPeopleImportWorkflow(container).run({ input })
  } catch (error) {
    await cancelPeopleImportWorkflow(container).run({
      input: { import_id: input.import_id, only_if_unconfirmed: true },
    })
    throw error
  }
}

const isFlawless = ({ file_problem, counts }: PeopleImport) =>
  !file_problem && counts.invalid === 0 && counts.ready > 0

function parseFields(fields: Record<string, string>) {
  const parsed = AdminCreateImportFields.safeParse(fields)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      `Invalid request: ${problems.join("; ")}`,
      ErrorCodes.IMPORT_FILE_INVALID
    )
  }
  return parsed.data
}

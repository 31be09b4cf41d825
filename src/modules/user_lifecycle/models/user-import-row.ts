import { model } from "@medusajs/framework/utils"
import { ImportMethod } from "../../../domain/import/row"
import { ImportRowStatus } from "../../../domain/import/status"

/** A line of a file of people. It is done once, in the transaction that also says so here. */
const UserImportRow = model
  .define("user_import_row", {
    id: model.id({ prefix: "uimpr" }).primaryKey(),
    import_id: model.text(),
    /** Where it begins in the file; the header is in line 1. */
    line: model.number(),
    status: model.enum(ImportRowStatus),
    method: model.enum(ImportMethod).nullable(),
    /** As the file has it, as far as it could be read. */
    email: model.text().nullable(),
    /** The rest of what the line says: names, roles, and the login at a provider. */
    person: model.json().nullable(),
    /** Gone as soon as the line is done, or never will be. */
    sealed_password: model.text().nullable(),
    /** What is wrong with the line, or why there is nothing to do. */
    code: model.text().nullable(),
    message: model.text().nullable(),
    /** The same for other languages: see `IMPORT_SENTENCES`. */
    sentences: model.json().nullable(),
    user_id: model.text().nullable(),
    invite_id: model.text().nullable(),
  })
  .indexes([{ on: ["import_id", "line"], unique: true }, { on: ["import_id", "status", "line"] }])
  .checks([
    {
      name: "user_import_row_password_is_of_a_line_to_do",
      expression: (columns) => `${columns.sealed_password} is null or ${columns.status} = 'ready'`,
    },
  ])

export default UserImportRow

import { model } from "@medusajs/framework/utils"
import { ImportStatus } from "../../../domain/import/status"

/** A file of people who are to become admins, and what has become of it. */
const UserImport = model.define("user_import", {
  id: model.id({ prefix: "uimp" }).primaryKey(),
  file_name: model.text(),
  /** What is done with people of whom the file has neither a password nor a login: "invite" or "set_password". */
  default_method: model.text(),
  /** Whether people of the file who were offboarded become users, or are invited, again. */
  allow_returning: model.boolean().default(false),
  status: model.enum(ImportStatus).default(ImportStatus.VALIDATED),
  /** Where, and why, the file could not be read any further: `{ line, message, sentences }`. */
  file_problem: model.json().nullable(),
  created_by_type: model.text(),
  created_by_id: model.text().nullable(),
  /** Whose doing the people are. */
  confirmed_by_type: model.text().nullable(),
  confirmed_by_id: model.text().nullable(),
  /** `null` where it was no token, or one that says nothing of it. */
  confirmed_token_issued_at: model.dateTime().nullable(),
  confirmed_at: model.dateTime().nullable(),
  /** When it was done, or cancelled. */
  ended_at: model.dateTime().nullable(),
  /** Why it does not go on; it is tried again. */
  last_error: model.text().nullable(),
})

export default UserImport

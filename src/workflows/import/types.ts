import { ImportCounts, ImportRow } from "../../database/imports"
import { ChangeContext } from "../user/types"

export type { ImportCounts }

/** An import of people from a file, and how far it is. */
export type PeopleImport = ImportRow & { counts: ImportCounts }

export type ChangeImportInput = Pick<ChangeContext, "actor" | "source"> & { import_id: string }

export type ConfirmImportInput = ChangeImportInput & {
  /** Goes on without the lines that are wrong. Otherwise one of them is enough to refuse it. */
  skip_invalid?: boolean
}

import { ImportCounts, ImportRow } from "../../database/imports"
import { ChangeContext } from "../user/types"

export type { ImportCounts }

/** An import of people from a file, whose it is, and how far it is. */
export type PeopleImport = ImportRow & {
  counts: ImportCounts
  /** The email that whoever it was has now; of an API key, its title. */
  created_by_name: string | null
  confirmed_by_name: string | null
}

export type ChangeImportInput = Pick<ChangeContext, "actor" | "source"> & { import_id: string }

export type CancelImportInput = ChangeImportInput & {
  /** Leaves one alone that somebody has confirmed meanwhile. */
  only_if_unconfirmed?: boolean
}

export type ConfirmImportInput = ChangeImportInput & {
  /** Goes on without the lines that are wrong. Otherwise one of them is enough to refuse it. */
  skip_invalid?: boolean
}

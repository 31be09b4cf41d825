import { useTranslation } from "../i18n/use-translation"
import { isolate } from "../lib/isolate"
import type { ImportStatus } from "../../domain/import/status"
import type { ImportLine } from "../api/types"
import { useLoginMethodName } from "../people/login-methods"
import { useLineStatusName } from "./line-status"
import { useNote } from "./use-note"

/** What there is to say of a line of a file, in the words of the page: no password, which the backend never hands out. */
export function useLineWords(importStatus: ImportStatus) {
  const { t } = useTranslation()
  const nameOfStatus = useLineStatusName(importStatus)
  const noteOf = useNote()
  const nameOfMethod = useLoginMethodName()
  const methodOf = ({ method, auth, roles }: ImportLine): string | null =>
    method &&
    [
      t(`imports.method.${method}`),
      auth && `${isolate(auth.entity_id)} (${nameOfMethod(auth.provider)})`,
      roles.length > 0 && t("imports.line.roles", { roles: roles.join(", ") }),
    ]
      .filter(Boolean)
      .join(", ")
  return { nameOfStatus, methodOf, noteOf }
}

import { Hint } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "../i18n/use-translation"
import { useNavigate } from "react-router-dom"
import { type DefaultMethod, ImportMethod } from "../../domain/import/row"
import { ImportRowStatus } from "../../domain/import/status"
import type { PeopleImport } from "../api/types"
import { useBackendMutation } from "../api/use-backend-mutation"
import { useSettings } from "../api/use-settings"
import { BusyButton } from "../components/busy-button"
import { SwitchField } from "../components/switch-field"
import { UnsentNotice } from "../emails/unsent-notice"
import { whyUnsent } from "../emails/why-unsent"
import { useExplain } from "../i18n/use-explain"
import { importPage, LIFECYCLE } from "../lib/paths"
import { messageOf, upload } from "../lib/request"
import { useHasLeft } from "../lib/use-has-left"
import { hasPasswords } from "../people/password-provider"
import { ColumnHelp } from "./column-help"
import { DefaultMethodChoice } from "./default-method-choice"
import { DropZone } from "./drop-zone"

const METHODS: DefaultMethod[] = [ImportMethod.INVITE, ImportMethod.SET_PASSWORD]

/** Where admins sign in elsewhere alone, nobody can set one. */
const WITHOUT_PASSWORDS: DefaultMethod[] = [ImportMethod.INVITE]

type Upload = { file: File; method: DefaultMethod; allowsReturning: boolean }

/** Has a file of people looked at, which changes nothing yet, and goes on to what was found. */
export function UploadForm() {
  const { t } = useTranslation()
  const explain = useExplain()
  const navigate = useNavigate()
  const hasLeft = useHasLeft()
  const [file, setFile] = useState<File>()
  const [chosenMethod, setMethod] = useState<DefaultMethod>(ImportMethod.INVITE)
  const [allowsReturning, setAllowsReturning] = useState(false)
  const settings = useSettings()
  const methods = hasPasswords(settings.data) ? METHODS : WITHOUT_PASSWORDS
  const method = methods.find((each) => each === chosenMethod) ?? methods[0]
  // Each begins with the email of the same name.
  const whyUnsentOf = (each: DefaultMethod) => whyUnsent(settings.data, each)
  const { mutate, isPending, error, reset } = useBackendMutation(
    checkFile,
    // On this page, what was found is said by the one that it goes on to.
    (_, { file_name }) => (hasLeft() ? t("imports.checked", { name: file_name }) : undefined)
  )

  const choose = (chosen: File | undefined) => {
    reset()
    setFile(chosen)
  }
  const submit = (chosen: File) =>
    mutate(
      { file: chosen, method, allowsReturning },
      {
        onSuccess: ({ id, counts }) =>
          navigate(importPage(id, counts.invalid ? [ImportRowStatus.INVALID] : [])),
      }
    )
  return (
    <form
      className="grid gap-6 px-6 py-4 lg:grid-cols-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (file && !isPending) {
          submit(file)
        }
      }}
    >
      <div className="flex min-w-0 flex-col gap-y-4">
        <DropZone file={file} isLocked={isPending} onFile={choose} />
        <DefaultMethodChoice
          method={method}
          methods={methods}
          isUnsent={(each) => whyUnsentOf(each) !== undefined}
          onChange={setMethod}
        />
        <UnsentNotice
          why={whyUnsentOf(method)}
          instead={`imports.default_method.${method}.without_email.instead`}
        />
        <SwitchField
          label={t("imports.allow_returning.label")}
          hint={t("imports.allow_returning.hint")}
          checked={allowsReturning}
          onChange={setAllowsReturning}
        />
        {error && (
          <Hint variant="error" role="alert">
            {error instanceof UnreadableFile ? t("imports.unreadable") : explain(error)}
          </Hint>
        )}
        <BusyButton variant="primary" type="submit" disabled={!file} isBusy={isPending}>
          {t("imports.check")}
        </BusyButton>
      </div>
      <ColumnHelp />
    </form>
  )
}

/** The browser gives no file away that is not what was chosen any more. */
class UnreadableFile extends Error {}

/** @throws UnreadableFile where the file was changed, moved or removed since it was chosen */
async function checkFile({ file, method, allowsReturning }: Upload): Promise<PeopleImport> {
  // Beforehand: a request whose file can't be read fails as one does that nobody answers.
  const content = await file.arrayBuffer().catch((error: unknown) => {
    throw new UnreadableFile(messageOf(error))
  })
  const form = new FormData()
  form.append("default_method", method)
  form.append("allow_returning", String(allowsReturning))
  form.append("dry_run", "true")
  form.append("file", new Blob([content], { type: file.type }), file.name)
  const answer = await upload<{ import: PeopleImport }>(`${LIFECYCLE}/imports`, form)
  return answer.import
}

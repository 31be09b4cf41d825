import { Button, Textarea, toast } from "@medusajs/ui"
import { useMemo, useState } from "react"
import { MAX_INVITES_PER_REQUEST } from "../../domain/invitation"
import type { InvitationResult } from "../api/types"
import { useBackendMutation } from "../api/use-backend-mutation"
import { useSettings } from "../api/use-settings"
import { ErrorNotice } from "../components/error-notice"
import { Field } from "../components/field"
import { LoadingLines } from "../components/query-state"
import { FormDrawer } from "../components/form-drawer"
import { SideDrawer } from "../components/side-drawer"
import { useFocusBack } from "../components/use-focus-back"
import { UnsentNotice } from "../emails/unsent-notice"
import { whyUnsent } from "../emails/why-unsent"
import { RoleChoice } from "../people/role-choice"
import { useTranslation } from "../i18n/use-translation"
import { formatCount } from "../lib/format"
import { useDebounced } from "../lib/use-debounced"
import { useHasLeft } from "../lib/use-has-left"
import { useAssignableRoles } from "../people/use-roles"
import { InvitationList } from "./invitation-list"
import { invitePeople, useInvitePreview } from "./invite-people"
import { parseEmails } from "./parse-emails"

/** So long after the last letter, the backend is asked what would happen. */
const PAUSE_MS = 400

const countCreated = (results: InvitationResult[]) =>
  results.filter(({ status }) => status === "created").length

const listRefused = (results: InvitationResult[]) =>
  results.flatMap(({ status, email }) => (status === "refused" ? [email] : []))

/** Takes a list of emails as it is pasted, says what would become of each, invites them, and says what became of each. */
export function InvitePeopleDrawer({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const roles = useAssignableRoles()
  const settings = useSettings()
  const unsent = whyUnsent(settings.data, "invite")
  // Of both drawers: the second is opened by what is gone with the first.
  const giveFocusBack = useFocusBack()
  const [text, setText] = useState("")
  const [chosenRoles, setChosenRoles] = useState<string[]>([])
  const [results, setResults] = useState<InvitationResult[]>()

  const typed = useMemo(
    () => ({ emails: parseEmails(text), roles: chosenRoles }),
    [text, chosenRoles]
  )
  const asked = useDebounced(typed, PAUSE_MS)
  const preview = useInvitePreview(asked, results === undefined)
  const max = formatCount(MAX_INVITES_PER_REQUEST, i18n.language)
  const isTooMany = typed.emails.length > MAX_INVITES_PER_REQUEST
  const isCurrent = asked === typed && !preview.isPlaceholderData && !preview.isFetching
  const isReady =
    !isTooMany && isCurrent && !roles.isPending && countCreated(preview.data ?? []) > 0

  const hasLeft = useHasLeft()
  const { mutate, isPending, error, reset } = useBackendMutation(
    () => invitePeople(typed, { isDryRun: false }),
    (_, done: InvitationResult[]) => {
      const count = countCreated(done)
      const refused = listRefused(done)
      if (refused.length && hasLeft()) {
        // Nobody sees the list of them any more.
        toast.warning(t("invites.result.refused", { count: refused.length }), {
          description: refused.join(", "),
        })
      }
      return count ? t("invites.result.created", { count }) : undefined
    }
  )
  // What was refused is not what is there now. What is under way would be lost sight of.
  const forgetError = () => {
    if (!isPending) {
      reset()
    }
  }
  const submit = () => mutate(undefined, { onSuccess: setResults })

  if (results) {
    const refused = listRefused(results)
    const correct = () => {
      setText(refused.join("\n"))
      setResults(undefined)
      reset()
    }
    return (
      <SideDrawer
        title={t("invites.result.heading")}
        description={unsent ? t("invites.copy_instead") : t("invites.result.explanation")}
        onClose={onClose}
        onCloseAutoFocus={giveFocusBack}
        footer={
          <>
            {refused.length > 0 && (
              <Button size="small" variant="secondary" onClick={correct}>
                {t("invites.result.correct", { count: refused.length })}
              </Button>
            )}
            <Button size="small" variant="secondary" onClick={onClose}>
              {t("actions.close")}
            </Button>
          </>
        }
      >
        <InvitationList results={results} isDryRun={false} />
      </SideDrawer>
    )
  }
  const previewError = typed.emails.length ? preview.error : null
  const isPreviewed = !previewError && typed.emails.length > 0 && !isTooMany
  const previewed = isPreviewed ? preview.data : undefined
  return (
    <FormDrawer
      title={t("invites.invite.title")}
      description={t(
        unsent ? "invites.invite.explanation_without_email" : "invites.invite.explanation"
      )}
      submitLabel={t("invites.invite.submit")}
      isReady={isReady}
      isDirty={text !== "" || chosenRoles.length > 0}
      isPending={isPending}
      error={error}
      onSubmit={submit}
      onClose={onClose}
      onCloseAutoFocus={giveFocusBack}
    >
      <UnsentNotice why={unsent} instead="invites.copy_instead" />
      <Field
        label={t("invites.invite.emails")}
        hint={t("invites.invite.emails_hint", { max })}
        error={
          isTooMany
            ? t("invites.invite.too_many", {
                max,
                number: formatCount(typed.emails.length, i18n.language),
              })
            : undefined
        }
      >
        {(control) => (
          <Textarea
            {...control}
            rows={6}
            spellCheck={false}
            autoComplete="off"
            placeholder={"ada@example.com, Grace Hopper <grace@example.com>"}
            value={text}
            onChange={(event) => {
              forgetError()
              setText(event.target.value)
            }}
          />
        )}
      </Field>
      <RoleChoice
        {...roles}
        hint={t("invites.invite.roles_hint")}
        chosen={chosenRoles}
        onChange={(chosen) => {
          forgetError()
          setChosenRoles(chosen)
        }}
      />
      <div
        aria-busy={previewed !== undefined && !isCurrent}
        className={!previewed ? "sr-only" : isCurrent ? undefined : "opacity-60"}
      >
        <InvitationList results={previewed} isDryRun />
      </div>
      {isPreviewed && !previewed && <LoadingLines lines={2} />}
      {previewError && (
        <ErrorNotice isAction error={previewError} onRetry={() => void preview.refetch()} />
      )}
    </FormDrawer>
  )
}

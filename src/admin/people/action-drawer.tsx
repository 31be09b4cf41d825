import { Text, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "../i18n/use-translation"
import { isEmail, normalizeEmail } from "../../domain/email"
import { useMe } from "../activity/use-me"
import { useSettings } from "../api/use-settings"
import { ChosenList } from "../components/chosen-list"
import { ConfirmationField } from "../components/confirmation-field"
import { ErrorNotice } from "../components/error-notice"
import { Failures } from "../components/failures"
import { FormDrawer } from "../components/form-drawer"
import { UnsentNotice } from "../emails/unsent-notice"
import { whyUnsent } from "../emails/why-unsent"
import { isolate } from "../lib/isolate"
import { isNoFuture, toInstant } from "../lib/local-time"
import { PAGE_SIZE } from "../table/use-table-state"
import { ActionFields } from "./action-fields"
import { toInput } from "./action-form"
import { OffboardingPreview, useOffboardingPreview } from "./offboarding-preview"
import { hasPasswords } from "./password-provider"
import type { ActionField, PersonAction, Subject } from "./person-actions"
import { RunStatus } from "./run-status"
import { ScheduledNotice } from "./scheduled-notice"
import { useActionForm } from "./use-action-form"
import { type RunResult, useRunForEach } from "./use-run-for-each"

type Props<TSubject extends Subject> = {
  action: PersonAction
  /** Those to whom the action applies. */
  subjects: TSubject[]
  onClose: () => void
  onSettled?: (result: RunResult<TSubject>) => void
}

/** Says what an action does, asks what it needs to know, does it, and says what became of everybody. */
export function ActionDrawer<TSubject extends Subject>({
  action,
  subjects,
  onClose,
  onSettled,
}: Props<TSubject>) {
  const { t } = useTranslation()
  const { form, before, stored, set, isDirty, scheduled, isRescheduling, isKnown, unread } =
    useActionForm(action, subjects)
  const settings = useSettings({
    enabled:
      action.fields.includes("revoke_api_keys") ||
      action.email !== undefined ||
      !!action.leavesWithoutLink,
  })
  const { id: me } = useMe({ enabled: action.endsSession ?? false })
  const isMe = ({ user_id }: Subject) => action.endsSession && user_id === me
  const [confirmation, setConfirmation] = useState("")
  const { remaining, failures, stopped, isPending, start, progress, stop } = useRunForEach(
    subjects,
    (subject) => action.run(subject, toInput(action, form, stored)),
    { isRemoval: action.removesUser }
  )
  const words = `people.actions.${action.name}` as const
  const isWithoutPassword = action.setsPassword === true && !hasPasswords(settings.data)
  const unsent =
    action.email && !isWithoutPassword ? whyUnsent(settings.data, action.email) : undefined
  // Of what it does, some depends on the shop: nobody is promised what does not come.
  const promise = isWithoutPassword
    ? `${words}.without_password`
    : unsent
      ? `${words}.without_email`
      : words
  /** Which of them have yet to set a password, and need another link for it: there is none where there are no passwords. */
  const sayWhoNeedsLink = (people: TSubject[]): string | undefined => {
    const waiting =
      action.leavesWithoutLink && hasPasswords(settings.data)
        ? people.filter(action.leavesWithoutLink)
        : []
    return waiting.length
      ? t(`${words}.awaits_password`, {
          count: waiting.length,
          name: waiting[0].email,
          action: t("people.actions.send_password_link.label"),
        })
      : undefined
  }
  const needsLink = sayWhoNeedsLink(remaining)
  const has = (field: ActionField) => action.fields.includes(field)

  const now = new Date()
  const problems = {
    until: isNoFuture(form.until, now) ? t("people.fields.in_the_past") : undefined,
    at:
      isRescheduling && !form.at
        ? t("people.fields.no_date")
        : isNoFuture(form.at, now)
          ? t("people.fields.in_the_past")
          : undefined,
    email:
      form.email && !isEmail(normalizeEmail(form.email)) ? t("people.fields.no_email") : undefined,
  }
  // A date before the one that was confirmed is as good as an offboarding anew.
  const isDestructive =
    action.isDestructive || (isRescheduling && form.at !== "" && form.at < before.at)
  // Also of what takes nothing away: of so many, nobody has seen all on one page.
  // And of one's own new address, with a mistake in which nobody could log in.
  const isOwnEmail = has("email") && remaining.some(isMe)
  const isConfirmed = isDestructive || remaining.length > PAGE_SIZE || isOwnEmail
  const secret = isOwnEmail
    ? form.email.trim()
    : remaining.length === 1
      ? remaining[0].email
      : String(remaining.length)
  const isScheduled = has("at") && !isRescheduling && form.at !== ""

  // Somebody else has called it off, or it has happened.
  const isGone = isRescheduling && scheduled.data === null
  const preview = useOffboardingPreview(remaining, {
    // Once it is known whether keys go, so that everybody is asked about once.
    enabled: has("at") && isKnown && !isPending && !settings.isLoading,
    // As the application's options have it, where those could not be loaded.
    revokesApiKeys: form.revoke_api_keys ?? settings.data?.revokes_api_keys,
  })
  const isReady =
    (!action.isChange || (isDirty && isKnown)) &&
    !problems.until &&
    !problems.at &&
    !problems.email &&
    (!has("email") || form.email !== "") &&
    // Nothing is taken away that nobody was shown.
    (!has("at") || (!preview.error && !!preview.data?.reports.length)) &&
    (!isConfirmed || confirmation.trim() === secret)

  const submit = () =>
    start((result) => {
      const { done, isComplete } = result
      if (done.length) {
        toast.success(
          t(isScheduled ? "people.actions.offboard.scheduled" : `${promise}.done`, {
            count: done.length,
            name: done[0].email,
          }),
          { description: sayWhoNeedsLink(done) }
        )
      }
      onSettled?.(result)
      if (!isComplete && done.some(isMe)) {
        // What the drawer says of it is gone with the page in a moment.
        const failed = remaining.filter((subject) => !done.includes(subject))
        toast.warning(t("people.failed", { count: failed.length }), {
          description: failed.map(({ email }) => isolate(email)).join(", "),
        })
      }
      if (isComplete) {
        onClose()
      } else {
        setConfirmation("")
      }
    })

  return (
    <FormDrawer
      title={t(`${words}.title`, { count: remaining.length, name: remaining[0].email })}
      description={t(`${promise}.explanation`)}
      submitLabel={t(isScheduled ? "people.actions.offboard.schedule" : `${words}.label`)}
      isDestructive={isDestructive}
      isReady={isReady}
      isDirty={isDirty}
      isPending={isPending}
      onStop={stop}
      isStopping={progress?.isStopping}
      // "Cancel" beside "Cancel the offboarding" would be either.
      closeLabel={action.name === "cancel_offboarding" ? t("actions.close") : undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <ChosenList people={remaining.map(({ user_id, email }) => ({ id: user_id, email }))} />
      <UnsentNotice why={unsent} instead={`${words}.without_email.instead`} />
      {needsLink && (
        <Text size="small" className="text-ui-fg-subtle">
          {needsLink}
        </Text>
      )}
      {remaining.some(isMe) && (
        <Text size="small" className="text-ui-fg-subtle">
          {t(isOwnEmail ? "people.ends_own_session_by_email" : "people.ends_own_session", {
            count: remaining.length,
          })}
        </Text>
      )}
      {has("at") && !isRescheduling && (
        <ScheduledNotice subjects={remaining} decided={scheduled.data ?? undefined} />
      )}
      {unread && <ErrorNotice error={unread.error} onRetry={() => void unread.refetch()} />}
      {isGone ? (
        <Text role="alert" size="small" className="text-ui-fg-error">
          {t("people.scheduled.gone")}
        </Text>
      ) : (
        <>
          {has("at") && !unread && (
            <OffboardingPreview
              preview={preview}
              at={problems.at ? undefined : toInstant(form.at)}
            />
          )}
          <ActionFields
            fields={action.fields}
            form={form}
            onChange={set}
            problems={problems}
            isDateRequired={isRescheduling}
            isUnknown={!isKnown}
          />
        </>
      )}
      {isConfirmed && (
        <ConfirmationField
          secret={secret}
          label={isOwnEmail ? t("people.fields.new_email_again") : undefined}
          value={confirmation}
          onChange={setConfirmation}
        />
      )}
      <RunStatus progress={progress} stopped={stopped} />
      <Failures title={t("people.failed", { count: failures.length })} failures={failures} />
    </FormDrawer>
  )
}

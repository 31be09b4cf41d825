import { Input, Text, Textarea, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "../i18n/use-translation"
import { isEmail, normalizeEmail } from "../../domain/email"
import { useMe } from "../activity/use-me"
import { useSettings } from "../api/use-settings"
import { ChosenList } from "../components/chosen-list"
import { ConfirmationField } from "../components/confirmation-field"
import { Failures } from "../components/failures"
import { Field } from "../components/field"
import { FormDrawer } from "../components/form-drawer"
import { SwitchField } from "../components/switch-field"
import { UnsentNotice } from "../emails/unsent-notice"
import { whyUnsent } from "../emails/why-unsent"
import { NAMESPACE } from "../i18n/namespace"
import { isolate } from "../lib/isolate"
import { isNoFuture, MAX_MINUTE, toInstant, toLocal } from "../lib/local-time"
import { PAGE_SIZE } from "../table/use-table-state"
import { OffboardingPreview, useOffboardingPreview } from "./offboarding-preview"
import { hasPasswords } from "./password-provider"
import type { ActionInput, PersonAction, Subject } from "./person-actions"
import { RunStatus } from "./run-status"
import { ScheduledNotice } from "./scheduled-notice"
import { type RunResult, useRunForEach } from "./use-run-for-each"

type Props<TSubject extends Subject> = {
  action: PersonAction
  /** Those to whom the action applies. */
  subjects: TSubject[]
  onClose: () => void
  onSettled?: (result: RunResult<TSubject>) => void
}

type Form = {
  reason: string
  until: string
  at: string
  email: string
  /** `undefined`: as the shop has it. */
  revoke_api_keys: boolean | undefined
}

/** Says what an action does, asks what it needs to know, does it, and says what became of everybody. */
export function ActionDrawer<TSubject extends Subject>({
  action,
  subjects,
  onClose,
  onSettled,
}: Props<TSubject>) {
  const { t } = useTranslation(NAMESPACE)
  const [before] = useState(() => (action.isChange ? formOf(subjects[0]) : EMPTY))
  const [form, setForm] = useState(before)
  const settings = useSettings({
    enabled: action.fields.includes("revoke_api_keys") || action.email !== undefined,
  })
  const { id: me } = useMe({ enabled: action.endsSession ?? false })
  const isMe = ({ user_id }: Subject) => action.endsSession && user_id === me
  const [confirmation, setConfirmation] = useState("")
  const { remaining, failures, stopped, isPending, start, progress, stop } = useRunForEach(
    subjects,
    (subject) => action.run(subject, toInput(action, form))
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
  const has = (field: keyof Form) => action.fields.includes(field)
  const set = (change: Partial<Form>) => setForm((current) => ({ ...current, ...change }))

  const { timeZone: zone } = new Intl.DateTimeFormat().resolvedOptions()
  const now = new Date()
  const problems = {
    until: isNoFuture(form.until, now) ? t("people.fields.in_the_past") : undefined,
    at: isNoFuture(form.at, now) ? t("people.fields.in_the_past") : undefined,
    email:
      form.email && !isEmail(normalizeEmail(form.email)) ? t("people.fields.no_email") : undefined,
  }
  // Also of what takes nothing away: of so many, nobody has seen all on one page.
  // And of one's own new address, with a mistake in which nobody could log in.
  const isOwnEmail = has("email") && remaining.some(isMe)
  const isConfirmed = action.isDestructive || remaining.length > PAGE_SIZE || isOwnEmail
  const secret = isOwnEmail
    ? form.email.trim()
    : remaining.length === 1
      ? remaining[0].email
      : String(remaining.length)
  const isScheduled = has("at") && form.at !== ""

  // As the application's options have it, where those could not be loaded.
  const revokesApiKeys = form.revoke_api_keys ?? settings.data?.revokes_api_keys
  const preview = useOffboardingPreview(remaining, {
    // Once it is known whether keys go, so that everybody is asked about once.
    enabled: action.name === "offboard" && !isPending && !settings.isLoading,
    revokesApiKeys,
  })
  // What is typed to confirm is no work that could be lost.
  const isDirty = FORM_FIELDS.some((field) => form[field] !== before[field])
  const isReady =
    (!action.isChange || isDirty) &&
    !problems.until &&
    !problems.at &&
    !problems.email &&
    (!has("email") || form.email !== "") &&
    // Nothing is taken away that nobody was shown.
    (action.name !== "offboard" || (!preview.error && !!preview.data?.reports.length)) &&
    (!isConfirmed || confirmation.trim() === secret)

  const submit = () =>
    start((result) => {
      const { done, isComplete } = result
      if (done.length) {
        toast.success(
          t(isScheduled ? "people.actions.offboard.scheduled" : `${promise}.done`, {
            count: done.length,
            name: done[0].email,
          })
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
      isDestructive={action.isDestructive}
      isReady={isReady}
      isDirty={isDirty}
      isPending={isPending}
      onStop={stop}
      isStopping={progress?.isStopping}
      onSubmit={submit}
      onClose={onClose}
    >
      <ChosenList people={remaining.map(({ user_id, email }) => ({ id: user_id, email }))} />
      <UnsentNotice why={unsent} instead={`${words}.without_email.instead`} />
      {remaining.some(isMe) && (
        <Text size="small" className="text-ui-fg-subtle">
          {t(isOwnEmail ? "people.ends_own_session_by_email" : "people.ends_own_session", {
            count: remaining.length,
          })}
        </Text>
      )}
      {action.name === "offboard" && (
        <>
          <ScheduledNotice subjects={remaining} />
          <OffboardingPreview preview={preview} at={problems.at ? undefined : toInstant(form.at)} />
        </>
      )}
      {has("email") && (
        <Field label={t("people.fields.new_email")} problem={problems.email}>
          {(control) => (
            <Input
              {...control}
              type="email"
              autoComplete="off"
              value={form.email}
              onChange={(event) => set({ email: event.target.value })}
            />
          )}
        </Field>
      )}
      {has("until") && (
        <Field
          label={t("people.fields.until")}
          hint={t("people.fields.until_hint", { zone })}
          problem={problems.until}
          isOptional
        >
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              max={MAX_MINUTE}
              value={form.until}
              onChange={(event) => set({ until: event.target.value })}
            />
          )}
        </Field>
      )}
      {has("at") && (
        <Field
          label={t("people.fields.at")}
          hint={t("people.fields.at_hint", { zone })}
          problem={problems.at}
          isOptional
        >
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              max={MAX_MINUTE}
              value={form.at}
              onChange={(event) => set({ at: event.target.value })}
            />
          )}
        </Field>
      )}
      {has("revoke_api_keys") && (
        <SwitchField
          label={t("people.fields.revoke_api_keys")}
          hint={t(
            settings.isError
              ? "people.fields.revoke_api_keys_unknown"
              : "people.fields.revoke_api_keys_hint"
          )}
          checked={revokesApiKeys ?? false}
          // Nobody changes what they were not shown. Until then it is as the application's options have it.
          isDisabled={!settings.data}
          onChange={(revoke_api_keys) => set({ revoke_api_keys })}
        />
      )}
      {has("reason") && (
        <Field label={t("people.fields.reason")} hint={t("people.fields.reason_hint")} isOptional>
          {(control) => (
            <Textarea
              {...control}
              maxLength={1000}
              value={form.reason}
              onChange={(event) => set({ reason: event.target.value })}
            />
          )}
        </Field>
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

const EMPTY: Form = { reason: "", until: "", at: "", email: "", revoke_api_keys: undefined }

const FORM_FIELDS = Object.keys(EMPTY) as (keyof Form)[]

/** What is known of somebody now. */
const formOf = ({ reason, until }: Subject): Form => ({
  ...EMPTY,
  reason: reason ?? "",
  until: until ? toLocal(until) : "",
})

/** Of a form, what the route of an action takes. */
function toInput({ fields }: PersonAction, form: Form): ActionInput {
  const given: ActionInput = {
    reason: form.reason.trim() || undefined,
    until: toInstant(form.until),
    at: toInstant(form.at),
    email: form.email.trim() || undefined,
    revoke_api_keys: form.revoke_api_keys,
  }
  return Object.fromEntries(fields.map((field) => [field, given[field]]))
}

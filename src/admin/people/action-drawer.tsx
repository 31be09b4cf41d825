import { Input, Text, Textarea, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { isEmail, normalizeEmail } from "../../domain/email"
import type { Overview } from "../api/types"
import { useBackendMutation } from "../api/use-backend-mutation"
import { useBackendQuery } from "../api/use-backend-query"
import { ChosenList } from "../components/chosen-list"
import { Failures } from "../components/failures"
import { Field } from "../components/field"
import { FormDrawer } from "../components/form-drawer"
import { SwitchField } from "../components/switch-field"
import { NAMESPACE } from "../i18n/namespace"
import { LIFECYCLE } from "../lib/paths"
import { OffboardingPreview, useOffboardingPreview } from "./offboarding-preview"
import type { ActionInput, PersonAction, Subject } from "./person-actions"
import { runForEach } from "./run-for-each"
import { useRemaining } from "./use-remaining"

type Props = {
  action: PersonAction
  /** Those to whom the action applies. */
  subjects: Subject[]
  onClose: () => void
  /** It was done with everybody. */
  onDone?: () => void
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
export function ActionDrawer({ action, subjects, onClose, onDone }: Props) {
  const { t } = useTranslation(NAMESPACE)
  const [form, setForm] = useState<Form>({
    reason: "",
    until: "",
    at: "",
    email: "",
    revoke_api_keys: undefined,
  })
  const { data: overview } = useBackendQuery<Overview>(
    `${LIFECYCLE}/overview`,
    {},
    { enabled: action.fields.includes("revoke_api_keys") }
  )
  const [confirmation, setConfirmation] = useState("")
  const { remaining, failures, settle } = useRemaining(subjects)
  const [progress, setProgress] = useState(0)
  const words = `people.actions.${action.name}` as const
  const has = (field: keyof Form) => action.fields.includes(field)
  const set = (change: Partial<Form>) => setForm((current) => ({ ...current, ...change }))

  const now = new Date()
  const problems = {
    until: isPast(form.until, now) ? t("people.fields.in_the_past") : undefined,
    at: isPast(form.at, now) ? t("people.fields.in_the_past") : undefined,
    email:
      form.email && !isEmail(normalizeEmail(form.email)) ? t("people.fields.no_email") : undefined,
  }
  const secret = remaining.length === 1 ? remaining[0].email : String(remaining.length)
  const isScheduled = has("at") && form.at !== ""

  const { mutate, isPending } = useBackendMutation(() =>
    runForEach(remaining, (subject) => action.run(subject, toInput(action, form)), setProgress)
  )
  const preview = useOffboardingPreview(remaining, {
    enabled: action.name === "offboard" && !isPending,
    revokeApiKeys: form.revoke_api_keys,
  })
  const isReady =
    !problems.until &&
    !problems.at &&
    !problems.email &&
    (!has("email") || form.email !== "") &&
    // Nothing is taken away that nobody was shown.
    (action.name !== "offboard" || !!preview.data?.reports.length) &&
    (!action.isDestructive || confirmation.trim() === secret)

  const submit = () => {
    setProgress(0)
    mutate(undefined, {
      onSuccess: (outcomes) => {
        const { done, isComplete } = settle(outcomes)
        if (done.length) {
          toast.success(
            t(isScheduled ? "people.actions.offboard.scheduled" : `${words}.done`, {
              count: done.length,
              name: done[0].email,
            })
          )
        }
        if (isComplete) {
          onDone?.()
          onClose()
        } else {
          setConfirmation("")
        }
      },
    })
  }

  return (
    <FormDrawer
      title={t(`${words}.title`, { count: remaining.length, name: remaining[0].email })}
      description={t(`${words}.explanation`)}
      submitLabel={t(isScheduled ? "people.actions.offboard.schedule" : `${words}.label`)}
      isDestructive={action.isDestructive}
      isReady={isReady}
      isPending={isPending}
      onSubmit={submit}
      onClose={onClose}
    >
      <ChosenList people={remaining.map(({ user_id, email }) => ({ id: user_id, email }))} />
      {action.name === "offboard" && <OffboardingPreview query={preview} />}
      {has("email") && (
        <Field label={t("people.fields.new_email")} error={problems.email}>
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
          hint={t("people.fields.until_hint")}
          error={problems.until}
          isOptional
        >
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={form.until}
              onChange={(event) => set({ until: event.target.value })}
            />
          )}
        </Field>
      )}
      {has("at") && (
        <Field
          label={t("people.fields.at")}
          hint={t("people.fields.at_hint")}
          error={problems.at}
          isOptional
        >
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={form.at}
              onChange={(event) => set({ at: event.target.value })}
            />
          )}
        </Field>
      )}
      {has("revoke_api_keys") && (
        <SwitchField
          label={t("people.fields.revoke_api_keys")}
          hint={t("people.fields.revoke_api_keys_hint")}
          checked={form.revoke_api_keys ?? overview?.revokes_api_keys ?? true}
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
      {action.isDestructive && (
        <Field label={t("people.confirm", { secret })}>
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              placeholder={secret}
              value={confirmation}
              onChange={(event) => setConfirmation(event.target.value)}
            />
          )}
        </Field>
      )}
      {isPending && remaining.length > 1 && (
        <Text size="small" role="status" className="text-ui-fg-subtle">
          {t("people.progress", { done: progress, total: remaining.length })}
        </Text>
      )}
      <Failures title={t("people.failed", { count: failures.length })} failures={failures} />
    </FormDrawer>
  )
}

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

/** What a `datetime-local` has, in the time zone of whoever typed it, as an instant. */
const toInstant = (local: string) => (local ? new Date(local).toISOString() : undefined)

const isPast = (local: string, now: Date) => local !== "" && new Date(local) <= now

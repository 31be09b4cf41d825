import { InlineTip, Textarea } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "../i18n/use-translation"
import { useBackendMutation } from "../api/use-backend-mutation"
import { ConfirmationField } from "../components/confirmation-field"
import { Field } from "../components/field"
import { FormDrawer } from "../components/form-drawer"
import { LIFECYCLE } from "../lib/paths"
import { post } from "../lib/request"

/** Ends everybody's sessions but one's own, once that was typed, and says how many people it was about. */
export function RevokeAllDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [reason, setReason] = useState("")
  const [confirmation, setConfirmation] = useState("")
  const secret = t("people.revoke_all.secret")

  const { mutate, isPending, error } = useBackendMutation(
    () =>
      post<{ users: number }>(`${LIFECYCLE}/revoke-all-sessions`, {
        reason: reason.trim() || undefined,
      }),
    (_, { users }) => t("people.revoke_all.done", { count: users })
  )
  const submit = () => mutate(undefined, { onSuccess: onClose })

  return (
    <FormDrawer
      title={t("people.revoke_all.label")}
      description={t("people.revoke_all.explanation")}
      submitLabel={t("people.revoke_all.submit")}
      isDestructive
      isReady={confirmation.trim() === secret}
      isDirty={reason !== ""}
      isPending={isPending}
      error={error}
      onSubmit={submit}
      onClose={onClose}
    >
      <InlineTip variant="info" label={t("people.revoke_all.kept_title")}>
        {t("people.revoke_all.kept")}
      </InlineTip>
      <Field label={t("people.fields.reason")} hint={t("people.fields.reason_hint")} isOptional>
        {(control) => (
          <Textarea
            {...control}
            maxLength={1000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <ConfirmationField secret={secret} value={confirmation} onChange={setConfirmation} />
    </FormDrawer>
  )
}

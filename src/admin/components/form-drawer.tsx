import { Button, Text } from "@medusajs/ui"
import { type FormEvent, type PropsWithChildren, useEffect, useId, useRef } from "react"
import { useTranslation } from "../i18n/use-translation"
import { useExplain } from "../i18n/use-explain"
import { BusyButton } from "./busy-button"
import { SideDrawer } from "./side-drawer"
import { type ClosingQuestion, useAskBeforeClosing } from "./use-ask-before-closing"

type Props = PropsWithChildren<{
  title: string
  description?: string
  /** What the button that sends the form says. */
  submitLabel: string
  /** It takes something away. */
  isDestructive?: boolean
  /** Everything is there, and nothing wrong with it. */
  isReady?: boolean
  /** Something was typed or chosen that would be lost: it is asked before the drawer closes. */
  isDirty: boolean
  /** It is being sent: the drawer stays until it is known what became of it. */
  isPending: boolean
  /** What is asked before somebody goes elsewhere meanwhile, where the answer has something that is nowhere else. */
  pendingQuestion?: ClosingQuestion
  /** Stops what is being sent between two of its parts. Closing the drawer does so, too; it stays until it has stopped. */
  onStop?: () => void
  isStopping?: boolean
  /** What the button that closes the drawer says. Default: that it is called off. */
  closeLabel?: string
  /** What the backend refused it with. */
  error?: unknown
  onSubmit: () => void
  onClose: () => void
  /** As of any drawer. */
  onCloseAutoFocus?: (event: Event) => void
}>

/** A drawer with a form in it, which is sent with a button or the Enter key, once at a time. */
export function FormDrawer({
  submitLabel,
  isDestructive = false,
  isReady = true,
  isDirty,
  isPending,
  pendingQuestion,
  onStop,
  isStopping = false,
  closeLabel,
  error,
  onSubmit,
  onClose,
  children,
  ...drawer
}: Props) {
  const { t } = useTranslation()
  const explain = useExplain()
  const id = useId()
  const canStop = isPending && onStop !== undefined
  const unsavedQuestion = isDirty
    ? {
        title: t("leave_form.title"),
        description: t("leave_form.description"),
        confirm: t("leave_form.confirm"),
      }
    : undefined
  const { close, prompt } = useAskBeforeClosing(
    onClose,
    // What is sent is not lost: whoever goes back meanwhile is told what became of it.
    isPending ? pendingQuestion : unsavedQuestion
  )
  // Two clicks can come before the first has shown as pending.
  const isSent = useRef(false)
  useEffect(() => {
    isSent.current = isPending
  })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (isReady && !isPending && !isSent.current && !hasHalfTyped(event.currentTarget)) {
      isSent.current = true
      onSubmit()
    }
  }
  return (
    <SideDrawer
      {...drawer}
      onClose={canStop ? onStop : close}
      question={prompt}
      isBusy={isPending && !canStop}
      footer={
        <>
          {canStop ? (
            <BusyButton isBusy={isStopping} onClick={onStop}>
              {t("actions.stop")}
            </BusyButton>
          ) : (
            <Button size="small" variant="secondary" onClick={close} disabled={isPending}>
              {closeLabel ?? t("actions.cancel")}
            </Button>
          )}
          <BusyButton
            variant={isDestructive ? "danger" : "primary"}
            type="submit"
            form={id}
            disabled={!isReady}
            isBusy={isPending}
          >
            {submitLabel}
          </BusyButton>
        </>
      }
    >
      <form id={id} noValidate className="flex flex-col gap-y-4" onSubmit={submit}>
        {children}
        {error ? (
          <Text role="alert" size="small" className="text-ui-fg-error break-words">
            {explain(error)}
          </Text>
        ) : null}
      </form>
    </SideDrawer>
  )
}

/**
 * Whether there is a control whose text is not a value yet, such as a date without its year. It counts as empty otherwise, and an
 * empty date can mean "now". The browser says what is missing, in its own words.
 */
function hasHalfTyped(form: HTMLFormElement): boolean {
  const half = [...form.elements].find(
    (control) => control instanceof HTMLInputElement && control.validity.badInput
  )
  return half instanceof HTMLInputElement && !half.reportValidity()
}

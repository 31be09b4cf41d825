import { Button, Text } from "@medusajs/ui"
import { type FormEvent, type PropsWithChildren, useId } from "react"
import { useTranslation } from "react-i18next"
import { NAMESPACE } from "../i18n/namespace"
import { useExplain } from "../i18n/use-explain"
import { SideDrawer } from "./side-drawer"

type Props = PropsWithChildren<{
  title: string
  description?: string
  /** What the button that sends the form says. */
  submitLabel: string
  /** It takes something away. */
  isDestructive?: boolean
  /** Everything is there, and nothing wrong with it. */
  isReady?: boolean
  /** It is being sent: the drawer stays until it is known what became of it. */
  isPending: boolean
  /** What the backend refused it with. */
  error?: unknown
  onSubmit: () => void
  onClose: () => void
}>

/** A drawer with a form in it, which is sent with a button or the Enter key, once at a time. */
export function FormDrawer({
  submitLabel,
  isDestructive = false,
  isReady = true,
  isPending,
  error,
  onSubmit,
  children,
  ...drawer
}: Props) {
  const { t } = useTranslation(NAMESPACE)
  const explain = useExplain()
  const id = useId()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (isReady && !isPending && !hasHalfTyped(event.currentTarget)) {
      onSubmit()
    }
  }
  return (
    <SideDrawer
      {...drawer}
      isBusy={isPending}
      footer={
        <>
          <Button size="small" variant="secondary" onClick={drawer.onClose} disabled={isPending}>
            {t("actions.cancel")}
          </Button>
          <Button
            size="small"
            variant={isDestructive ? "danger" : "primary"}
            type="submit"
            form={id}
            disabled={!isReady}
            isLoading={isPending}
          >
            {submitLabel}
          </Button>
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

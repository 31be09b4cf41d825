import { SquareTwoStack } from "@medusajs/icons"
import { Button, Input } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "../../i18n/use-translation"
import { Field } from "../../components/field"
import { SideDrawer } from "../../components/side-drawer"
import { useAskBeforeClosing } from "../../components/use-ask-before-closing"
import { canCopy, useCopyPassword } from "./use-copy-password"

type Props = {
  email: string
  password: string
  onClose: () => void
  /** As of any drawer. */
  onCloseAutoFocus: (event: Event) => void
}

/**
 * The password that was made up for somebody, once more, to be handed over: nobody has another copy of it. It is kept nowhere but
 * in what is rendered.
 */
export function PasswordHandover({ email, password, onClose, onCloseAutoFocus }: Props) {
  const { t } = useTranslation()
  const [isCopied, setIsCopied] = useState(false)
  const copy = useCopyPassword(() => setIsCopied(true))
  const { close, prompt } = useAskBeforeClosing(
    onClose,
    isCopied
      ? undefined
      : {
          title: t("people.add.handover.ask"),
          description: t("people.add.handover.only_copy"),
          confirm: t("people.add.handover.close"),
        }
  )
  return (
    <SideDrawer
      title={t("people.add.ways.password.done", { email })}
      description={t("people.add.handover.explanation")}
      onClose={close}
      onCloseAutoFocus={onCloseAutoFocus}
      question={prompt}
      footer={
        <>
          <Button size="small" variant="secondary" onClick={close}>
            {t("actions.close")}
          </Button>
          {canCopy() && (
            <Button size="small" onClick={() => copy(password)}>
              <SquareTwoStack />
              {t("people.add.password.copy")}
            </Button>
          )}
        </>
      }
    >
      <Field label={t("people.add.password.label")} hint={t("people.add.password.hint")}>
        {(control) => (
          <Input
            {...control}
            aria-required={undefined}
            readOnly
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
            value={password}
            onFocus={(event) => event.target.select()}
            onCopy={() => setIsCopied(true)}
          />
        )}
      </Field>
    </SideDrawer>
  )
}

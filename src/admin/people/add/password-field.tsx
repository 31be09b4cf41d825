import { Eye, EyeSlash, SquareTwoStack } from "@medusajs/icons"
import { Button, clx, IconButton } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "../../i18n/use-translation"
import { Field } from "../../components/field"
import { generatePassword } from "./generate-password"
import { canCopy, useCopyPassword } from "./use-copy-password"

type Props = {
  password: string
  /** So many characters the shop asks for. */
  minLength: number
  problem: string | undefined
  error: string | undefined
  onChange: (password: string) => void
  /** The page has made one up. */
  onGenerate: (password: string) => void
}

/**
 * A password for somebody else: it can be made up by the page, looked at, and copied to be handed over. That of Medusa's UI kit
 * (4.2) shows itself in English only, and not when something else than the person wants it to.
 */
export function PasswordField({
  password,
  minLength,
  problem,
  error,
  onChange,
  onGenerate,
}: Props) {
  const { t } = useTranslation()
  const [isShown, setIsShown] = useState(false)
  const generate = () => {
    onGenerate(generatePassword(minLength))
    setIsShown(true)
  }
  const copy = useCopyPassword()
  return (
    <Field
      label={t("people.add.password.label")}
      hint={t("people.add.password.hint")}
      problem={problem}
      error={error}
    >
      {(control) => (
        <div className="flex items-center gap-2">
          <input
            {...control}
            type={isShown ? "text" : "password"}
            autoComplete="new-password"
            spellCheck={false}
            className={clx(
              "txt-compact-small bg-ui-bg-field hover:bg-ui-bg-field-hover shadow-borders-base text-ui-fg-base caret-ui-fg-base",
              "transition-fg h-8 w-full min-w-0 appearance-none rounded-md px-2 py-1.5 outline-none",
              "focus-visible:shadow-borders-interactive-with-active aria-[invalid=true]:!shadow-borders-error",
              isShown && "font-mono"
            )}
            value={password}
            onChange={(event) => onChange(event.target.value)}
          />
          <IconButton
            type="button"
            size="large"
            className="shrink-0"
            aria-label={t(isShown ? "people.add.password.hide" : "people.add.password.show")}
            onClick={() => setIsShown(!isShown)}
          >
            {isShown ? <EyeSlash /> : <Eye />}
          </IconButton>
          {canCopy() && (
            <IconButton
              type="button"
              size="large"
              className="shrink-0"
              aria-label={t("people.add.password.copy")}
              disabled={!password}
              onClick={() => copy(password)}
            >
              <SquareTwoStack />
            </IconButton>
          )}
          <Button type="button" variant="secondary" className="shrink-0" onClick={generate}>
            {t("people.add.password.generate")}
          </Button>
        </div>
      )}
    </Field>
  )
}

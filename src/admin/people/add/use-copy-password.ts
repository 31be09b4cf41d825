import { toast } from "@medusajs/ui"
import { useTranslation } from "../../i18n/use-translation"

/** A page that came by plain HTTP has no clipboard: then a password is shown, and copied by hand. */
export const canCopy = (): boolean => Boolean(navigator.clipboard)

/** Copies a password, and says whether that worked. */
export function useCopyPassword(onCopied: () => void = () => undefined) {
  const { t } = useTranslation()
  return (password: string) =>
    void navigator.clipboard.writeText(password).then(
      () => {
        toast.success(t("people.add.password.copied"))
        onCopied()
      },
      () => toast.error(t("people.add.password.not_copied"))
    )
}

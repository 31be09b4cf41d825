import { Button, Checkbox, Hint, InlineTip, Label, Skeleton } from "@medusajs/ui"
import { useId } from "react"
import { useExplain } from "../i18n/use-explain"
import { useTranslation } from "../i18n/use-translation"
import type { AssignableRoles } from "./use-roles"

type Props = AssignableRoles & {
  /** What becomes of them, before it is said which can be given. */
  hint?: string
  chosen: string[]
  onChange: (chosen: string[]) => void
}

/** What somebody may do: any number of roles. It says so where they may not be seen, or can't be loaded: nobody gets one then. */
export function RoleChoice({
  roles,
  isForbidden,
  isPending,
  error,
  retry,
  hint,
  chosen,
  onChange,
}: Props) {
  const { t } = useTranslation()
  const explain = useExplain()
  const id = useId()
  if (isPending) {
    return <Skeleton className="h-14 w-full" />
  }
  if (isForbidden) {
    return <Hint>{t("people.roles_forbidden")}</Hint>
  }
  if (error) {
    return (
      <InlineTip variant="warning" label={t("people.roles_unknown")} role="alert">
        {explain(error)}
        <Button
          size="small"
          variant="secondary"
          type="button"
          className="mt-2 block"
          onClick={retry}
        >
          {t("states.error.retry")}
        </Button>
      </InlineTip>
    )
  }
  if (!roles.length) {
    return null
  }
  return (
    <fieldset className="flex flex-col gap-y-1" aria-describedby={`${id}-hint`}>
      <legend className="txt-compact-small-plus text-ui-fg-base mb-1">
        {t("people.columns.roles")}
        <span className="text-ui-fg-subtle font-normal"> ({t("fields.optional")})</span>
      </legend>
      <div className="shadow-borders-base flex max-h-[200px] flex-col gap-y-2 overflow-y-auto rounded-md px-3 py-2">
        {roles.map((role) => (
          <div key={role.id} className="flex items-center gap-x-2">
            <Checkbox
              id={`${id}-${role.id}`}
              checked={chosen.includes(role.id)}
              onCheckedChange={(checked) => {
                const others = chosen.filter((each) => each !== role.id)
                onChange(checked === true ? [...others, role.id] : others)
              }}
            />
            <Label size="small" htmlFor={`${id}-${role.id}`}>
              {role.name}
            </Label>
          </div>
        ))}
      </div>
      <Hint id={`${id}-hint`}>
        {hint} {t("people.add.roles_hint")}
      </Hint>
    </fieldset>
  )
}

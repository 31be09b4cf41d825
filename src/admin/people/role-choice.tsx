import { Checkbox, Hint, Label } from "@medusajs/ui"
import { useId } from "react"
import { NAMESPACE } from "../i18n/namespace"
import type { Roles } from "./use-roles"
import { useTranslation } from "../i18n/use-translation"

type Props = Roles & {
  /** Which roles can be given by whoever chooses. */
  hint: string
  chosen: string[]
  onChange: (chosen: string[]) => void
}

/** What somebody may do: any number of the roles that there are. It says so where they may not be seen. */
export function RoleChoice({ roles, isForbidden, hint, chosen, onChange }: Props) {
  const { t } = useTranslation(NAMESPACE)
  const id = useId()
  if (isForbidden) {
    return <Hint>{t("people.roles_forbidden")}</Hint>
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
      <Hint id={`${id}-hint`}>{hint}</Hint>
    </fieldset>
  )
}

import { Checkbox, Hint, Label } from "@medusajs/ui"
import { useId } from "react"
import { useTranslation } from "react-i18next"
import { NAMESPACE } from "../i18n/namespace"
import type { Role } from "../people/use-roles"

type Props = { roles: Role[]; chosen: string[]; onChange: (ids: string[]) => void }

/** Which roles somebody is to get. Nothing where there are none to choose from. */
export function RoleChoice({ roles, chosen, onChange }: Props) {
  const { t } = useTranslation(NAMESPACE)
  const id = useId()
  if (!roles.length) {
    return null
  }
  return (
    <div
      role="group"
      aria-labelledby={`${id}-label`}
      aria-describedby={`${id}-hint`}
      className="flex flex-col gap-y-2"
    >
      <span id={`${id}-label`} className="txt-compact-small-plus">
        {t("people.columns.roles")}
        <span className="text-ui-fg-subtle font-normal"> ({t("fields.optional")})</span>
      </span>
      {roles.map((role) => (
        <div key={role.id} className="flex items-center gap-x-2">
          <Checkbox
            id={`${id}-${role.id}`}
            checked={chosen.includes(role.id)}
            onCheckedChange={(isOn) =>
              onChange(
                isOn === true ? [...chosen, role.id] : chosen.filter((each) => each !== role.id)
              )
            }
          />
          <Label htmlFor={`${id}-${role.id}`} size="small">
            {role.name}
          </Label>
        </div>
      ))}
      <Hint id={`${id}-hint`}>{t("invites.invite.roles_hint")}</Hint>
    </div>
  )
}

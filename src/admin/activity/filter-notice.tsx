import { Button, Text } from "@medusajs/ui"
import type { ReactNode } from "react"
import { Written } from "../components/written"
import { Link } from "react-router-dom"
import { AccessStatus } from "../../domain/access"
import { personPage, userPage } from "../lib/paths"
import { useTranslation } from "../i18n/use-translation"
import { useAccess } from "../people/use-access"
import { fillIn } from "./fill-in"

type PersonProps = { userId: string; onLeave: () => void }

/** Says whose history alone is shown, and leads to them, or back to everything. */
export function PersonNotice({ userId, onLeave }: PersonProps) {
  const { t } = useTranslation()
  const { data: access } = useAccess(userId)
  return (
    <Notice words="activity.history_of" name={access?.email ?? userId} onLeave={onLeave}>
      {access && (
        <Button size="small" variant="transparent" asChild>
          {access.status === AccessStatus.OFFBOARDED ? (
            <Link to={personPage(userId)}>{t("people.look")}</Link>
          ) : (
            <Link to={userPage(userId)}>{t("activity.open_user")}</Link>
          )}
        </Button>
      )}
    </Notice>
  )
}

type ActorProps = { name: string; onLeave: () => void }

/** Says that only what one actor did is shown. */
export function ActorNotice({ name, onLeave }: ActorProps) {
  return <Notice words="activity.history_by" name={name} onLeave={onLeave} />
}

type Props = { words: string; name: string; onLeave: () => void; children?: ReactNode }

function Notice({ words, name, onLeave, children }: Props) {
  const { t } = useTranslation()
  return (
    <div className="bg-ui-bg-subtle flex flex-wrap items-center justify-between gap-2 px-6 py-2">
      <Text size="small" leading="compact" role="status" className="min-w-0 break-words">
        {fillIn((values) => t(words, values), {
          name: (
            <span className="txt-compact-small-plus">
              <Written>{name}</Written>
            </span>
          ),
        })}
      </Text>
      <div className="flex flex-wrap gap-2">
        {children}
        <Button size="small" variant="transparent" onClick={onLeave}>
          {t("activity.show_all")}
        </Button>
      </div>
    </div>
  )
}

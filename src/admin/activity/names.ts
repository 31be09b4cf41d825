import type { LifecycleEvent } from "../api/types"
import { useTranslation } from "../i18n/use-translation"

/** Who did it, and to whom, by the names that they have, or had. */
export function useNames() {
  const { t } = useTranslation()
  return {
    nameOfActor: ({ actor_type, actor_id, actor_name }: LifecycleEvent): string => {
      const name = actor_name ?? actor_id
      if (actor_type === "system" || name === null) {
        return t("activity.system")
      }
      return actor_type === "api-key" ? t("activity.api_key", { name }) : name
    },
    nameOfPerson: ({ email, user_name, user_id }: LifecycleEvent): string =>
      email ?? user_name ?? user_id ?? t("activity.somebody"),
  }
}

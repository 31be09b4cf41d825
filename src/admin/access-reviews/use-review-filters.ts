import { AccessStatus } from "../../domain/access"
import { AccessReviewDecision, UNDECIDED } from "../../domain/access-review"
import { useTranslation } from "../i18n/use-translation"
import {
  useLastLoginFilter,
  useLoginMethodFilter,
  useStatusFilter,
} from "../people/use-people-filters"
import type { TableFilter } from "../table/filter-menu"

/** By what was decided, and by what a reviewer decides by: of what was known of each when the review was opened. */
export function useReviewFilters(): TableFilter[] {
  const { t } = useTranslation()
  return [
    {
      name: "decision",
      label: t("access_reviews.columns.decision"),
      isSingle: true,
      options: [UNDECIDED, ...Object.values(AccessReviewDecision)].map((value) => ({
        value,
        label: t(`access_reviews.decision.${value}`),
      })),
    },
    useStatusFilter(Object.values(AccessStatus)),
    useLoginMethodFilter(),
    useLastLoginFilter(),
    {
      name: "has_api_keys",
      label: t("people.columns.api_keys"),
      isSingle: true,
      options: (["true", "false"] as const).map((value) => ({
        value,
        label: t(`access_reviews.has_api_keys.${value}`),
      })),
    },
  ]
}

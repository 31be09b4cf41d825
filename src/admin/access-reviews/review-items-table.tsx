import { Button, Text, toast } from "@medusajs/ui"
import { useCallback, useRef, useState } from "react"
import { useTranslation } from "../i18n/use-translation"
import { AccessReviewDecision, AccessReviewStatus } from "../../domain/access-review"
import { REVIEW_DECISION_PERMISSIONS } from "../../domain/permission"
import type { AccessReview, AccessReviewItem, AccessReviewItemsPage } from "../api/types"
import { useBackendMutation } from "../api/use-backend-mutation"
import { useBackendQuery } from "../api/use-backend-query"
import { type RowAction, RowActions } from "../components/row-actions"
import { SelectionBar } from "../components/selection-bar"
import { useExplain } from "../i18n/use-explain"
import { isSignedOut, type Query } from "../lib/request"
import { toPeopleQuery } from "../people/people-query"
import { PersonDrawer } from "../people/person-drawer"
import { useViewer } from "../people/use-viewer"
import { SelectMatchingButton } from "../table/select-matching-button"
import { ServerTable } from "../table/server-table"
import { tableData } from "../table/table-data"
import { useSelection } from "../table/use-selection"
import { useTableState } from "../table/use-table-state"
import { decide, reviewRoute } from "./decide"
import { DecisionCell } from "./decision-cell"
import { KeepDrawer } from "./keep-drawer"
import { RemoveDrawer } from "./remove-drawer"
import { useItemColumns } from "./use-item-columns"
import { useReviewFilters } from "./use-review-filters"
import { useRowKeys } from "./use-row-keys"

const FILTERS = ["decision", "status", "login_method", "last_login", "has_api_keys"] as const

const NO_ROWS: AccessReviewItem[] = []

const idOf = ({ id }: AccessReviewItem) => id

/** A removal has happened, and stays. */
const isDecidable = ({ decision }: AccessReviewItem) => decision !== AccessReviewDecision.REMOVE

/**
 * A table's query in the words of the backend's list, which takes one decision at a time.
 *
 * @param openedAt what is known of each is of then, and so is how long ago somebody has logged in
 */
const toItemsQuery = ({ decision, has_api_keys, ...query }: Query, openedAt: Date): Query => ({
  ...toPeopleQuery(query, openedAt),
  ...(Array.isArray(decision) && { decision: decision[0] }),
  ...(Array.isArray(has_api_keys) && { has_api_keys: has_api_keys[0] }),
})

/** Who had access when a review was opened, and what is decided about each. */
export function ReviewItemsTable({ review }: { review: AccessReview }) {
  const { t } = useTranslation()
  const { id: me, can } = useViewer()
  const mayDecide = review.status === AccessReviewStatus.OPEN && can(...REVIEW_DECISION_PERMISSIONS)
  const state = useTableState(FILTERS)
  const list = {
    path: reviewRoute(review.id, "/items"),
    rowsOf: ({ items }: AccessReviewItemsPage) => items,
    idOf,
  }
  const asked = toItemsQuery(state.query, new Date(review.created_at))
  const query = useBackendQuery<AccessReviewItemsPage>(list.path, asked)
  const rows = query.data?.items ?? NO_ROWS
  const { selection, chosen, choice, choose, drop, clear } = useSelection(query.data?.items, idOf)
  const [keeping, setKeeping] = useState<AccessReviewItem[]>()
  const [removing, setRemoving] = useState<AccessReviewItem[]>()
  const [looked, setLooked] = useState<AccessReviewItem>()
  const { keep, lastKept } = useKeep(review.id, (item) => drop([item]))
  // The backend refuses it about oneself.
  const isRemovable = useCallback(
    (item: AccessReviewItem) => isDecidable(item) && item.user_id !== me,
    [me]
  )

  const decisionOf = useCallback(
    (item: AccessReviewItem) => (
      <DecisionCell
        item={item}
        onKeep={mayDecide ? () => keep(item) : undefined}
        onRemove={mayDecide && isRemovable(item) ? () => setRemoving([item]) : undefined}
      />
    ),
    [mayDecide, isRemovable, keep]
  )
  const columns = useItemColumns(decisionOf)
  const filters = useReviewFilters()
  const rowKeys = useRowKeys({
    rows,
    onKeep: (index) => {
      const item = rows[index]
      if (mayDecide && item && item.decision === null) {
        keep(item)
      }
    },
    onRemove: (index) => {
      const item = rows[index]
      if (mayDecide && item && isRemovable(item)) {
        setRemoving([item])
      }
    },
  })

  const actionsOf = (item: AccessReviewItem): RowAction[] => [
    { label: t("access_reviews.look"), onSelect: () => setLooked(item) },
    ...(mayDecide && isDecidable(item)
      ? [{ label: t("access_reviews.keep.with_note"), onSelect: () => setKeeping([item]) }]
      : []),
    ...(mayDecide && isRemovable(item)
      ? [
          {
            label: t("access_reviews.remove.label"),
            isDestructive: true,
            onSelect: () => setRemoving([item]),
          },
        ]
      : []),
  ]
  const keepable = chosen.filter(isDecidable)
  const removable = chosen.filter(isRemovable)

  return (
    <>
      <div {...rowKeys} className="divide-y">
        <ServerTable
          label={t("access_reviews.list.title")}
          state={state}
          columns={columns}
          filters={filters}
          {...tableData(query, (page) => page.items)}
          idOf={idOf}
          nameOf={({ email }) => email}
          searchLabel={t("people.search")}
          defaultOrder="email"
          selection={mayDecide ? selection : undefined}
          actionsOf={(item) => (
            <RowActions
              label={t("people.actions_of", { name: item.email })}
              actions={actionsOf(item)}
            />
          )}
          empty={{ title: t("access_reviews.list.empty") }}
        />
      </div>
      <span role="status" className="sr-only">
        {lastKept && t("access_reviews.keep.done", { count: 1, email: lastKept })}
      </span>
      {mayDecide && (
        <SelectionBar
          label={t("people.bulk")}
          count={chosen.length}
          summary={t("people.selected", { count: chosen.length })}
          onClear={clear}
        >
          <SelectMatchingButton
            list={list}
            query={asked}
            count={query.data?.count ?? 0}
            choice={choice}
            onSelect={choose}
          />
          {keepable.length > 0 && (
            <Button size="small" variant="secondary" onClick={() => setKeeping(keepable)}>
              {t("access_reviews.keep.label")} ({keepable.length})
            </Button>
          )}
          {removable.length > 0 && (
            <Button size="small" variant="danger" onClick={() => setRemoving(removable)}>
              {t("access_reviews.remove.label")} ({removable.length})
            </Button>
          )}
          {chosen.some(({ user_id }) => user_id === me) && (
            <Text size="small" leading="compact" className="text-ui-fg-subtle">
              {t("access_reviews.remove.without_oneself")}
            </Text>
          )}
        </SelectionBar>
      )}
      {keeping && (
        <KeepDrawer
          reviewId={review.id}
          items={keeping}
          onClose={() => setKeeping(undefined)}
          onDone={drop}
        />
      )}
      {removing && (
        <RemoveDrawer
          reviewId={review.id}
          items={removing}
          onClose={() => setRemoving(undefined)}
          onDone={drop}
        />
      )}
      {looked && <PersonDrawer userId={looked.user_id} onClose={() => setLooked(undefined)} />}
    </>
  )
}

/**
 * Keeps one after the other without asking, since another decision undoes it. The row says what was done, and so does a screen
 * reader: a note on the screen about each of a long list would be in the way.
 */
function useKeep(reviewId: string, onKept: (item: AccessReviewItem) => void) {
  const [lastKept, setLastKept] = useState<string>()
  const explain = useExplain()
  const underWay = useRef(new Set<string>())
  // In the function itself: what belongs to a call would be forgotten where the next one begins before it has ended.
  const { mutateAsync } = useBackendMutation(async (item: AccessReviewItem) => {
    try {
      const [{ error }] = await decide(reviewId, [item], { decision: AccessReviewDecision.KEEP })
      if (error) {
        throw error
      }
      setLastKept(item.email)
      onKept(item)
      return true
    } catch (error) {
      if (isSignedOut(error)) {
        throw error
      }
      toast.error(`${item.email}: ${explain(error)}`)
      return false
    }
  })
  const keep = useCallback(
    (item: AccessReviewItem) => {
      // A second click is no second decision, and no second entry of the ledger.
      if (underWay.current.has(item.id)) {
        return
      }
      underWay.current.add(item.id)
      // Not before the list has been read again, which shows the button until then. Whoever is kept is never undecided again.
      void mutateAsync(item).then(
        (isKept) => isKept || underWay.current.delete(item.id),
        () => underWay.current.delete(item.id)
      )
    },
    [mutateAsync]
  )
  return { keep, lastKept }
}

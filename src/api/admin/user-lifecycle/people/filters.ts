import { PeopleFilters, PeopleOrder } from "../../../../database/people"
import { AdminExportLifecyclePeopleType, AdminGetLifecyclePeopleType } from "../validators"

/** The filters of a request, as the queries want them. */
export function toPeopleFilters({
  q,
  status,
  login_method,
  role,
  last_login_at: { $gt, $gte, $lt, $lte } = {},
  never_logged_in,
}: Omit<AdminExportLifecyclePeopleType, "format">): PeopleFilters {
  return {
    q,
    statuses: status,
    login_methods: login_method,
    roles: role,
    last_login_at: { gt: $gt, gte: $gte, lt: $lt, lte: $lte },
    never_logged_in,
  }
}

export function toPeopleOrder(order: AdminGetLifecyclePeopleType["order"]): PeopleOrder {
  return toOrder<PeopleOrder["by"]>(order)
}

/** An order as Medusa's routes have it: by a field, or with a minus before it, the other way round. */
export function toOrder<TField extends string>(
  order: TField | `-${TField}`
): { by: TField; descending: boolean } {
  const descending = order.startsWith("-")
  return { by: (descending ? order.slice(1) : order) as TField, descending }
}

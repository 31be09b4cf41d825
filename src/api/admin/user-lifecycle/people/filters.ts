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
  const descending = order.startsWith("-")
  return { by: (descending ? order.slice(1) : order) as PeopleOrder["by"], descending }
}

import type { Query } from "../lib/request"

/** A table's filters are lists; some of the backend's lists take one status at a time. */
export function toSingleStatus({ status, ...query }: Query): Query {
  return Array.isArray(status) ? { ...query, status: status[0] } : query
}

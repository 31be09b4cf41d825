import { DeliveryStatus } from "../../domain/delivery"
import type { Email } from "../api/types"
import { LIFECYCLE } from "../lib/paths"
import { post } from "../lib/request"

/** Whether it was given up, or waits. */
export const isRetriable = ({ status }: Email): boolean =>
  status === DeliveryStatus.FAILED || status === DeliveryStatus.PENDING

/** Has an email tried again at once. */
export const retryEmail = ({ id }: Email): Promise<unknown> =>
  post(`${LIFECYCLE}/emails/${id}/retry`)

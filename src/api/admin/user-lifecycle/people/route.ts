import { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { listPeople } from "../../../../workflows/report/list-people"
import { searchInTurn } from "../../../take-turns"
import { AdminGetLifecyclePeopleType } from "../validators"
import { toPeopleFilters, toPeopleOrder } from "./filters"

/** Every user, living or deleted: who may act as an admin, or once could. Whoever was erased is in the export alone. See `listPeople`. */
export const GET = async (
  req: AuthenticatedMedusaRequest<unknown, AdminGetLifecyclePeopleType>,
  res: MedusaResponse
) => {
  const { order, limit, offset, ...filters } = req.validatedQuery as AdminGetLifecyclePeopleType
  const found = await searchInTurn(req, res, () =>
    listPeople(req.scope, toPeopleFilters(filters), toPeopleOrder(order), { limit, offset })
  )
  if (found) {
    res.json({ ...found, offset, limit })
  }
}

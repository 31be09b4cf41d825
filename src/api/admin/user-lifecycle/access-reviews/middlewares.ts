import { validateAndTransformBody, validateAndTransformQuery } from "@medusajs/framework"
import {
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
  MiddlewareRoute,
} from "@medusajs/framework/http"
import { PolicyOperation } from "@medusajs/framework/utils"
import { isStorable } from "../../../../domain/storable"
import { reviewNotFound } from "../../../../workflows/access-review/errors"
import {
  AdminCloseAccessReview,
  AdminDecideAccessReview,
  AdminExportAccessReview,
  AdminGetAccessReviewItems,
  AdminGetAccessReviews,
  AdminOpenAccessReview,
} from "./validators"

/** Far longer than any id of the plugin's, and short enough to be looked up and quoted. */
const MAX_ID_LENGTH = 255

/** An id that can't be stored can't be any review's; the database would make it an error of ours. */
function refuseImpossibleId(req: MedusaRequest, _: MedusaResponse, next: MedusaNextFunction): void {
  const { id } = req.params
  if (id.length > MAX_ID_LENGTH || !isStorable(id)) {
    throw reviewNotFound(id.slice(0, MAX_ID_LENGTH))
  }
  next()
}

const READ = [{ resource: "user", operation: PolicyOperation.read }]
const UPDATE = [{ resource: "user", operation: PolicyOperation.update }]

export const adminAccessReviewsMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/access-reviews",
    middlewares: [validateAndTransformQuery(AdminGetAccessReviews, { isList: true })],
    policies: READ,
  },
  {
    methods: ["POST"],
    matcher: "/admin/user-lifecycle/access-reviews",
    middlewares: [validateAndTransformBody(AdminOpenAccessReview)],
    policies: UPDATE,
  },
  {
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/access-reviews/:id",
    middlewares: [refuseImpossibleId],
    policies: READ,
  },
  {
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/access-reviews/:id/items",
    middlewares: [
      refuseImpossibleId,
      validateAndTransformQuery(AdminGetAccessReviewItems, { isList: true }),
    ],
    policies: READ,
  },
  {
    methods: ["POST"],
    matcher: "/admin/user-lifecycle/access-reviews/:id/items",
    // As many notes as there can be, of characters that take several bytes.
    bodyParser: { sizeLimit: "4mb" },
    middlewares: [refuseImpossibleId, validateAndTransformBody(AdminDecideAccessReview)],
    // It can end somebody's access.
    policies: [...UPDATE, { resource: "user", operation: PolicyOperation.delete }],
  },
  {
    methods: ["POST"],
    matcher: "/admin/user-lifecycle/access-reviews/:id/close",
    middlewares: [refuseImpossibleId, validateAndTransformBody(AdminCloseAccessReview)],
    policies: UPDATE,
  },
  {
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/access-reviews/:id/export",
    middlewares: [
      refuseImpossibleId,
      validateAndTransformQuery(AdminExportAccessReview, { isList: false }),
    ],
    policies: READ,
  },
]

import { validateAndTransformBody, validateAndTransformQuery } from "@medusajs/framework"
import { MiddlewareRoute } from "@medusajs/framework/http"
import { PolicyOperation } from "@medusajs/framework/utils"
import { ErrorCodes } from "../../../../domain/error-codes"
import { REVIEW_DECISION_POLICIES } from "../../../../workflows/policies"
import { limitDownloads } from "../../../limit-downloads"
import { refuseImpossibleId } from "../../../refuse-impossible-id"
import {
  AdminCloseAccessReview,
  AdminDecideAccessReview,
  AdminExportAccessReview,
  AdminGetAccessReviewItems,
  AdminGetAccessReviews,
  AdminOpenAccessReview,
} from "./validators"

const refuseImpossibleReviewId = refuseImpossibleId(
  "access review",
  ErrorCodes.ACCESS_REVIEW_NOT_FOUND
)

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
    middlewares: [refuseImpossibleReviewId],
    policies: READ,
  },
  {
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/access-reviews/:id/items",
    middlewares: [
      refuseImpossibleReviewId,
      validateAndTransformQuery(AdminGetAccessReviewItems, { isList: true }),
    ],
    policies: READ,
  },
  {
    methods: ["POST"],
    matcher: "/admin/user-lifecycle/access-reviews/:id/items",
    // As many notes as there can be, of characters that take several bytes.
    bodyParser: { sizeLimit: "4mb" },
    middlewares: [refuseImpossibleReviewId, validateAndTransformBody(AdminDecideAccessReview)],
    policies: REVIEW_DECISION_POLICIES,
  },
  {
    methods: ["POST"],
    matcher: "/admin/user-lifecycle/access-reviews/:id/close",
    middlewares: [refuseImpossibleReviewId, validateAndTransformBody(AdminCloseAccessReview)],
    policies: UPDATE,
  },
  {
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/access-reviews/:id/export",
    middlewares: [
      refuseImpossibleReviewId,
      validateAndTransformQuery(AdminExportAccessReview, { isList: false }),
      limitDownloads,
    ],
    policies: READ,
  },
]

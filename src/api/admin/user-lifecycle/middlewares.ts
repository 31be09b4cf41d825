import { validateAndTransformBody, validateAndTransformQuery } from "@medusajs/framework"
import {
  MedusaNextFunction,
  MedusaRequest,
  MedusaResponse,
  MiddlewareRoute,
} from "@medusajs/framework/http"
import { MedusaError, PolicyOperation } from "@medusajs/framework/utils"
import { ErrorCodes } from "../../../domain/error-codes"
import { isStorable } from "../../../domain/storable"
import { listLifecycleEventsQueryConfig } from "./query-config"
import { AdminChangeUserAccess } from "../users/validators"
import {
  AdminBatchInvites,
  AdminGetFindings,
  AdminGetLifecycleEmails,
  AdminGetLifecycleEvents,
  AdminGetLifecycleInvites,
  AdminGetScheduledOffboardings,
  AdminRepairFindings,
} from "./validators"

/** An id that can't be stored can't be any email's; the database would make it an error of ours. */
function refuseImpossibleId(req: MedusaRequest, _: MedusaResponse, next: MedusaNextFunction): void {
  if (!isStorable(req.params.id)) {
    throw new MedusaError(
      MedusaError.Types.NOT_FOUND,
      "There is no such email.",
      ErrorCodes.EMAIL_NOT_FOUND
    )
  }
  next()
}

export const adminUserLifecycleMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/events",
    middlewares: [
      validateAndTransformQuery(AdminGetLifecycleEvents, listLifecycleEventsQueryConfig),
    ],
    policies: [{ resource: "user", operation: PolicyOperation.read }],
  },
  {
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/scheduled-offboardings",
    middlewares: [validateAndTransformQuery(AdminGetScheduledOffboardings, { isList: true })],
    policies: [{ resource: "user", operation: PolicyOperation.read }],
  },
  {
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/findings",
    middlewares: [validateAndTransformQuery(AdminGetFindings, { isList: true })],
    policies: [{ resource: "user", operation: PolicyOperation.read }],
  },
  {
    methods: ["POST"],
    matcher: "/admin/user-lifecycle/findings/repair",
    bodyParser: { sizeLimit: "1mb" },
    middlewares: [validateAndTransformBody(AdminRepairFindings)],
    // It can end somebody's access, and give somebody a way in whom Medusa left without.
    policies: [
      { resource: "user", operation: PolicyOperation.update },
      { resource: "user", operation: PolicyOperation.delete },
    ],
  },
  {
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/emails",
    middlewares: [validateAndTransformQuery(AdminGetLifecycleEmails, { isList: true })],
    policies: [
      { resource: "user", operation: PolicyOperation.read },
      { resource: "invite", operation: PolicyOperation.read },
    ],
  },
  {
    methods: ["POST"],
    matcher: "/admin/user-lifecycle/emails/:id/retry",
    middlewares: [refuseImpossibleId],
    policies: [
      { resource: "user", operation: PolicyOperation.update },
      { resource: "invite", operation: PolicyOperation.update },
    ],
  },
  {
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/invites",
    middlewares: [validateAndTransformQuery(AdminGetLifecycleInvites, { isList: true })],
    policies: [{ resource: "invite", operation: PolicyOperation.read }],
  },
  {
    methods: ["POST"],
    matcher: "/admin/user-lifecycle/invites/batch",
    bodyParser: { sizeLimit: "1mb" },
    middlewares: [validateAndTransformBody(AdminBatchInvites)],
    policies: [{ resource: "invite", operation: PolicyOperation.create }],
  },
  {
    methods: ["POST"],
    matcher: "/admin/user-lifecycle/invites/:id/retry",
    middlewares: [refuseImpossibleId],
    policies: [{ resource: "invite", operation: PolicyOperation.update }],
  },
  {
    methods: ["POST"],
    matcher: "/admin/user-lifecycle/revoke-all-sessions",
    middlewares: [validateAndTransformBody(AdminChangeUserAccess)],
    policies: [{ resource: "user", operation: PolicyOperation.update }],
  },
]

import { validateAndTransformBody, validateAndTransformQuery } from "@medusajs/framework"
import { MiddlewareRoute } from "@medusajs/framework/http"
import { PolicyOperation } from "@medusajs/framework/utils"
import { ErrorCodes } from "../../../domain/error-codes"
import { neverStore } from "../../never-store"
import { refuseImpossibleId } from "../../refuse-impossible-id"
import { IMPORT_POLICIES, REPAIR_POLICIES } from "../../../workflows/policies"
import { limitDownloads } from "../../limit-downloads"
import { listLifecycleEventsQueryConfig } from "./query-config"
import { AdminChangeUserAccess } from "../users/validators"
import {
  AdminBatchInvites,
  AdminCancelImport,
  AdminConfirmImport,
  AdminExportLifecycleEvents,
  AdminExportLifecyclePeople,
  AdminGetFindings,
  AdminGetImportLines,
  AdminGetImports,
  AdminGetLifecycleEmails,
  AdminGetLifecycleEvents,
  AdminGetLifecycleInvites,
  AdminGetLifecycleOverview,
  AdminGetLifecyclePeople,
  AdminGetLifecycleSettings,
  AdminGetScheduledOffboardings,
  AdminRepairFindings,
} from "./validators"

const refuseImpossibleEmailId = refuseImpossibleId("email", ErrorCodes.EMAIL_NOT_FOUND)
const refuseImpossibleInviteId = refuseImpossibleId("invite")
const refuseImpossibleImportId = refuseImpossibleId("import", ErrorCodes.IMPORT_NOT_FOUND)

export const adminUserLifecycleMiddlewares: MiddlewareRoute[] = [
  // Without a method, so that it is for everything below as well.
  { matcher: "/admin/user-lifecycle", middlewares: [neverStore] },
  { matcher: "/admin/users/:id/access", middlewares: [neverStore] },
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
    matcher: "/admin/user-lifecycle/events/export",
    middlewares: [
      validateAndTransformQuery(AdminExportLifecycleEvents, { isList: true }),
      limitDownloads,
    ],
    policies: [{ resource: "user", operation: PolicyOperation.read }],
  },
  {
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/overview",
    middlewares: [validateAndTransformQuery(AdminGetLifecycleOverview, {})],
    policies: [
      { resource: "user", operation: PolicyOperation.read },
      { resource: "invite", operation: PolicyOperation.read },
    ],
  },
  {
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/settings",
    middlewares: [validateAndTransformQuery(AdminGetLifecycleSettings, {})],
    policies: [{ resource: "user", operation: PolicyOperation.read }],
  },
  {
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/people",
    middlewares: [validateAndTransformQuery(AdminGetLifecyclePeople, { isList: true })],
    policies: [{ resource: "user", operation: PolicyOperation.read }],
  },
  {
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/people/export",
    middlewares: [
      validateAndTransformQuery(AdminExportLifecyclePeople, { isList: true }),
      limitDownloads,
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
    policies: [
      { resource: "user", operation: PolicyOperation.read },
      { resource: "invite", operation: PolicyOperation.read },
    ],
  },
  {
    methods: ["POST"],
    matcher: "/admin/user-lifecycle/findings/repair",
    bodyParser: { sizeLimit: "1mb" },
    middlewares: [validateAndTransformBody(AdminRepairFindings)],
    policies: REPAIR_POLICIES,
  },
  {
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/imports",
    middlewares: [validateAndTransformQuery(AdminGetImports, { isList: true })],
    policies: IMPORT_POLICIES,
  },
  {
    methods: ["POST"],
    matcher: "/admin/user-lifecycle/imports",
    policies: IMPORT_POLICIES,
  },
  {
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/imports/:id",
    middlewares: [refuseImpossibleImportId],
    policies: IMPORT_POLICIES,
  },
  {
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/imports/:id/lines",
    middlewares: [
      refuseImpossibleImportId,
      validateAndTransformQuery(AdminGetImportLines, { isList: true }),
    ],
    policies: IMPORT_POLICIES,
  },
  {
    methods: ["POST"],
    matcher: "/admin/user-lifecycle/imports/:id/confirm",
    middlewares: [refuseImpossibleImportId, validateAndTransformBody(AdminConfirmImport)],
    policies: IMPORT_POLICIES,
  },
  {
    methods: ["POST"],
    matcher: "/admin/user-lifecycle/imports/:id/cancel",
    middlewares: [refuseImpossibleImportId, validateAndTransformBody(AdminCancelImport)],
    policies: IMPORT_POLICIES,
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
    middlewares: [refuseImpossibleEmailId],
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
    methods: ["GET"],
    matcher: "/admin/user-lifecycle/invites/:id/link",
    middlewares: [refuseImpossibleInviteId],
    // As Medusa's own route of an invite, which has the token.
    policies: [{ resource: "invite", operation: PolicyOperation.read }],
  },
  {
    methods: ["POST"],
    matcher: "/admin/user-lifecycle/invites/:id/retry",
    middlewares: [refuseImpossibleEmailId],
    policies: [{ resource: "invite", operation: PolicyOperation.update }],
  },
  {
    methods: ["POST"],
    matcher: "/admin/user-lifecycle/revoke-all-sessions",
    middlewares: [validateAndTransformBody(AdminChangeUserAccess)],
    policies: [{ resource: "user", operation: PolicyOperation.update }],
  },
]

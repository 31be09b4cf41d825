import { MiddlewareRoute } from "@medusajs/framework/http"
import { refuseClosedWorkflow } from "../../../guard/closed-workflows"

/*
 * The matchers are those of core's routes (Medusa 2.21), so that Express takes to the one whatever spelling it takes to the
 * other. Nobody follows these workflows, either: what their steps answer has tokens of invites, resets and API keys in it.
 */
export const adminWorkflowsExecutionsMiddlewares: MiddlewareRoute[] = [
  {
    methods: ["POST"],
    matcher: "/admin/workflows-executions/:workflow_id/run",
    middlewares: [refuseClosedWorkflow],
  },
  {
    methods: ["POST"],
    matcher: "/admin/workflows-executions/:workflow_id/steps/success",
    middlewares: [refuseClosedWorkflow],
  },
  {
    methods: ["POST"],
    matcher: "/admin/workflows-executions/:workflow_id/steps/failure",
    middlewares: [refuseClosedWorkflow],
  },
  {
    methods: ["GET"],
    matcher: "/admin/workflows-executions/:workflow_id/subscribe",
    middlewares: [refuseClosedWorkflow],
  },
  {
    methods: ["GET"],
    matcher: "/admin/workflows-executions/:workflow_id/:transaction_id/subscribe",
    middlewares: [refuseClosedWorkflow],
  },
]

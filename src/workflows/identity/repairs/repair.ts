import { MedusaContainer } from "@medusajs/framework/types"
import { Transaction } from "../../../database/transaction"
import { AuditPolicy } from "../../../domain/findings/classify"
import { Finding } from "../../../domain/findings/finding"
import { ChangeContext } from "../../user/types"

/** What a repair works with: one transaction for each finding. */
export type RepairContext = Pick<ChangeContext, "actor" | "source"> & {
  tx: Transaction
  container: MedusaContainer
  policy: AuditPolicy
  /** The person who repairs, also behind an API key; `undefined` for the system. */
  actor_user_id: string | undefined
}

/**
 * Repairs one finding, under the locks on whoever acts, on the person whom the finding is about, and on removals. It takes the other locks that it needs, looks again whether the finding is still so, and repairs it then.
 *
 * @returns whether it was still so
 */
export type Repair = (context: RepairContext, finding: Finding) => Promise<boolean>

import { MedusaContainer } from "@medusajs/framework/types"
import { Transaction } from "../../../database/transaction"
import { AuditPolicy } from "../../../domain/findings/classify"
import { Finding } from "../../../domain/findings/finding"
import { LedgerData } from "../../../domain/ledger-data"
import { ChangeContext } from "../../user/types"

/** What a repair works with: one transaction for each finding. */
export type RepairContext = Pick<ChangeContext, "actor" | "source"> & {
  tx: Transaction
  container: MedusaContainer
  policy: AuditPolicy
  /** Whom the repair offboards; what comes after that is done once it is committed. */
  offboarded: { user_id: string; deleted_user: boolean }[]
  /** The ids of invites that the repair deletes, likewise. */
  deleted_invites: string[]
  /** Whether whoever asked has named a finding, so that its repair may remove something, or do more than was meant. */
  isNamed: (finding: Finding) => boolean
  /** Other findings that the repair mended as well, since they could not be mended one by one; the ledger knows of them. */
  mended: Finding[]
}

/** What the ledger keeps of a repair, besides which finding it was. */
export type RepairDetails = LedgerData

/**
 * Repairs one finding, under the locks on whoever acts, on the person whom the finding is about, and on removals. It takes
 * the other locks that it needs, looks again whether the finding is still so, and repairs it then.
 *
 * @returns `undefined` if it was not so any more
 */
export type Repair = (
  context: RepairContext,
  finding: Finding
) => Promise<RepairDetails | undefined>

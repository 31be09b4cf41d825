import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { atOneInstant } from "../../../database/at-one-instant"
import { AuditPolicy } from "../../../domain/findings/classify"
import { Finding } from "../../../domain/findings/finding"
import { auditPolicy } from "./policy"
import { streamFindings } from "./stream-findings"

/**
 * Looks at the whole database as it is at this instant, and hands each finding to `see`. It writes nothing, and keeps
 * nobody from writing.
 *
 * @returns the instant
 */
export async function runAudit(
  container: MedusaContainer,
  see: (finding: Finding) => void
): Promise<AuditPolicy> {
  const pg: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  return await atOneInstant(pg, async (trx) => {
    const policy = await auditPolicy(container, trx)
    for await (const finding of streamFindings(trx, policy)) {
      see(finding)
    }
    return policy
  })
}

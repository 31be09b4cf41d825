import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { listProvidersForUsers } from "../../../auth/providers"
import { findBeginning } from "../../../database/ledger"
import { readDatabaseClock } from "../../../database/principals"
import { AuditPolicy } from "../../../domain/findings/classify"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"

/** What this application takes for wrong now. */
export async function auditPolicy(container: MedusaContainer, db: Knex): Promise<AuditPolicy> {
  const { options }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const now = await readDatabaseClock(db)
  return {
    allowed_email_domains: options.provisioning.allowed_email_domains,
    inactive_after_days: options.audit.inactive_after_days,
    login_providers: await listProvidersForUsers(container),
    keeps_keys_of_the_gone: !options.offboarding.revoke_api_keys,
    knows_since: (await findBeginning(db)) ?? now,
    now,
  }
}

import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { atOneInstant } from "../../database/at-one-instant"
import { countUnsentEmails } from "../../database/deliveries"
import { countInvitesByStatus } from "../../database/invites"
import { findLastEntry } from "../../database/ledger"
import { countPeopleByStatus } from "../../database/people"
import { listNextOffboardings } from "../../database/scheduled-offboardings"
import { AccessStatus } from "../../domain/access"
import { Severity } from "../../domain/findings/finding"
import { InviteStatus } from "../../domain/invite-status"
import { LifecycleEventType } from "../../domain/lifecycle-event"
import { describeSettings, Settings } from "./describe-settings"

/** What there is to look at, as figures: `GET /admin/user-lifecycle/overview`. */
export type Overview = Settings & {
  people: Record<AccessStatus, number>
  /** Emails that wait for an attempt, and those that were given up. */
  emails: { pending: number; failed: number }
  /** Open invites, by what `GET /admin/user-lifecycle/invites` calls their status. */
  invites: Record<InviteStatus, number>
  scheduled_offboardings: Awaited<ReturnType<typeof listNextOffboardings>>
  /** The last scheduled audit. `null`: there was none yet. */
  last_audit: { at: Date; by_severity: Record<Severity, number> } | null
}

const NEXT_OFFBOARDINGS = 5

/** It only counts, and audits nothing: a dashboard asks for it each time that it opens. */
export async function describeOverview(container: MedusaContainer): Promise<Overview> {
  const db: Knex = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const settings = await describeSettings(container)
  return await atOneInstant(db, async (trx) => {
    const audited = await findLastEntry(trx, LifecycleEventType.IDENTITIES_AUDITED)
    return {
      people: await countPeopleByStatus(trx),
      emails: await countUnsentEmails(trx),
      invites: await countInvitesByStatus(trx),
      scheduled_offboardings: await listNextOffboardings(trx, NEXT_OFFBOARDINGS),
      last_audit: audited
        ? {
            at: audited.created_at,
            by_severity: audited.data?.by_severity as Record<Severity, number>,
          }
        : null,
      ...settings,
    }
  })
}

import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { acceptInviteUrl, loginUrl, setPasswordUrl } from "../../../emails/dashboard-urls"
import { USER_LIFECYCLE_MODULE } from "../../../modules/user_lifecycle"
import UserLifecycleModuleService from "../../../modules/user_lifecycle/service"

/** What composers look facts up with. */
export type ComposerContext = {
  container: MedusaContainer
  db: Knex
  /** The dashboard's pages, where this application has them. */
  pages: {
    accept(token: string): string
    setPassword(token: string): string
    login: string
  }
}

export function composerContext(container: MedusaContainer): ComposerContext {
  const { options }: UserLifecycleModuleService = container.resolve(USER_LIFECYCLE_MODULE)
  const { admin } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE)
  const { accept_url } = options.invites
  return {
    container,
    db: container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
    pages: {
      accept: (token) => acceptInviteUrl(token, accept_url, admin),
      setPassword: (token) => setPasswordUrl(token, accept_url, admin),
      login: loginUrl(accept_url, admin),
    },
  }
}

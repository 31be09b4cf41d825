import { ConfigModule, LoaderOptions } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { hasDashboardUrl } from "../../../emails/dashboard-urls"
import { parseOptions } from "../options"

/**
 * Stops the boot when an option is unknown or wrong: see {@link parseOptions}. Warns where the links in emails would lead
 * to a developer's machine.
 */
export default async function validateOptions({
  container,
  logger,
  options,
}: LoaderOptions): Promise<void> {
  const { invites } = parseOptions(options)
  const config: ConfigModule | undefined = container.resolve(
    ContainerRegistrationKeys.CONFIG_MODULE,
    {
      allowUnregistered: true,
    }
  )
  const isProduction = process.env.NODE_ENV === "production"
  if (isProduction && !invites.accept_url && config?.admin && !hasDashboardUrl(config.admin)) {
    logger?.warn(
      "user-lifecycle: the links in emails lead to localhost. Set the plugin's option invites.accept_url, or " +
        "admin.backendUrl in medusa-config."
    )
  }
}

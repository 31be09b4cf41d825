import { asValue } from "@medusajs/framework/awilix"
import { MedusaContainer } from "@medusajs/framework/types"

/** Of the container of a request, and not of what its workflow is given: Medusa makes JSON of that (2.21). */
const HAS_CLIENT_GONE = "userLifecycleHasClientGone"

/** Lets the work that a request asks for know whether whoever waits for the answer has gone away. */
export function watchClient(container: MedusaContainer, hasGone: () => boolean): void {
  container.register(HAS_CLIENT_GONE, asValue(hasGone))
}

/** Whether nobody waits for the answer any more; not so of what code of the application asks for. */
export function hasClientGone(container: MedusaContainer): boolean {
  const hasGone = container.resolve<(() => boolean) | undefined>(HAS_CLIENT_GONE, {
    allowUnregistered: true,
  })
  return hasGone?.() ?? false
}

import { assertMedusaIsSupported } from "../../../supported-medusa"

/** Stops the boot when the installed Medusa lacks what the one-transaction changes rest on. */
export default async function checkMedusa(): Promise<void> {
  assertMedusaIsSupported()
}

import { LoaderOptions } from "@medusajs/framework/types"
import { parseOptions } from "../options"

/** Stops the boot when an option is unknown or wrong: see {@link parseOptions}. */
export default async function validateOptions({ options }: LoaderOptions): Promise<void> {
  parseOptions(options)
}

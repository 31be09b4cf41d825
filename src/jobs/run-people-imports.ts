import { MedusaContainer } from "@medusajs/framework/types"
import { runImportsInBackground } from "../workflows/import/run-in-background"

/** Goes on with imports of people whose instance died, or which no event told of. */
export default async function runPeopleImports(container: MedusaContainer) {
  runImportsInBackground(container)
}

export const config = {
  name: "user-lifecycle-run-people-imports",
  schedule: "*/15 * * * * *",
}

import { readdir, readFile } from "node:fs/promises"
import path from "node:path"
import { REPOSITORY } from "./tarball"

type Library = {
  name: string
  /** The package that has its code, if it hands on that of another. */
  home?: string
  /** Words of its own code, which nobody else writes: where they are, it is. */
  mark: string
}

/** What Medusa's dashboard (2.21) ships, and the plugin's pages use. */
export const DASHBOARD_LIBRARIES: Library[] = [
  { name: "@medusajs/admin-sdk", mark: "function defineWidgetConfig" },
  { name: "@medusajs/icons", mark: 'displayName = "ExclamationCircle"' },
  { name: "@medusajs/js-sdk", mark: "medusa_auth_token" },
  { name: "@medusajs/ui", mark: 'displayName = "Drawer.Overlay"' },
  { name: "@tanstack/react-query", mark: "No QueryClient set, use QueryClientProvider" },
  { name: "react", mark: "__SECRET_INTERNALS_DO_NOT_USE" },
  { name: "react-i18next", mark: "You will need to pass in an i18next instance" },
  {
    name: "react-router-dom",
    home: "react-router",
    mark: "may be used only in the context of a <Router>",
  },
]

/** Whether a library has its mark, as it is installed here: otherwise, nothing would be found wherever it is. */
export async function hasItsMark({ name, home = name, mark }: Library): Promise<boolean> {
  const folder = path.join(REPOSITORY, "node_modules", home)
  const files = await readdir(folder, { recursive: true })
  for (const file of files.filter((each) => /\.[mc]?js$/.test(each))) {
    if ((await readFile(path.join(folder, file), "utf8")).includes(mark)) {
      return true
    }
  }
  return false
}

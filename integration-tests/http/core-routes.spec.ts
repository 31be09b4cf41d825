import { useBackend } from "../helpers/backend"
import { describeCoreRoutes } from "../suites/core-routes"

useBackend({ plugin: "on" }, describeCoreRoutes)

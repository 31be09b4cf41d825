import { useBackend } from "../helpers/backend"
import { describeCoreRoutes } from "../shared/core-routes"

useBackend({ plugin: "on" }, describeCoreRoutes)

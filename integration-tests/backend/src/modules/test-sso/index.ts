import { ModuleProvider, Modules } from "@medusajs/framework/utils"
import { TestSsoAuthService } from "./service"

export default ModuleProvider(Modules.AUTH, { services: [TestSsoAuthService] })

import { IStoreModuleService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { shortText } from "../../emails/short-text"

const MAX_LENGTH = 100

/** The store's name for the reader of an email. */
export async function findStoreName(container: MedusaContainer): Promise<string> {
  const stores: IStoreModuleService = container.resolve(Modules.STORE)
  const [store] = await stores.listStores({}, { select: ["name"], take: 1 })
  return shortText(store?.name, MAX_LENGTH) ?? "the shop"
}

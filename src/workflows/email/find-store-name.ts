import { IStoreModuleService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"

/** The store's name for the reader of an email. */
export async function findStoreName(container: MedusaContainer): Promise<string> {
  const stores: IStoreModuleService = container.resolve(Modules.STORE)
  const [store] = await stores.listStores({}, { select: ["name"], take: 1 })
  return store?.name ?? "the shop"
}

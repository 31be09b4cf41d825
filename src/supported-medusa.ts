import { EntityManager } from "@medusajs/framework/mikro-orm/core"
import {
  MedusaError,
  MessageAggregator,
  mikroOrmBaseRepositoryFactory,
} from "@medusajs/framework/utils"
import AuthModule from "@medusajs/medusa/auth"

/** The Medusa versions that the plugin is meant for; the members it rests on are checked at boot. */
const SUPPORTED_MEDUSA_VERSIONS = ">=2.21.2 <3"

/**
 * Checks that the installed Medusa still has the members that the plugin relies on beyond its public interface.
 *
 * @param members what to look for; the plugin's needs by default
 * @throws MedusaError `unexpected_state` that names the missing member and the supported versions
 */
export function assertMedusaIsSupported(
  members: [owner: string, prototype: object | undefined, names: string[]][] = [
    [
      "MikroORM's EntityManager",
      EntityManager.prototype,
      ["fork", "flush", "setTransactionContext"],
    ],
    ["MessageAggregator", MessageAggregator.prototype, ["save", "count", "getMessages"]],
    [
      "the repository of module services",
      mikroOrmBaseRepositoryFactory({ name: "none" } as never).prototype,
      ["getFreshManager"],
    ],
    [
      "the Auth Module",
      AuthModule.service?.prototype,
      ["getAuthIdentityProviderService", "applyMfaRequirement_", "createPasswordResetToken"],
    ],
  ]
): void {
  for (const [owner, prototype, names] of members) {
    const missing = names.find((name) => typeof Reflect.get(prototype ?? {}, name) !== "function")
    if (missing) {
      throw unsupportedMedusa(`${owner} has no ${missing}()`)
    }
  }
}

/** The error of a Medusa that lacks something the plugin rests on. */
export function unsupportedMedusa(missing: string): MedusaError {
  return new MedusaError(
    MedusaError.Types.UNEXPECTED_STATE,
    `medusa-plugin-user-lifecycle works with Medusa ${SUPPORTED_MEDUSA_VERSIONS}, and the installed version is ` +
      `different in a way that matters: ${missing}. Install a supported version, or an update of the plugin.`
  )
}

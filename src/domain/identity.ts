/** `auth_identity.app_metadata`: which actors an identity logs in, as `<actor type>_id` keys. */
export type AppMetadata = Record<string, unknown> | null | undefined

/**
 * The key that links an identity to an admin user: Medusa 2.21, `setAuthAppMetadataStep`. To unlink, the key is taken
 * away and not set to `null`: Medusa refuses to link an identity whose key is `null` ever again (`isDefined(null)`).
 */
export const USER_LINK_KEY = "user_id"

/**
 * Where the password of the *admin* login lives on an identity that is also a customer's.
 *
 * Medusa has one emailpass identity for each email, hence one password for both actors, and anyone can register as a
 * customer with anybody's email. Linking such an identity as it is would hand the admin login to whoever chose the
 * customer's password. So a shared identity has two: `password` is the customer's, this one the admin's. The key is
 * present, possibly `null`, on identities that the plugin linked; where it is absent Medusa's own behaviour holds.
 */
export const USER_PASSWORD_KEY = "user_lifecycle_password"

/** Where Medusa's password provider (2.21) keeps the one password of a login: the customer's, where there are two. */
export const CUSTOMERS_PASSWORD_KEY = "password"

/**
 * Who vouched for a password login that belongs to nobody yet: the id of the admin whose credential came with its
 * registration. On the login, where no token carries it, and not on the identity, whose metadata tells Medusa's password
 * provider (2.21) that it is somebody's already.
 */
export const VOUCHED_BY_KEY = "user_lifecycle_vouched_by"

/** The id of the API key with which the registration came, where it came with one. */
export const VOUCHED_WITH_KEY = "user_lifecycle_vouched_with"

/** For so many logins that are nobody's an admin can vouch at a time: they go with them when they are offboarded, in one transaction. */
export const MAX_VOUCHED_LOGINS = 1_000

/**
 * When an invited person, a stranger with their email, or an admin for somebody registered a login: by the clock of the database, where Medusa dates
 * rows by that of the instance (2.21).
 */
export const REGISTERED_AT_KEY = "user_lifecycle_registered_at"

const isActorKey = (key: string) => key.endsWith("_id")

/** The actors other than an admin user that an identity logs in, for example `["customer_id"]`. */
export function otherActorKeys(appMetadata: AppMetadata): string[] {
  return Object.entries(appMetadata ?? {})
    .filter(
      ([key, value]) =>
        isActorKey(key) && key !== USER_LINK_KEY && value !== null && value !== undefined
    )
    .map(([key]) => key)
}

/** Whether an actor other than an admin user logs in with an identity. */
export function isShared(appMetadata: AppMetadata): boolean {
  return otherActorKeys(appMetadata).length > 0
}

/** Whether an identity logs in an actor of some type other than admin users. */
export function isLoginOf(appMetadata: AppMetadata, actorType: string): boolean {
  return otherActorKeys(appMetadata).includes(`${actorType}_id`)
}

/** The admin user that an identity logs in; a leftover `user_id: null` is nobody. */
export function linkedUserId(appMetadata: AppMetadata): string | undefined {
  const userId = appMetadata?.[USER_LINK_KEY]
  return typeof userId === "string" && userId !== "" ? userId : undefined
}

/** Whether no actor of any type logs in with an identity: a leftover, or what somebody has registered and nobody taken. */
export function isNobodys(appMetadata: AppMetadata): boolean {
  return linkedUserId(appMetadata) === undefined && !isShared(appMetadata)
}

type ProviderMetadata = Record<string, unknown> | null

/** When a login was registered, in milliseconds since 1970 by the clock of the database; `NaN` if it is not known. */
export function registeredAtMs(providerMetadata: ProviderMetadata): number {
  return Date.parse(String(providerMetadata?.[REGISTERED_AT_KEY]))
}

/** The API key that a login was registered with; `undefined` if it was not one. */
export function vouchingApiKey(providerMetadata: ProviderMetadata): string | undefined {
  const id = providerMetadata?.[VOUCHED_WITH_KEY]
  return typeof id === "string" ? id : undefined
}

/** An admin who may vouch for logins, as they are now. */
export type Voucher = {
  user_id: string
  /** `null` if none of their tokens was ever revoked. */
  tokens_valid_after: Date | null
  /** The ids of API keys that can be used. */
  usable_api_keys: string[]
}

/**
 * Whether an admin vouches for a login that they have registered for somebody, and that nobody else could have registered with a
 * credential of theirs which has ended since: it is younger than the last end of all their tokens, and the API key works
 * with which it was registered, if it was with one.
 */
export function isVouchedForBy(
  providerMetadata: ProviderMetadata,
  { user_id, tokens_valid_after, usable_api_keys }: Voucher
): boolean {
  const apiKey = vouchingApiKey(providerMetadata)
  return (
    providerMetadata?.[VOUCHED_BY_KEY] === user_id &&
    (tokens_valid_after === null ||
      registeredAtMs(providerMetadata) > tokens_valid_after.getTime()) &&
    (apiKey === undefined || usable_api_keys.includes(apiKey))
  )
}

/** What to do with a login that is already there when a person is provisioned. */
export type IdentityPlan =
  /** Nobody owns it: a stranger's registration, or a leftover. Remove it, its password with it. */
  | { action: "replace" }
  /** It is also another actor's (a customer's). Keep that login, and link the user beside it. */
  | { action: "link" }
  /** It logs in another living user. Refuse. */
  | { action: "conflict"; user_id: string }

/**
 * Decides what happens to an existing identity with the email or entity id of the person being provisioned.
 *
 * @param isLivingUser whether the user that the identity points at exists and is not deleted
 * @param isVouchedFor an unowned identity is the same person's: the identity provider itself vouches for the entity id
 * (single sign-on), or the admin who provisions the person now registered the password login for them. A password login
 * that a stranger registered is vouched for by nobody
 */
export function planIdentity(input: {
  appMetadata: AppMetadata
  isLivingUser: boolean
  isVouchedFor: boolean
}): IdentityPlan {
  const userId = linkedUserId(input.appMetadata)
  if (userId && input.isLivingUser) {
    return { action: "conflict", user_id: userId }
  }
  if (isShared(input.appMetadata) || input.isVouchedFor) {
    return { action: "link" }
  }
  return { action: "replace" }
}

/** What offboarding does to one of the person's identities: unlink it if another actor logs in with it, else remove. */
export function planIdentityRemoval(appMetadata: AppMetadata): "unlink" | "remove" {
  return isShared(appMetadata) ? "unlink" : "remove"
}

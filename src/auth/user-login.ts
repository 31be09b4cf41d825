import { Knex } from "@medusajs/framework/mikro-orm/knex"
import {
  AuthenticationResponse,
  AuthIdentityDTO,
  AuthIdentityProviderService,
  ConsumePasswordResetTokenResponse,
  IAuthModuleService,
  ProviderIdentityDTO,
} from "@medusajs/framework/types"
import { MedusaError } from "@medusajs/framework/utils"
import { hasUsableInvite } from "../database/belongings"
import { IS_USABLE, storeUserPassword } from "../database/identities"
import { storePasswordChange, storePasswordOfReset } from "../database/password-changes"
import { readDatabaseClock } from "../database/principals"
import { findLoginOfResetToken } from "../database/reset-tokens"
import { normalizeEmail } from "../domain/email"
import {
  linkedUserId,
  REGISTERED_AT_KEY,
  USER_PASSWORD_KEY,
  CUSTOMERS_PASSWORD_KEY,
  VOUCHED_BY_KEY,
  VOUCHED_WITH_KEY,
} from "../domain/identity"
import { isStorable } from "../domain/storable"
import { answerRefusals, authInternals } from "./auth-internals"
import { withDecoys } from "./decoy"
import { PASSWORD_PROVIDER } from "./providers"

const NO_LOGIN = "No admin logs in with this email."

/** A login with a password, as it was when it was read to check an admin's password against it. */
export type CheckedLogin = {
  /** The id of the user it belonged to; `undefined` if to none. */
  owner_id: string | undefined
  /** `undefined` where there is no login yet; without a `hash`, none is set. */
  password?: { provider_identity_id: string; hash: string | null }
}

export type UserLoginOptions = {
  /** Whether somebody who knows the password of a login that is nobody's, or a customer's alone, may log in with it. */
  admitsStrangers?: boolean
  /** Told what a login was when it was read to check its password. */
  onRead?: (login: CheckedLogin) => void
  /** Told whose password was changed. */
  onPasswordChange?: (userId: string) => void
  /** The admin who vouches for what is registered; nobody does for a stranger's registration. */
  vouchedBy?: string
  /** The API key that they do it with; left out where it is a token or a session. */
  vouchedWith?: string
  /**
   * The reset token with which a password is set, by its hash: it is used up when the password is written, and not before. `key`: under
   * which the password is kept; by default the admin's.
   */
  reset?: { token_hash: string; key?: string }
  /** When somebody registers, where it keeps others from doing so for a while. */
  registeredAt?: Date
}

/**
 * The Auth Module as the *admin* login sees it. These things differ from Medusa's own:
 *
 * - an email is found whatever its case, where exactly one admin's login has it;
 * - an identity that is also a customer's has a password of its own for the admin login (see `USER_PASSWORD_KEY`), so
 *   that the customer's password opens the shop and not the back office;
 * - a login takes its time also where there is no password to check (see `withDecoys`);
 * - nobody logs in with a stranger's registration (see `withoutStrangers`);
 * - a reset token is used up when the password is written, and not before (see `storePasswordOfReset`);
 * - a database that does not answer is no wrong password: see `answerRefusals`;
 * - a secret that another provider changes ends what was handed out before (see `updateElsewhere`).
 */
export function authForUsers(
  auth: IAuthModuleService,
  db: Knex,
  options: UserLoginOptions = {}
): IAuthModuleService {
  const internals = authInternals(auth)
  const storageOf = (provider: string) => {
    const original = internals.getAuthIdentityProviderService(provider)
    return provider === PASSWORD_PROVIDER ? passwordLoginsOfUsers(original, db, options) : original
  }
  const loginsOf = (provider: string) => {
    const logins = storageOf(provider)
    if (provider !== PASSWORD_PROVIDER) {
      return logins
    }
    return withDecoys(internals, options.admitsStrangers ? logins : withoutStrangers(logins, db))
  }
  const { reset } = options
  const overrides: Pick<
    IAuthModuleService,
    "authenticate" | "validateCallback" | "register" | "updateProvider"
  > &
    Partial<Pick<IAuthModuleService, "consumePasswordResetToken">> = {
    ...(reset && {
      consumePasswordResetToken: (data) => findResetLogin(db, reset.token_hash, data),
    }),
    authenticate: async (provider, data) => {
      const response = await answerRefusals(loginsOf(provider), (logins) =>
        internals.authProviderService_.authenticate(provider, data, logins)
      )
      return await internals.applyMfaRequirement_(response, { auth_provider: provider })
    },
    validateCallback: async (provider, data) => {
      const response = await answerRefusals(storageOf(provider), (logins) =>
        internals.authProviderService_.validateCallback(provider, data, logins)
      )
      return await internals.applyMfaRequirement_(response, { auth_provider: provider })
    },
    register: (provider, data) =>
      answerRefusals(storageOf(provider), (logins) =>
        internals.authProviderService_.register(provider, data, logins)
      ),
    updateProvider: async (provider, data) => {
      const update = () =>
        answerRefusals(storageOf(provider), (logins) =>
          internals.authProviderService_.update(provider, data, logins)
        )
      return provider === PASSWORD_PROVIDER
        ? await update()
        : await updateElsewhere(db, provider, update, options)
    },
  }
  const ownKeys = new Set(Reflect.ownKeys(overrides))
  return new Proxy(auth, {
    get: (target, property) => Reflect.get(ownKeys.has(property) ? overrides : target, property),
  })
}

/** What Medusa's Auth Module says of a reset token (2.21, `consumePasswordResetToken`), which is not used up by that. */
async function findResetLogin(
  db: Knex,
  tokenHash: string,
  { provider, entity_id }: { provider: string; entity_id: string }
): Promise<ConsumePasswordResetTokenResponse> {
  const found = await findLoginOfResetToken(db, tokenHash)
  if (found?.provider !== provider || found.entity_id !== entity_id) {
    throw new MedusaError(MedusaError.Types.UNAUTHORIZED, "Invalid token")
  }
  const { auth_identity_id, provider_identity_id } = found
  return { auth_identity_id, provider_identity_id, entity_id }
}

/** Of another provider, nobody knows where it keeps a secret: whatever it changes, it ends what was handed out before. */
async function updateElsewhere(
  db: Knex,
  provider: string,
  update: () => Promise<AuthenticationResponse>,
  { onPasswordChange }: UserLoginOptions
): Promise<AuthenticationResponse> {
  const since = await readDatabaseClock(db)
  const response = await update()
  const { success, authIdentity } = response
  const user_id = linkedUserId(authIdentity?.app_metadata)
  if (success && authIdentity && user_id) {
    const auth_identity_id = authIdentity.id
    await storePasswordChange(db, { user_id, auth_identity_id, provider }, since)
    onPasswordChange?.(user_id)
  }
  return response
}

function passwordLoginsOfUsers(
  original: AuthIdentityProviderService,
  db: Knex,
  { onRead, onPasswordChange, vouchedBy, vouchedWith, registeredAt, reset }: UserLoginOptions
): AuthIdentityProviderService {
  return {
    ...original,

    retrieve: async ({ entity_id }) => {
      if (!isStorable(entity_id)) {
        // The database would refuse it, in words that name its tables.
        throw new MedusaError(MedusaError.Types.NOT_FOUND, NO_LOGIN)
      }
      const found = await findUserLogin(db, entity_id)
      const stored = await original.retrieve({ entity_id: found ?? entity_id })
      const identity = mapPasswordProvider(stored, (metadata) =>
        USER_PASSWORD_KEY in metadata
          ? { ...metadata, password: metadata[USER_PASSWORD_KEY] }
          : metadata
      )
      const login = passwordProviderOf(identity)
      onRead?.({
        owner_id: linkedUserId(identity.app_metadata),
        password: login && { provider_identity_id: login.id, hash: hashIn(login) },
      })
      return identity
    },

    create: async (data) =>
      await original.create({
        ...data,
        provider_metadata: {
          ...data.provider_metadata,
          ...(vouchedBy ? { [VOUCHED_BY_KEY]: vouchedBy } : {}),
          ...(vouchedWith ? { [VOUCHED_WITH_KEY]: vouchedWith } : {}),
          ...(registeredAt ? { [REGISTERED_AT_KEY]: registeredAt.toISOString() } : {}),
        },
      }),

    update: async (entity_id, data) => {
      const identity = await update(entity_id, data)
      const userId = linkedUserId(identity.app_metadata)
      if (userId) {
        onPasswordChange?.(userId)
      }
      return identity
    },
  }

  async function update(
    entity_id: string,
    data: Parameters<AuthIdentityProviderService["update"]>[1]
  ): Promise<AuthIdentityDTO> {
    const login = passwordProviderOf(await original.retrieve({ entity_id }))
    const isSplit = USER_PASSWORD_KEY in (login?.provider_metadata ?? {})
    if (login && data.provider_metadata && reset) {
      const key = reset.key ?? (isSplit ? USER_PASSWORD_KEY : CUSTOMERS_PASSWORD_KEY)
      const hash = data.provider_metadata.password
      await storePasswordOfReset(db, reset.token_hash, { key, hash })
      return await original.retrieve({ entity_id })
    }
    if (!login || !isSplit || !data.provider_metadata) {
      return await original.update(entity_id, data)
    }
    // Not with all else that was read: a customer's password may change at this moment.
    await storeUserPassword(db, login.id, data.provider_metadata.password)
    return await original.retrieve({ entity_id })
  }
}

/**
 * Leaves out the logins that are no admin's, nor to become an invited person's, nor ones that an admin vouches for. A stranger can
 * register one for any email, in a spelling of its own: were it let in, where an admin's login of that email is not, that would tell
 * whose emails are admins'.
 */
function withoutStrangers(
  logins: AuthIdentityProviderService,
  db: Knex
): AuthIdentityProviderService {
  return {
    ...logins,
    retrieve: async (query) => {
      const identity = await logins.retrieve(query)
      const isKnown =
        linkedUserId(identity.app_metadata) !== undefined ||
        VOUCHED_BY_KEY in (passwordProviderOf(identity)?.provider_metadata ?? {}) ||
        (await hasUsableInvite(db, normalizeEmail(query.entity_id)))
      if (!isKnown) {
        throw new MedusaError(MedusaError.Types.NOT_FOUND, NO_LOGIN)
      }
      return identity
    },
  }
}

/**
 * The entity id of the one admin's password login with this email, in whatever case; `undefined` if no admin has one,
 * or several do, so that only the exact spelling tells them apart.
 */
export async function findUserLogin(db: Knex, email: string): Promise<string | undefined> {
  if (!isStorable(email)) {
    return undefined
  }
  const { rows } = await db.raw(
    `SELECT p.entity_id
     FROM provider_identity p JOIN auth_identity i ON i.id = p.auth_identity_id
     WHERE p.provider = ? AND user_lifecycle_normalize_email(p.entity_id) = ? AND i.app_metadata->>'user_id' IS NOT NULL
       AND ${IS_USABLE}`,
    [PASSWORD_PROVIDER, normalizeEmail(email)]
  )
  const logins: { entity_id: string }[] = rows
  return logins.length === 1 ? logins[0].entity_id : undefined
}

function mapPasswordProvider(
  identity: AuthIdentityDTO,
  map: (metadata: Record<string, unknown>) => Record<string, unknown>
): AuthIdentityDTO {
  return {
    ...identity,
    provider_identities: identity.provider_identities?.map((login) =>
      login.provider === PASSWORD_PROVIDER
        ? { ...login, provider_metadata: map(login.provider_metadata ?? {}) }
        : login
    ),
  }
}

function hashIn({ provider_metadata }: ProviderIdentityDTO): string | null {
  const hash = provider_metadata?.password
  return typeof hash === "string" ? hash : null
}

function passwordProviderOf(identity: AuthIdentityDTO): ProviderIdentityDTO | undefined {
  return identity.provider_identities?.find(({ provider }) => provider === PASSWORD_PROVIDER)
}

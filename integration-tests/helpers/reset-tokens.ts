import { setTimeout as delay } from "node:timers/promises"
import { Modules } from "@medusajs/framework/utils"
import type { Backend } from "./backend"

/** Asks for a password reset as somebody who forgot theirs does, by what their login is called at the provider, and takes the token from the event that tells of it. */
export async function requestResetToken(
  { api, getContainer }: Pick<Backend, "api" | "getContainer">,
  email: string,
  provider = "emailpass",
  actorType = "user"
): Promise<string> {
  const bus = getContainer().resolve(Modules.EVENT_BUS)
  let token: string | undefined
  const subscriber = async ({ data }: { data: unknown }) => {
    const { entity_id, token: sent } = data as { entity_id: string; token: string }
    if (entity_id === email) {
      token = sent
    }
  }
  const id = { subscriberId: `reset-token-${email}` }
  bus.subscribe("auth.password_reset", subscriber, id)
  try {
    const { status } = await api.post(`/auth/${actorType}/${provider}/reset-password`, {
      identifier: email,
    })
    expect(status).toBe(201)
    const deadline = Date.now() + 10_000
    while (!token && Date.now() < deadline) {
      await delay(10)
    }
  } finally {
    bus.unsubscribe("auth.password_reset", subscriber, id)
  }
  if (!token) {
    throw new Error(`No password reset token was sent to ${email}`)
  }
  return token
}

/** Sets a new password with such a token. */
export const usePasswordToken = ({ api }: Pick<Backend, "api">, token: string, password: string) =>
  api.post(
    "/auth/user/emailpass/update",
    { password },
    { headers: { authorization: `Bearer ${token}` } }
  )

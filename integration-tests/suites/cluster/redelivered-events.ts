import { INVITE_DELIVERY_KEY } from "../../../src/database/deliveries"
import type { Cluster } from "../../helpers/cluster"
import type { Outbox } from "../../helpers/outbox"
import { waitUntil } from "../../helpers/wait-until"

const INVITES = 20
const DELIVERIES = 3

/** Events that come more than once, on every instance: each invite's email leaves once. */
export function describeRedeliveredEvents(cluster: Cluster, outbox: Outbox) {
  describe("an event that is delivered again and again, on both instances", () => {
    it("sends one email for each token", async () => {
      const root = await cluster.createPerson()
      const both = [cluster.here, cluster.there]
      const emails = Array.from({ length: INVITES }, (_, index) => `again-${index}@example.com`)
      const emit = async (name: string, id: string) => {
        const event = { name, data: { id } }
        await Promise.all(
          both.flatMap(({ api }) =>
            Array.from({ length: DELIVERIES }, () =>
              api.post("/custom/events", event, root.credential)
            )
          )
        )
      }
      const ids = await Promise.all(
        emails.map(async (email, index) => {
          const { api } = both[index % 2]
          const { data } = await api.post("/admin/invites", { email }, root.credential)
          await emit("invite.created", data.invite.id)
          return data.invite.id as string
        })
      )
      await Promise.all(
        ids.slice(0, INVITES / 2).map(async (id, index) => {
          const { api } = both[index % 2]
          await api.post(`/admin/invites/${id}/resend`, {}, root.credential)
          await emit("invite.resent", id)
        })
      )
      await waitUntil("every token's email was dealt with", async () => {
        const [{ count }] = await cluster.sql<{ count: number }>(
          `SELECT count(*)::int AS count FROM invite i
           JOIN email_delivery d ON d.key = ${INVITE_DELIVERY_KEY} AND d.status = 'sent'
           WHERE i.email LIKE 'again-%'`
        )
        const waiting = await cluster.sql("SELECT 1 FROM email_delivery WHERE status = 'pending'")
        return count === INVITES && waiting.length === 0
      })

      const links = outbox
        .read()
        .filter(({ to }) => to.startsWith("again-"))
        .map(({ data }) => String(data?.accept_url))
      expect(new Set(links).size).toBe(links.length)
      expect(links.length).toBeGreaterThanOrEqual(INVITES)
      // A token that was replaced before its email left needs none.
      expect(links.length).toBeLessThanOrEqual(INVITES + INVITES / 2)
    })
  })
}

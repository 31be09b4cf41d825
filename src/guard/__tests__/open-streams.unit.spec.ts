import { MedusaRequest } from "@medusajs/framework/http"
import { asksForStream } from "../open-streams"

describe("asksForStream", () => {
  it.each([
    ["/admin/live-orders", "text/event-stream", true],
    ["/admin/live-orders", "TEXT/Event-Stream;q=1", true],
    ["/admin/live-orders", "application/json, text/event-stream", true],
    ["/admin/user-lifecycle/people/EXPORT/", undefined, true],
    ["/admin/products", "application/json", false],
    ["/admin/products", undefined, false],
  ])("of %s, with %s accepted, says %s", (path, accept, isStream) => {
    expect(asksForStream({ path, headers: { accept } } as MedusaRequest) ?? false).toBe(isStream)
  })
})

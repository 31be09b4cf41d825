import path from "node:path"
import { moduleIntegrationTestRunner } from "@medusajs/test-utils"
import { SYSTEM_ACTOR } from "../../src/domain/lifecycle-event"
import LifecycleEvent from "../../src/modules/user_lifecycle/models/lifecycle-event"
import UserAccess from "../../src/modules/user_lifecycle/models/user-access"
import UserActivity from "../../src/modules/user_lifecycle/models/user-activity"
import type UserLifecycleModuleService from "../../src/modules/user_lifecycle/service"

moduleIntegrationTestRunner<UserLifecycleModuleService>({
  moduleName: "user_lifecycle",
  moduleModels: [UserAccess, UserActivity, LifecycleEvent],
  resolve: path.join(__dirname, "../../src/modules/user_lifecycle"),
  moduleOptions: { offboarding: { revoke_api_keys: false } },
  testSuite: ({ service }) => {
    it("starts where Medusa's own tables do not exist yet, with its options", () => {
      expect(service.options.offboarding.revoke_api_keys).toBe(false)
      expect(service.options.provisioning.password.min_length).toBe(8)
    })

    it("leaves a second access state of a user to nobody, and an end to suspensions only", async () => {
      await service.createUserAccesses({ user_id: "user_1" })
      await expect(service.createUserAccesses({ user_id: "user_1" })).rejects.toThrow()
      await expect(
        service.createUserAccesses({ user_id: "user_2", status: "active", until: new Date() })
      ).rejects.toThrow("user_access_until_is_of_a_suspension")
    })

    describe("appendToLedger", () => {
      it("numbers the entries, and cuts what a request may have made too long", async () => {
        for (const user_id of ["user_1", "user_2"]) {
          await service.appendToLedger({
            type: "user_offboarded",
            user_id,
            actor: { type: "user", id: "user_9" },
            source: { user_agent: "x".repeat(5000), request_id: "y".repeat(5000) },
          })
        }
        await service.appendToLedger({ type: "email_sent", actor: SYSTEM_ACTOR })

        const entries = await service.listLifecycleEvents({}, { order: { sequence: "ASC" } })
        expect(
          entries.map(({ user_id, actor_type, actor_id }) => [user_id, actor_type, actor_id])
        ).toEqual([
          ["user_1", "user", "user_9"],
          ["user_2", "user", "user_9"],
          [null, "system", null],
        ])
        expect(entries[1].sequence).toBeGreaterThan(entries[0].sequence)
        expect(entries[0].user_agent).toHaveLength(512)
        expect(entries[0].request_id).toHaveLength(128)
      })
    })
  },
})

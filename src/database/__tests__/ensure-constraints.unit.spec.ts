import { CONSTRAINTS, ROLE_ANNOUNCEMENTS } from "../constraints"
import { triggersIn } from "../ensure-constraints"

describe("triggersIn", () => {
  it("finds every trigger that the constraints create, and whose it is", () => {
    const triggers = triggersIn(CONSTRAINTS)
    expect(triggers).toHaveLength(CONSTRAINTS.split("CREATE TRIGGER").length - 1)
    expect(triggers).toEqual(
      expect.arrayContaining([
        "user.user_lifecycle_announce",
        "user_access.user_lifecycle_announce_truncate",
        "invite.user_lifecycle_date_invite_insert",
        "invite.user_lifecycle_date_invite_update",
        "provider_identity.user_lifecycle_password_changed",
      ])
    )
    expect(triggersIn(ROLE_ANNOUNCEMENTS)).toEqual([
      "user_rbac_role.user_lifecycle_announce",
      "user_rbac_role.user_lifecycle_announce_truncate",
      "user_rbac_role.user_lifecycle_role_taken_update",
      "user_rbac_role.user_lifecycle_role_taken_delete",
    ])
  })
})

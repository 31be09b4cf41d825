/** The fields of a user that core answers with (Medusa 2.21, `api/admin/users/query-config`). */
const defaultAdminUserFields = [
  "id",
  "first_name",
  "last_name",
  "email",
  "avatar_url",
  "metadata",
  "created_at",
  "updated_at",
  "deleted_at",
]

export const retrieveUserQueryConfig = {
  defaults: defaultAdminUserFields,
  isList: false,
  entity: "user",
}

import { asksForInherited } from "../unsafe-fields"

const asks = (fields: unknown) => asksForInherited({ query: { fields } as never })

describe("asksForInherited", () => {
  it.each([
    "__proto__.x",
    "id,-constructor.prototype.q",
    "+__proto__.x",
    "*__proto__",
    " __proto__.x",
    "roles.__proto__.x",
    "id,\t__proto__.x",
    "__proto__:joined.x",
    "toString",
    "hasOwnProperty.x",
    ["id", "__proto__.x"],
    { 0: "__proto__.x" },
  ])("refuses %p", (fields) => {
    expect(asks(fields)).toBe(true)
  })

  it.each([
    undefined,
    "",
    "id,email",
    "*rbac_roles,+metadata",
    "constructor_name,prototypes.id,to_string,my__proto__",
    "metadata.construct",
  ])("lets %p pass", (fields) => {
    expect(asks(fields)).toBe(false)
  })
})

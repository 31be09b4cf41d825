import resources from "../index"

type Texts = { [key: string]: string | Texts }

const flatten = (texts: Texts, path = ""): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${path}${key}`, value]] : flatten(value, `${path}${key}.`)
  )
const [english, german] = [resources.en, resources.de].map(
  ({ userLifecycle }) => new Map(flatten(userLifecycle))
)
const namesIn = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name)

describe("the words of the dashboard", () => {
  it("are the same in every language, none of them empty", () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort())
    for (const text of [...english.values(), ...german.values()]) {
      expect(text.trim()).not.toBe("")
    }
  })

  it("name the same values in every language, but for a count that is spelled out", () => {
    const missing = (words: Map<string, string>, others: Map<string, string>) =>
      [...words].flatMap(([key, text]) => {
        const other = new Set(namesIn(others.get(key) ?? ""))
        return namesIn(text).flatMap((name) => (other.has(name) ? [] : [{ key, name }]))
      })
    expect(missing(english, german)).toEqual([])
    expect(missing(german, english).filter(({ name }) => name !== "count")).toEqual([])
  })

  it("have a form for one wherever they have one for several", () => {
    for (const words of [english, german]) {
      const lonely = [...words.keys()].filter(
        (key) =>
          (key.endsWith("_other") && !words.has(key.replace(/_other$/, "_one"))) ||
          (key.endsWith("_one") && !words.has(key.replace(/_one$/, "_other")))
      )
      expect(lonely).toEqual([])
    }
  })
})

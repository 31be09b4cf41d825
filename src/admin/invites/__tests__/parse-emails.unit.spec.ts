import { parseEmails } from "../parse-emails"

describe("parseEmails", () => {
  it.each([
    ["nothing", "", []],
    ["nothing but separators", " ,;\n\t ,", []],
    ["one", "ada@example.com", ["ada@example.com"]],
    [
      "commas, semicolons, spaces, tabs and new lines",
      "a@example.com,b@example.com; c@example.com d@example.com\te@example.com\r\nf@example.com\n\n",
      ["a", "b", "c", "d", "e", "f"].map((name) => `${name}@example.com`),
    ],
    [
      "names as mail programs write them",
      "Ada Lovelace <ada@example.com>, Grace <grace@example.com>,linus@example.com",
      ["ada@example.com", "grace@example.com", "linus@example.com"],
    ],
    [
      "quoted names with commas, semicolons and quotes in them",
      String.raw`"Lovelace, Ada" <ada@example.com>, "Hopper; \"Amazing\" Grace" <grace@example.com>`,
      ["ada@example.com", "grace@example.com"],
    ],
    [
      "names with commas, as Outlook writes them",
      "Lovelace, Ada <ada@example.com>; Hopper, Grace <grace@example.com>",
      ["ada@example.com", "grace@example.com"],
    ],
    [
      "addresses before a name, and after it",
      "a@example.com, Bob <b@example.com> c@example.com, <d@example.com>",
      ["a@example.com", "b@example.com", "c@example.com", "d@example.com"],
    ],
    ["an address as the name", '"ada@example.com" <ada@example.com>', ["ada@example.com"]],
    [
      "cells and links",
      '"ada@example.com","grace@example.com"\nmailto:linus@example.com (bob@example.com)',
      ["ada@example.com", "grace@example.com", "linus@example.com", "bob@example.com"],
    ],
    [
      "the first spelling of each",
      "Ada@Example.com ada@example.com ADA@example.com",
      ["Ada@Example.com"],
    ],
    [
      "what is no address, so that it is seen",
      "ada@example, Grace grace@example.com",
      ["ada@example", "Grace", "grace@example.com"],
    ],
    ["a quote that does not end", '"Ada ada@example.com', ["Ada", "ada@example.com"]],
    ["a bracket that does not end", "Ada <ada@example.com", ["Ada", "ada@example.com"]],
  ])("finds %s", (_, text, emails) => {
    expect(parseEmails(text)).toEqual(emails)
  })

  it.each([
    ["quotes", '"'.repeat(200_000)],
    ["brackets", "<".repeat(200_000)],
    ["backslashes", `"${"\\".repeat(200_000)}`],
    ["quotes and spaces", '"" '.repeat(70_000)],
    ["spaces after a quoted name", `""${" ".repeat(200_000)}`],
  ])("is done soon with many %s", (_, text) => {
    const began = performance.now()
    parseEmails(text)
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})

import { readFile } from "node:fs/promises"
import type { Page } from "playwright-core"
import { findSeriousViolations, tabTo } from "./accessibility"
import { PASSWORD, useDashboard } from "./use-dashboard"

const IMPORT = "/settings/user-lifecycle/people/import"
const HEADER = "email,first_name,password"

const csv = (name: string, lines: string[]) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from([HEADER, ...lines].join("\n")),
})
const dropZone = (page: Page) => page.getByRole("button", { name: /to choose/ })
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true })
const row = (page: Page, line: number) => page.locator(`tr[data-row="${line}"]`)

useDashboard("Settings → User lifecycle → People → Import", (dashboard) => {
  const choose = async (page: Page, file: ReturnType<typeof csv>) => {
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), dropZone(page).click()])
    await chooser.setFiles(file)
  }
  /** Has a file looked at, and waits for the report. */
  const check = async (page: Page, file: ReturnType<typeof csv>): Promise<string> => {
    await choose(page, file)
    await button(page, "Check the file").click()
    await page.getByRole("heading", { name: file.name }).waitFor()
    return new URL(page.url()).searchParams.get("import") ?? ""
  }
  const find = async (id: string) =>
    (await dashboard.api.get(`/admin/user-lifecycle/imports/${id}`, dashboard.root)).data.import
  const usersLike = async (pattern: string) =>
    await dashboard.sql<{ email: string; first_name: string | null }>(
      'SELECT email, first_name FROM "user" WHERE email LIKE $1 AND deleted_at IS NULL ORDER BY email',
      [pattern]
    )
  const slowLines = (count: number, name: string) =>
    Array.from({ length: count }, (_, n) => `${name}${n}@example.com,,${PASSWORD}`)

  it("says that nothing was imported yet, and has a template that a spreadsheet can fill in", async () => {
    const page = await dashboard.open("/settings/user-lifecycle/people")
    await page.getByRole("link", { name: "Import", exact: true }).click()
    await page.getByText("Nothing was imported yet").waitFor()
    const [template] = await Promise.all([
      page.waitForEvent("download"),
      button(page, "Template").click(),
    ])
    expect(template.suggestedFilename()).toBe("people.csv")
    expect(await readFile(await template.path(), "utf8")).toBe(
      "\ufeffemail,first_name,last_name,password,auth_provider,auth_entity_id,roles\r\n"
    )
    await page.context().close()
  })

  it("reports what is in a file, imports it without the lines that are wrong, and tells what became of it", async () => {
    await dashboard.provision("ada@example.com")
    const page = await dashboard.open(IMPORT)
    await page.getByRole("radio", { name: "Make them admins at once" }).click()
    const id = await check(
      page,
      csv("staff.csv", [
        "ada@example.com,Ada,",
        "nonsense,,",
        "weak@example.com,,short",
        "linus@example.com,Linus,",
        ...slowLines(60, "staff"),
      ])
    )
    // What is wrong comes first, and nothing has happened.
    await row(page, 3).getByText("nonsense").first().waitFor()
    await row(page, 4).getByText("must have at least 8").waitFor()
    expect(await row(page, 5).count()).toBe(0)
    await page.getByText("get an email to set a password").waitFor()
    expect(await usersLike("%staff%")).toEqual([])

    await page.getByRole("link", { name: "1 There already" }).click()
    await row(page, 2).getByText("A user with this email exists already.").waitFor()

    expect(await button(page, "Import 61 people").isDisabled()).toBe(true)
    await page.getByRole("checkbox", { name: "Leave out the 2 lines that are wrong" }).click()
    await button(page, "Import 61 people").click()
    await page.getByText("61 people are being imported").waitFor()
    const bar = page.getByRole("progressbar", { name: "Progress of the import" })
    await bar.waitFor()
    expect(await bar.getAttribute("aria-valuemax")).toBe("62")
    // Looked at in the page, with each picture that it paints: the bar is gone with the last of them.
    await page.waitForFunction(
      "Number(document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')) > 1"
    )
    await page.getByText("61 people were imported").waitFor({ timeout: 60_000 })
    await bar.waitFor({ state: "detached" })
    await page.getByRole("link", { name: "61 User created" }).waitFor()
    expect(await usersLike("staff%")).toHaveLength(60)
    expect(await usersLike("linus%")).toEqual([{ email: "linus@example.com", first_name: "Linus" }])
    expect(await find(id)).toMatchObject({
      status: "done",
      counts: { created: 61, exists: 1, invalid: 2, ready: 0 },
    })

    // Another admin sees the same, also from the list.
    const other = await dashboard.open(IMPORT, { as: "ada@example.com" })
    await other.getByRole("row", { name: /staff\.csv Done 64 61 root@example\.com/ }).waitFor()
    await other.getByRole("link", { name: "staff.csv" }).click()
    await other.getByText("Confirmed by root@example.com").waitFor()
    await other.getByRole("link", { name: "2 Wrong" }).waitFor()
    await other.context().close()
    await page.context().close()
  })

  it("imports a file by keyboard only", async () => {
    const page = await dashboard.open(IMPORT)
    // The browser is told in time that somebody waits for it: a key is pressed faster than it listens.
    const chooser = page.waitForEvent("filechooser")
    await tabTo(page, dropZone(page))
    await page.keyboard.press("Enter")
    await (await chooser).setFiles(csv("keyboard.csv", ["keyboard@example.com,,"]))
    await tabTo(page, button(page, "Check the file"))
    await page.keyboard.press("Enter")
    await page.getByText("are invited").waitFor()
    await tabTo(page, button(page, "Import one person"))
    await page.keyboard.press("Enter")
    await page.getByRole("link", { name: "1 Invited" }).waitFor({ timeout: 60_000 })
    await row(page, 2).getByText("Invited").waitFor()
    expect(
      await dashboard.sql("SELECT accepted FROM invite WHERE email = 'keyboard@example.com'")
    ).toEqual([{ accepted: false }])
    await page.context().close()
  })

  it("takes a file that is dropped, and nothing but one CSV file", async () => {
    const page = await dashboard.open(IMPORT)
    const drop = async (...names: string[]) => {
      const content = JSON.stringify(`${HEADER}\ndropped@example.com,,\n`)
      // As text: the tests are compiled without the types of a browser.
      const dataTransfer = await page.evaluateHandle(`(() => {
        const transfer = new DataTransfer()
        for (const name of ${JSON.stringify(names)}) {
          transfer.items.add(new File([${content}], name))
        }
        return transfer
      })()`)
      await dropZone(page).dispatchEvent("dragenter", { dataTransfer })
      await dropZone(page).dispatchEvent("drop", { dataTransfer })
    }
    await drop("people.xlsx")
    await page.getByRole("alert").getByText("This is not a CSV file").waitFor()
    await drop("one.csv", "two.csv")
    await page.getByRole("alert").getByText("One file at a time").waitFor()
    expect(await button(page, "Check the file").isDisabled()).toBe(true)
    await drop("Dropped.CSV")
    await page.getByRole("button", { name: /Dropped\.CSV/ }).waitFor()
    expect(await page.getByRole("alert").count()).toBe(0)
    await button(page, "Check the file").click()
    await row(page, 2).getByText("dropped@example.com").waitFor()
    await page.context().close()
  })

  it("asks before it discards an import, which then is none any more, with nobody made", async () => {
    const page = await dashboard.open(IMPORT)
    const id = await check(page, csv("discarded.csv", ["discarded@example.com,,"]))
    await button(page, "Discard").click()
    await page.getByRole("alertdialog").getByText("Discard discarded.csv?").waitFor()
    await page.getByRole("alertdialog").getByRole("button", { name: "Go back" }).click()
    expect(await find(id)).toMatchObject({ status: "validated" })
    await button(page, "Discard").click()
    await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click()
    await page.getByText("It was dropped before it began").waitFor()
    expect(await button(page, "Import one person").count()).toBe(0)
    await row(page, 2).getByText("Not done").waitFor()
    expect(await find(id)).toMatchObject({ status: "cancelled", confirmed_at: null })
    await page.context().close()
  })

  it("stops an import that runs, and keeps what was done", async () => {
    const page = await dashboard.open(IMPORT)
    const id = await check(page, csv("stopped.csv", slowLines(600, "stopped")))
    await button(page, "Import 600 people").click()
    await button(page, "Stop the import").click()
    await page.getByText("What is done by then stays").waitFor()
    await page.getByRole("alertdialog").getByRole("button", { name: "Stop the import" }).click()
    await page.getByText("The import was stopped").waitFor()
    const { status, counts } = await find(id)
    expect(status).toBe("cancelled")
    expect(counts.ready).toBeGreaterThan(0)
    await page.getByRole("link", { name: `${counts.ready} Not done` }).waitFor()
    expect(await usersLike("stopped%")).toHaveLength(counts.created)
    await page.context().close()
  })

  it("says where a file can't be read, and that there is nobody to import, instead of beginning", async () => {
    const page = await dashboard.open(IMPORT)
    await check(page, csv("broken.csv", ["ok@example.com,,", '"never closed@example.com,,']))
    await page.getByRole("alert").getByText("The file can't be read from line 3 on").waitFor()
    expect(await page.getByRole("button", { name: /^Import/ }).count()).toBe(0)

    await page.getByRole("link", { name: "Import another file" }).click()
    await check(page, csv("nobody.csv", ["root@example.com,,"]))
    await page.getByText("There is nobody to import").waitFor()
    expect(await page.getByRole("button", { name: /^Import/ }).count()).toBe(0)
    await page.context().close()
  })

  it("says that it failed, or is not allowed, and can be tried again", async () => {
    const page = await dashboard.open("/settings/profile")
    const fail = (path: string, status: number, message: string) =>
      page.route(path, (route) => route.fulfill({ status, json: { type: "error", message } }))

    await fail("**/user-lifecycle/imports?**", 403, "Forbidden")
    await page.goto(`${dashboard.url}/app${IMPORT}`)
    await page.getByText("You do not have permission to see this").waitFor()
    expect(await dropZone(page).count()).toBe(0)

    await page.unroute("**/user-lifecycle/imports?**")
    await fail("**/user-lifecycle/imports?**", 500, "An unknown error occurred.")
    await page.reload()
    await page.getByText("This could not be loaded").waitFor()
    await page.unroute("**/user-lifecycle/imports?**")
    await button(page, "Try again").click()
    await page.getByRole("link", { name: "staff.csv" }).waitFor()

    await fail("**/user-lifecycle/imports", 500, "The database is away.")
    await choose(page, csv("later.csv", ["later@example.com,,"]))
    await button(page, "Check the file").click()
    await page.getByRole("alert").getByText("The database is away.").waitFor()
    await page.unroute("**/user-lifecycle/imports")
    await button(page, "Check the file").click()
    await page.getByRole("heading", { name: "later.csv" }).waitFor()

    await fail("**/confirm", 403, "You may not give this role.")
    await button(page, "Import one person").click()
    await page.getByRole("alert").getByText("You may not give this role.").waitFor()

    await page.goto(`${dashboard.url}/app${IMPORT}?import=uimp_nobody%2F..`)
    await page.getByText("There is no such import").waitFor()
    await page.context().close()
  })

  it("has nothing that keeps people with a screen reader out, in light and in dark", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await dashboard.open(IMPORT, { colorScheme })
      await page.getByRole("link", { name: "staff.csv" }).waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await check(page, csv("axe.csv", ["axe@example.com,,", "wrong,,"]))
      await row(page, 3).waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await button(page, "Discard").click()
      await page.getByRole("alertdialog").waitFor()
      expect(await findSeriousViolations(page)).toEqual([])
      await page.context().close()
    }
  })

  it("speaks German where the dashboard does", async () => {
    const page = await dashboard.open(IMPORT, { language: "de" })
    await page.getByRole("heading", { name: "Personen importieren" }).waitFor()
    const [template] = await Promise.all([
      page.waitForEvent("download"),
      button(page, "Vorlage").click(),
    ])
    expect(await readFile(await template.path(), "utf8")).toContain("email;first_name;")
    await page.getByRole("link", { name: "staff.csv" }).click()
    await page.getByText("Benutzer angelegt").first().waitFor()
    await page.context().close()
  })
})

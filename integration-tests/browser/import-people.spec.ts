import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import path from "node:path"
import type { Page } from "playwright-core"
import { findSeriousViolations, tabTo, waitForFocus } from "./accessibility"
import { PASSWORD, useDashboard } from "./use-dashboard"

const IMPORT = "/settings/user-lifecycle/people/import"
const HEADER = "email,first_name,password"

const csv = (name: string, lines: string[]) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from([HEADER, ...lines].join("\n")),
})
const dropZone = (page: Page) => page.getByRole("button", { name: /to choose|zum Auswählen/ })
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
        ...slowLines(800, "staff"),
      ])
    )
    // What is wrong comes first, and nothing has happened.
    await row(page, 3).getByText("is not an email address").first().waitFor()
    await row(page, 4).getByText("must have at least 8").waitFor()
    expect(await row(page, 5).count()).toBe(0)
    await page.getByText("get an email to set a password").waitFor()
    expect(await usersLike("%staff%")).toEqual([])

    await page.getByRole("link", { name: "1 There already" }).click()
    await row(page, 2).getByText("A user with this email exists already.").waitFor()

    expect(await button(page, "Import 801 people").isDisabled()).toBe(true)
    await page.getByRole("checkbox", { name: "Leave out the 2 lines that are wrong" }).click()
    await button(page, "Import 801 people").click()
    await page.getByText("801 people are being imported").waitFor()
    const bar = page.getByRole("progressbar", { name: "Progress of the import" })
    await bar.waitFor()
    expect(await bar.getAttribute("aria-valuemax")).toBe("802")
    // Looked at in the page, with each picture that it paints: the bar is gone with the last of them.
    await page.waitForFunction(
      "Number(document.querySelector('[role=progressbar]')?.getAttribute('aria-valuenow')) > 1"
    )
    await page.getByText("801 people were imported").waitFor({ timeout: 60_000 })
    await bar.waitFor({ state: "detached" })
    await page.getByRole("link", { name: "801 User created" }).waitFor()
    expect(await usersLike("staff%")).toHaveLength(800)
    expect(await usersLike("linus%")).toEqual([{ email: "linus@example.com", first_name: "Linus" }])
    expect(await find(id)).toMatchObject({
      status: "done",
      counts: { created: 801, exists: 1, invalid: 2, ready: 0 },
    })

    // Another admin sees the same, also from the list.
    const other = await dashboard.open(IMPORT, { as: "ada@example.com" })
    await other.getByRole("row", { name: /staff\.csv Done 804 801 root@example\.com/ }).waitFor()
    await other.getByRole("link", { name: "staff.csv" }).click()
    await other.getByText("Confirmed by root@example.com").waitFor()
    await other.getByRole("link", { name: "2 Wrong" }).waitFor()
    await other.context().close()
    await page.context().close()
  })

  it("leads from a line to the person, also to somebody who was offboarded since", async () => {
    const email = "since@example.com"
    const page = await dashboard.open(IMPORT)
    await page.getByRole("radio", { name: "Make them admins at once" }).click()
    await check(page, csv("since.csv", [`${email},,${PASSWORD}`]))
    await button(page, "Import one person").click()
    await page.getByRole("link", { name: "1 User created" }).waitFor({ timeout: 60_000 })
    const [{ id }] = await dashboard.sql<{ id: string }>('SELECT id FROM "user" WHERE email = $1', [
      email,
    ])
    await dashboard.api.post(`/admin/users/${id}/offboard`, {}, dashboard.root)
    await row(page, 2).getByRole("link", { name: email }).click()
    await page.getByRole("dialog").getByRole("heading", { name: email }).waitFor()
    await page.getByRole("dialog").getByText("Offboarded", { exact: true }).waitFor()
    await page.goBack()
    await row(page, 2).getByRole("link", { name: email }).waitFor()
    await page.context().close()
  })

  it("says how many could not be imported, shows them, and has a file of them for a spreadsheet", async () => {
    const page = await dashboard.open(IMPORT)
    const id = await check(
      page,
      csv("partly.csv", [
        `partly1@example.com,,${PASSWORD}`,
        `partly2@example.com,,${PASSWORD}`,
        "=1+1@example.com,,short",
      ])
    )
    await row(page, 4).waitFor()
    expect(await row(page, 2).count()).toBe(0)
    // Since the file was looked at, a password can't be read any more.
    await dashboard.sql(
      "UPDATE user_import_row SET sealed_password = 'of another secret' WHERE email = 'partly1@example.com'"
    )
    await page.getByRole("checkbox", { name: "Leave out the line that is wrong" }).click()
    await button(page, "Import 2 people").click()
    await page.getByText("One person could not be imported").waitFor({ timeout: 60_000 })
    await page.getByText("One person was imported").waitFor()
    expect(await find(id)).toMatchObject({ counts: { failed: 1, created: 1, invalid: 1 } })
    // What was wrong in the file no longer hides what became of the rest.
    await row(page, 2).getByText("Failed").waitFor()
    await row(page, 3).getByText("User created").waitFor()

    const download = async (): Promise<string[]> => {
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        button(page, "Download these lines").click(),
      ])
      expect(file.suggestedFilename()).toBe("partly-lines.csv")
      return (await readFile(await file.path(), "utf8")).trimEnd().split("\r\n")
    }
    const all = await download()
    expect(all[0]).toBe("\ufeffLine,Email,Status,Begins with,Note")
    expect(all).toHaveLength(4)
    expect(all[3]).toContain("4,'=1+1@example.com,Wrong")
    expect(all.join()).not.toContain(PASSWORD)
    await page.getByRole("link", { name: "1 Failed" }).click()
    await row(page, 3).waitFor({ state: "detached" })
    const failed = await download()
    expect(failed).toHaveLength(2)
    expect(failed[1]).toMatch(/^2,partly1@example\.com,Failed,Password,.+/)
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
    await page.getByText("At most 100 MiB and 100,000 people").waitFor()
    const limits = await page.getByText("At most 100 MiB and 100,000 people").boundingBox()
    expect(limits?.height).toBeGreaterThan(10)
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
    // Beside the zone, the browser would open it instead of the page.
    const isCaught = await page.evaluate(`(() => {
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File(["x"], "beside.csv"))
      const init = { bubbles: true, cancelable: true, dataTransfer }
      const heading = document.querySelector("h1")
      return ["dragover", "drop"].map((type) => !heading.dispatchEvent(new DragEvent(type, init)))
    })()`)
    expect(isCaught).toEqual([true, true])
    await drop("people.xlsx")
    await page.getByRole("alert").getByText("This is not a CSV file").waitFor()
    await drop("one.csv", "two.csv")
    await page.getByRole("alert").getByText("One file at a time").waitFor()
    await page
      .evaluateHandle(
        `(() => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([new Uint8Array(104857601)], "everybody.csv"))
      return transfer
    })()`
      )
      .then((dataTransfer) => dropZone(page).dispatchEvent("drop", { dataTransfer }))
    await page.getByRole("alert").getByText("This file is larger than 100 MiB").waitFor()
    expect(await button(page, "Check the file").isDisabled()).toBe(true)
    await drop("Dropped.CSV")
    await page.getByRole("button", { name: /Dropped\.CSV/ }).waitFor()
    expect(await page.getByRole("alert").count()).toBe(0)
    await button(page, "Check the file").click()
    await row(page, 2).getByText("dropped@example.com").waitFor()
    await page.context().close()
  })

  it("says that a file has changed since it was chosen, and takes it once more", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "import-people-"))
    const file = path.join(folder, "changed.csv")
    const page = await dashboard.open(IMPORT)
    const chooseIt = async () => {
      const choosing = page.waitForEvent("filechooser")
      await dropZone(page).click()
      await (await choosing).setFiles(file)
    }
    try {
      await writeFile(file, `${HEADER}\nchanged1@example.com,,\n`)
      await chooseIt()
      await page.getByText("changed.csv").waitFor()
      await appendFile(file, "changed2@example.com,,\n")
      await button(page, "Check the file").click()
      await page.getByRole("alert").getByText("The file has changed since you chose it.").waitFor()
      await chooseIt()
      await page.getByRole("alert").waitFor({ state: "detached" })
      await button(page, "Check the file").click()
      await page.getByRole("heading", { name: "changed.csv" }).waitFor()
      await row(page, 3).getByText("changed2@example.com").waitFor()
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
    await page.context().close()
  })

  it("takes no other file while one is looked at", async () => {
    const page = await dashboard.open(IMPORT)
    let goOn: () => void = () => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    await page.route("**/admin/user-lifecycle/imports", async (route) => {
      await held
      await route.continue()
    })
    await choose(page, csv("first.csv", ["first@example.com,,"]))
    const sent = page.waitForRequest("**/admin/user-lifecycle/imports")
    await button(page, "Check the file").click()
    await sent
    expect(await dropZone(page).isDisabled()).toBe(true)
    goOn()
    await page.getByRole("heading", { name: "first.csv" }).waitFor()
    await page.context().close()
  })

  it("saves the lines as a file, and says so, also where somebody has left the page by then", async () => {
    const page = await dashboard.open("/settings/user-lifecycle/people")
    await page.getByRole("link", { name: "Import", exact: true }).click()
    await check(page, csv("left.csv", ["left@example.com,,"]))
    await row(page, 2).waitFor()
    let goOn: () => void = () => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    await page.route("**/lines?*", async (route) => {
      await held
      await route.continue()
    })
    const asked = page.waitForRequest("**/lines?*")
    await button(page, "Download these lines").click()
    await asked
    await page.goBack()
    await page.getByRole("heading", { name: "left.csv" }).waitFor({ state: "detached" })
    const saved = page.waitForEvent("download")
    goOn()
    const { suggestedFilename } = await saved.then((file) => ({
      suggestedFilename: file.suggestedFilename(),
    }))
    await page.getByText(`${suggestedFilename} was downloaded`).waitFor()
    await page.context().close()
  })

  it("calls providers what they are called elsewhere", async () => {
    const page = await dashboard.open(IMPORT)
    await page.route("**/lines?*", async (route) => {
      const response = await route.fetch()
      const answer = (await response.json()) as { lines: object[] }
      const auth = { provider: "google", entity_id: "google|1" }
      const lines = answer.lines.map((line) => ({ ...line, method: "sso", auth }))
      await route.fulfill({ response, json: { ...answer, lines } })
    })
    await check(page, csv("named.csv", ["named@example.com,,"]))
    await row(page, 2).getByText("google|1 (Google)").waitFor()
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

  it("leaves the focus where it was with whoever goes back from discarding or stopping an import", async () => {
    const page = await dashboard.open(IMPORT)
    await check(page, csv("focus.csv", slowLines(600, "focus")))
    const question = page.getByRole("alertdialog")
    const goBack = question.getByRole("button", { name: "Go back" })
    for (const [name, next] of [
      ["Discard", "Import 600 people"],
      ["Stop the import", undefined],
    ] as const) {
      const opener = button(page, name)
      await tabTo(page, opener)
      await page.keyboard.press("Enter")
      await waitForFocus(goBack)
      await page.keyboard.press("Enter")
      await question.waitFor({ state: "detached" })
      await waitForFocus(opener)
      await page.keyboard.press("Enter")
      await waitForFocus(goBack)
      await page.keyboard.press("Escape")
      await question.waitFor({ state: "detached" })
      await waitForFocus(opener)
      if (next) {
        await tabTo(page, button(page, next))
        await page.keyboard.press("Enter")
        await button(page, "Stop the import").waitFor()
      }
    }
    await page.keyboard.press("Enter")
    await tabTo(page, question.getByRole("button", { name: "Stop the import" }))
    await page.keyboard.press("Enter")
    await page.getByText("The import was stopped").waitFor()
    // With the button that is gone, it is near where that was.
    await button(page, "Stop the import").waitFor({ state: "detached" })
    await page.waitForFunction("document.activeElement !== document.body")
    await page.context().close()
  })

  it("stops nothing that somebody else has begun meanwhile, says so, and can be asked again", async () => {
    const page = await dashboard.open(IMPORT)
    const id = await check(page, csv("raced.csv", slowLines(600, "raced")))
    await button(page, "Discard").click()
    await dashboard.api.post(`/admin/user-lifecycle/imports/${id}/confirm`, {}, dashboard.root)
    await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click()
    await page.getByText("Nothing was discarded").waitFor()
    await button(page, "Stop the import").click()
    await page.getByRole("alertdialog").getByRole("button", { name: "Stop the import" }).click()
    await page.getByText("The import was stopped").waitFor()
    await page.context().close()
  })

  it("shows by itself in the list what becomes of an import that runs", async () => {
    const page = await dashboard.open(IMPORT)
    const id = await check(page, csv("listed.csv", slowLines(600, "listed")))
    const ask = (what: string) =>
      dashboard.api.post(`/admin/user-lifecycle/imports/${id}/${what}`, {}, dashboard.root)
    await ask("confirm")
    await page.goto(`${dashboard.url}/app${IMPORT}`)
    const listed = page.locator('tr[data-row="listed.csv"]')
    await listed.getByText("Running").waitFor()
    await ask("cancel")
    await listed.getByText("Cancelled").waitFor()
    await page.context().close()
  })

  it("says that a file was checked to whoever has gone back meanwhile", async () => {
    const page = await dashboard.open("/settings/user-lifecycle/people")
    await page.getByRole("link", { name: "Import" }).click()
    let goOn: () => void = () => undefined
    const held = new Promise<void>((resolve) => (goOn = resolve))
    await page.route("**/admin/user-lifecycle/imports", async (route) => {
      await held
      await route.continue()
    })
    await choose(page, csv("left.csv", ["left@example.com,,"]))
    const sent = page.waitForRequest("**/admin/user-lifecycle/imports")
    await button(page, "Check the file").click()
    await sent
    await page.goBack()
    await page.getByRole("button", { name: "Add person" }).waitFor()
    goOn()
    await page.getByText("left.csv was checked.").waitFor()
    await page.context().close()
  })

  it("brings people back only where that is asked for", async () => {
    const email = "returning@example.com"
    const id = await dashboard.provision(email)
    await dashboard.api.post(`/admin/users/${id}/offboard`, {}, dashboard.root)
    const page = await dashboard.open(IMPORT)
    await check(page, csv("returning.csv", [`${email},,`]))
    await page.getByText("Somebody with this email was offboarded on").waitFor()
    await page.goto(`${dashboard.url}/app${IMPORT}`)
    await page.getByLabel("Let people come back").click()
    await check(page, csv("returning.csv", [`${email},,`]))
    await page.getByText("People whose access was ended come back by it").waitFor()
    await button(page, "Import one person").waitFor()
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
      await page
        .getByRole("link", { name: /\.csv$/ })
        .first()
        .waitFor()
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

  it("says in the language of the page that it does not go on, and adds what the backend says", async () => {
    const page = await dashboard.open(IMPORT, { language: "de" })
    await choose(page, csv("stuck.csv", [`stuck@example.com,,${PASSWORD}`]))
    await button(page, "Datei prüfen").click()
    await dashboard.sql(
      `CREATE FUNCTION refuse_users() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'no room on the disk' USING ERRCODE = 'disk_full'; END $$`
    )
    try {
      await dashboard.sql(
        `CREATE TRIGGER refuse_users BEFORE INSERT ON "user" EXECUTE FUNCTION refuse_users()`
      )
      await button(page, "Eine Person importieren").click()
      const alert = page.getByRole("alert").filter({ hasText: "Es geht gerade nicht weiter" })
      await alert
        .getByText(/Seine Meldung \(englisch\): .*no room on the disk/)
        .waitFor({ timeout: 60_000 })
    } finally {
      await dashboard.sql("DROP FUNCTION refuse_users CASCADE")
    }
    await button(page, "Import abbrechen").click()
    await page.getByRole("alertdialog").getByRole("button", { name: "Import abbrechen" }).click()
    await page
      .getByText(/Der Import wurde abgebrochen|Der Import war schon zu Ende/)
      .first()
      .waitFor()
    await page.context().close()
  })

  it("speaks German where the dashboard does", async () => {
    const page = await dashboard.open(IMPORT, { language: "de" })
    await page.getByRole("heading", { name: "Personen importieren" }).waitFor()
    const [template] = await Promise.all([
      page.waitForEvent("download"),
      button(page, "Vorlage").click(),
    ])
    expect(await readFile(await template.path(), "utf8")).toContain("email;first_name;")
    // By now on a later page of the list than the first.
    const [done] = await dashboard.sql("SELECT id FROM user_import WHERE file_name = 'staff.csv'")
    await page.goto(`${dashboard.url}/app${IMPORT}?import=${done.id}`)
    await page.getByText("Benutzer angelegt").first().waitFor()

    await page.goto(`${dashboard.url}/app${IMPORT}`)
    await choose(page, csv("falsch.csv", ["nonsense,,", "two@example.com,cells"]))
    await button(page, "Datei prüfen").click()
    await page.getByText("In der Spalte email steht keine E-Mail-Adresse.").waitFor()
    await page.getByText("Die Zeile hat 2 Zellen und die Kopfzeile 3.").waitFor()
    await page.goto(`${dashboard.url}/app${IMPORT}`)
    await choose(page, csv("kaputt.csv", ['"nie zu']))
    await button(page, "Datei prüfen").click()
    await page.getByRole("alert").getByText("wird nie geschlossen").waitFor()
    await page.context().close()
  })
})

import { once } from "node:events"
import { readdir } from "node:fs/promises"
import http from "node:http"
import os from "node:os"
import { Modules } from "@medusajs/framework/utils"
import { importSentenceInEnglish } from "../../src/domain/import/sentences"
import { useBackend } from "../helpers/backend"
import { bearer } from "../helpers/http"
import { withClient } from "../helpers/database"
import { uploadPeople, type UploadedFile } from "../helpers/people-file"
import { PASSWORD, usePeople } from "../helpers/people"
import { isHeld, requestEmail } from "../helpers/requested-email"
import { usePasswordToken } from "../helpers/reset-tokens"
import { waitUntil } from "../helpers/wait-until"
import { loadWorkflows } from "../helpers/workflows"

useBackend({}, (backend) => {
  const { api, sql, outbox, getContainer } = backend
  const people = usePeople(backend)

  const upload = (file: string | UploadedFile, credential = people.root.credential) =>
    uploadPeople(api, credential, typeof file === "string" ? { content: file } : file)

  const confirm = (id: string, body = {}, credential = people.root.credential) =>
    api.post(`/admin/user-lifecycle/imports/${id}/confirm`, body, credential)

  const cancel = (id: string) =>
    api.post(`/admin/user-lifecycle/imports/${id}/cancel`, {}, people.root.credential)

  const find = async (id: string) =>
    (await api.get(`/admin/user-lifecycle/imports/${id}`, people.root.credential)).data.import

  const linesOf = async (id: string, query = "") =>
    (await api.get(`/admin/user-lifecycle/imports/${id}/lines${query}`, people.root.credential))
      .data.lines

  const untilEnded = async (id: string) => {
    await waitUntil("the import has ended", async () => (await find(id)).ended_at !== null)
    return await find(id)
  }

  const runImports = async () => {
    const { runPeopleImportsWorkflow } = await loadWorkflows()
    await runPeopleImportsWorkflow(getContainer()).run({ input: {} })
  }

  /** Lets an import do all of its lines but the last one, so that it goes on, and looks at it then. */
  const whileLineIsLeft = async (id: string, look: () => Promise<void>) => {
    await withClient(backend.databaseUrl, async (client) => {
      await client.query("BEGIN")
      await client.query(
        "SELECT 1 FROM user_import_row WHERE import_id = $1 ORDER BY line DESC LIMIT 1 FOR UPDATE",
        [id]
      )
      // The job may have some of the lines at this moment.
      await waitUntil("one line is left", async () => {
        await runImports()
        return (await find(id)).counts.ready === 1
      })
      await look()
    })
    await waitUntil("the import is done", async () => {
      await runImports()
      return (await find(id)).status === "done"
    })
    expect(await find(id)).toMatchObject({ last_error: null })
  }

  describe("what a file does not hold up", () => {
    it("the offboarding of whoever uploads it, who then has uploaded nothing", async () => {
      const ada = await people.provision("ada@example.com")
      await withClient(backend.databaseUrl, async (client) => {
        // The upload stands still while it writes the lines.
        await client.query("BEGIN")
        await client.query("LOCK TABLE user_import_row IN SHARE MODE")
        const uploading = upload("email\ngrace@example.com\n", ada.credential)
        await waitUntil("it waits", async () => {
          const waiting = await sql(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
          )
          return waiting.length === 1
        })
        expect((await people.act("offboard", ada)).status).toBe(200)
        await client.query("COMMIT")
        expect((await uploading).status).toBe(401)
      })
      expect(await sql("SELECT id FROM user_import")).toEqual([])
    })

    it("other requests, while files come slowly, of which there are no more than ten", async () => {
      const slow = Array.from({ length: 10 }, () => {
        const request = http.request(`${api.defaults.baseURL}/admin/user-lifecycle/imports`, {
          method: "POST",
          headers: {
            authorization: `Bearer ${people.root.token}`,
            "content-type": "multipart/form-data; boundary=b",
          },
        })
        request.on("error", () => undefined)
        request.write(
          '--b\r\ncontent-disposition: form-data; name="file"; filename="p.csv"\r\n\r\nemail\r\n'
        )
        return request
      })
      try {
        // They have begun: each has a file of its own.
        await waitUntil("the files have begun to come", async () => {
          const files = await readdir(os.tmpdir())
          return files.filter((file) => file.startsWith("user-lifecycle-upload-")).length >= 10
        })
        const refused = await upload("email\nada@example.com\n")
        expect({ status: refused.status, code: refused.data.code }).toEqual({
          status: 429,
          code: "user_lifecycle.too_busy",
        })
        const { status } = await api.get("/admin/user-lifecycle/findings", {
          ...people.root.credential,
          timeout: 20_000,
        })
        expect(status).toBe(200)
      } finally {
        slow.forEach((request) => request.destroy())
      }
      await waitUntil(
        "there is room again",
        async () => (await upload("email\nada@example.com\n")).status === 200
      )
    })

    // A folder in which nobody can make a file.
    const onLinux = process.platform === "linux" ? it : it.skip
    onLinux(
      "whoever uploads it, where the machine can't keep it: it is an error of ours, at once",
      async () => {
        const folder = jest.spyOn(os, "tmpdir").mockReturnValue("/proc")
        try {
          const lines = Array.from({ length: 20_000 }, (_, n) => `person${n}@example.com`)
          const answer = upload(["email", ...lines].join("\n"))
          const timeout = AbortSignal.timeout(20_000)
          const { status } = await Promise.race([
            answer,
            once(timeout, "abort").then(() => ({ status: "no answer" })),
          ])
          expect(status).toBe(500)
        } finally {
          folder.mockRestore()
        }
      }
    )

    it("the other lines, where a password can't be read any more", async () => {
      const { data } = await upload(
        `email,password\nada@example.com,${PASSWORD}\ngrace@example.com,${PASSWORD}\n`
      )
      await sql(
        "UPDATE user_import_row SET sealed_password = 'of another secret' WHERE email = 'ada@example.com'"
      )
      await confirm(data.import.id)
      const { counts, last_error } = await untilEnded(data.import.id)
      expect([counts.failed, counts.created, last_error]).toEqual([1, 1, null])
      expect((await people.logIn("grace@example.com")).status).toBe(200)
    })
  })

  /** Uploads a file with which nothing is wrong, and waits until it is done. */
  const importAll = async (file: string | UploadedFile) => {
    const { data } = await upload(file)
    expect(data.lines).toEqual([])
    expect((await confirm(data.import.id)).status).toBe(200)
    return await untilEnded(data.import.id)
  }

  const usersBy = async (pattern: string) =>
    await sql<{ id: string; email: string; first_name: string | null }>(
      `SELECT id, email, first_name FROM "user" WHERE email LIKE $1 AND deleted_at IS NULL ORDER BY email`,
      [pattern]
    )

  /** Gives somebody another password login, past the plugin. */
  const addPasswordLogin = async ({ id }: { id: string }, name: string) => {
    await sql("INSERT INTO auth_identity (id, app_metadata) VALUES ('authid_other', $1)", [
      JSON.stringify({ user_id: id }),
    ])
    await sql(
      `INSERT INTO provider_identity (id, entity_id, provider, auth_identity_id)
       VALUES ('provid_other', $1, 'emailpass', 'authid_other')`,
      [name]
    )
  }

  describe("an upload", () => {
    it("brings nobody back who was offboarded, also since it was looked at, unless it is to", async () => {
      const ada = await people.provision("ada@example.com")
      const grace = await people.provision("grace@example.com")
      await people.act("change-email", ada, { email: "lovelace@example.com" })
      await people.act("offboard", ada)
      const file = `email,password\nAda@example.com,${PASSWORD}\nlovelace@example.com,\ngrace@example.com,\nnew@example.com,\n`

      const { data } = await upload(file)
      expect(data.import).toMatchObject({
        allow_returning: false,
        counts: { ready: 1, exists: 1, invalid: 2 },
      })
      const day = new Date().toISOString().slice(0, 10)
      expect(data.lines).toMatchObject(
        [2, 3].map((line) => ({
          line,
          code: "user_lifecycle.import_row_returning",
          sentences: [{ key: "returning", values: { day } }],
        }))
      )
      // By the time it is done, more are gone.
      const early = await upload("email,password\nlinus@example.com,\n")
      const linus = await people.provision("linus@example.com")
      await people.act("offboard", linus)
      await people.act("offboard", grace)
      await confirm(early.data.import.id)
      expect((await untilEnded(early.data.import.id)).counts).toMatchObject({
        failed: 1,
        invited: 0,
      })
      expect(await linesOf(early.data.import.id)).toMatchObject([
        { status: "failed", code: "user_lifecycle.import_row_returning" },
      ])
      expect(await usersBy("%")).toHaveLength(1)

      const willing = await upload({ content: file, fields: { allow_returning: "true" } })
      expect(willing.data.import).toMatchObject({
        allow_returning: true,
        counts: { ready: 4, invalid: 0 },
      })
      await confirm(willing.data.import.id)
      expect((await untilEnded(willing.data.import.id)).counts).toMatchObject({
        created: 1,
        invited: 3,
      })
      expect((await people.logIn("ada@example.com")).status).toBe(200)
    })

    it("says of a line that its email is in one before, also where something else is wrong with that", async () => {
      const { data } = await upload(
        [
          "email,auth_provider,auth_entity_id",
          "Ada@example.com,nowhere,sso|ada",
          "ada@example.com,test-sso,sso|ada",
        ].join("\n")
      )
      expect(data.import.counts).toMatchObject({ ready: 0, invalid: 2 })
      expect(data.lines.map(({ code }: { code: string }) => code)).toEqual([
        "user_lifecycle.auth_provider_unknown",
        "user_lifecycle.import_row_repeated",
      ])
    })

    it("says of each line whether it can be done, and does nothing", async () => {
      await people.provision("ada@example.com")
      const { status, data } = await upload(
        [
          "Email,First Name,password,auth_provider,auth_entity_id",
          "grace@example.com,Grace,,,",
          "nonsense,,,,",
          "ADA@example.com,Ada,,,",
          "linus@example.com,,short,,",
          "",
          "Grace@Example.com ,,,,",
          "sso@example.com,,,test-sso,sso|1",
          "both@example.com,,long enough for it,test-sso,sso|2",
          "half@example.com,,,test-sso,",
          "nowhere@example.com,,,no-such-provider,1",
          "two,cells",
          "\u0430dmin@example.com,\u200b,,,",
        ].join("\n")
      )

      expect(status).toBe(200)
      const { id, counts, ...rest } = data.import
      expect(rest).toMatchObject({
        status: "validated",
        file_name: "people.csv",
        file_problem: null,
      })
      expect(counts).toEqual({
        total: 11,
        ready: 2,
        exists: 1,
        invalid: 8,
        created: 0,
        invited: 0,
        failed: 0,
      })
      const told = data.lines.map(({ line, email, code, message }: Record<string, string>) => [
        line,
        email,
        code?.replace("user_lifecycle.", ""),
        message,
      ])
      expect(told).toEqual([
        [3, null, "email_invalid", expect.stringContaining("not an email")],
        [5, "linus@example.com", "password_too_weak", expect.stringContaining("at least 8")],
        [7, "grace@example.com", "import_row_repeated", "Line 2 has the same email."],
        [9, "both@example.com", "import_row_invalid", expect.stringContaining("begins with one")],
        [10, "half@example.com", "import_row_invalid", expect.stringContaining("needs both")],
        [11, "nowhere@example.com", "auth_provider_unknown", expect.stringContaining("Usable")],
        [12, null, "import_row_invalid", "The line has 2 cells, and the header 5."],
        [
          13,
          "\u0430dmin@example.com",
          "email_mixes_scripts",
          expect.stringContaining("mixes letters"),
        ],
      ])
      expect(data.lines[2].sentences).toEqual([{ key: "email_repeated", values: { line: "2" } }])
      expect(await linesOf(id, "?status=exists")).toEqual([
        expect.objectContaining({
          line: 4,
          email: "ada@example.com",
          status: "exists",
          message: "A user with this email exists already.",
        }),
      ])
      for (const { message, sentences } of await linesOf(id)) {
        expect(sentences.map(importSentenceInEnglish).join(" ") || null).toBe(message)
      }
      expect(await usersBy("%")).toHaveLength(2)
      expect(await sql("SELECT 1 FROM invite")).toEqual([])
    })

    it.each([
      ["password", `email,password\ngrace@example.com,${PASSWORD}\n`, "invite"],
      ["set_password", "email\ngrace@example.com\n", "set_password"],
    ])(
      "says of a line that its password login is a living user's already (%s)",
      async (method, content, default_method) => {
        const ada = await people.provision("ada@example.com")
        await addPasswordLogin(ada, "Grace@example.com")
        const { data } = await upload({ content, fields: { default_method } })
        expect(data.import.counts).toMatchObject({ ready: 0, invalid: 1 })
        expect(data.lines).toMatchObject([
          {
            line: 2,
            method,
            code: "user_lifecycle.import_row_invalid",
            sentences: [{ key: "login_taken", values: { provider: "emailpass", user: ada.id } }],
          },
        ])
        expect(
          await sql("SELECT 1 FROM user_import_row WHERE sealed_password IS NOT NULL")
        ).toEqual([])
        // Whoever is invited may have a login elsewhere.
        const invited = await upload("email\ngrace@example.com\n")
        expect(invited.data.import.counts).toMatchObject({ ready: 1, invalid: 0 })
      }
    )

    it.each<[string, string | Buffer]>([
      ["a byte order mark", "\ufeffemail,first_name\ngrace@example.com,Grace\n"],
      ["line breaks of Windows", "email,first_name\r\n\r\ngrace@example.com,Grace\r\n"],
      ["line breaks of old Macs", "email,first_name\rgrace@example.com,Grace\r"],
      ["semicolons", "email;first_name\ngrace@example.com;Grace"],
      ["an empty line before all others", "\n\nemail;first_name\ngrace@example.com;Grace"],
      ["tabs", "email\tfirst_name\ngrace@example.com\tGrace"],
      ["quotes", '"email","first_name"\n"grace@example.com","Grace"\n'],
      ["empty cells at the end", "email,first_name\ngrace@example.com,Grace\n,\n , \n"],
      ["UTF-16", Buffer.from("\ufeffemail,first_name\ngrace@example.com,Grace", "utf16le")],
    ])("reads a file with %s", async (_, content) => {
      const { data } = await upload({ content })
      expect(data.lines).toEqual([])
      expect(data.import.counts).toMatchObject({ total: 1, ready: 1 })
    })

    it.each<[string, (text: string) => Buffer]>([
      ["UTF-8", (text) => Buffer.from(text)],
      ["UTF-16", (text) => Buffer.from(`\ufeff${text}`, "utf16le")],
    ])("counts the lines of a file in %s, whatever letters are in it", async (_, encode) => {
      // U+010D and U+0A0A have bytes in UTF-16 that are line breaks on their own.
      const file =
        'email,first_name\ngrace@example.com,\u010d\u0a0a\u010d\nnobody,\u010d\nada@example.com,"\u010d\r\n\u0a0a"\nno,x\n'
      const { data } = await upload({ content: encode(file) })
      expect(data.lines.map(({ line }: { line: number }) => line)).toEqual([3, 6])
      const lines = await linesOf(data.import.id)
      expect(lines.map(({ line }: { line: number }) => line)).toEqual([2, 3, 4, 6])
    })

    it.each<[string, string, number, string]>([
      ["is empty", "", 1, "empty"],
      ["has no email", "first_name\nGrace", 1, 'no column "email"'],
      ["has no header", "ada@example.com,Ada", 1, "no column that is known"],
      [
        "has a column that nobody knows",
        "email,pasword\ng@example.com,x",
        1,
        '"pasword" is not known',
      ],
      ["has a column twice", "email,Email\na@example.com,b@example.com", 1, "comes twice"],
      [
        "has a quote that is never closed",
        'email\na@example.com\n"b@example.com\nc@example.com\n',
        3,
        "never closed",
      ],
      [
        "has empty lines before such a quote",
        'email\n\na@example.com\n\n\n\n"b@example.com\nc@example.com\n',
        7,
        "never closed",
      ],
      [
        "has empty lines before one that is too long",
        `email\na@example.com\n\n\n${"x".repeat(70_000)}\n`,
        5,
        "longer than",
      ],
      [
        "has text after a quote",
        'email\na@example.com\n"b"c@example.com',
        3,
        "after a closing quote",
      ],
      ["has a quote in a cell", 'email\n\n\na"b"@example.com', 4, "inside of a cell"],
      [
        "has breaks in cells before",
        'email,first_name\na@example.com,"A\r\nB\r\nC"\r\nb"@example.com,',
        5,
        "inside of a cell",
      ],
    ])("tells of a file that %s, with its line", async (_, content, line, message) => {
      const { status, data } = await upload(content)
      expect(status).toBe(200)
      const { sentences, ...told } = data.import.file_problem
      expect(told).toEqual({ line, message: expect.stringContaining(message) })
      expect(sentences.map(importSentenceInEnglish)).toEqual([told.message])
      const confirmed = await confirm(data.import.id, { skip_invalid: true })
      expect({ status: confirmed.status, code: confirmed.data.code }).toEqual({
        status: 400,
        code: "user_lifecycle.import_not_ready",
      })
    })

    it("tells of every line before the one that can't be read", async () => {
      const wrong = Array.from({ length: 40 }, (_, index) => `wrong ${index}`)
      const { data } = await upload(`email\n${wrong.join("\n")}\n"never closed\n`)
      expect(data.import.file_problem.line).toBe(42)
      expect(data.import.counts).toMatchObject({ total: 40, invalid: 40 })
    })

    it("tells lines with breaks in their cells by their first line", async () => {
      const { data } = await upload('email,first_name\r\na@example.com,"A\r\nB"\r\nwrong,\r\n')
      expect(data.lines).toEqual([
        expect.objectContaining({
          line: 4,
          email: null,
          message: '"wrong" is not an email address.',
        }),
      ])
    })

    it.each(["", "x"])(
      "cuts off what is too long, and no character in half (%p)",
      async (before) => {
        const [email, provider] = [200, 60].map((length) => before + "\u{1f600}".repeat(length))
        const { status, data } = await upload(
          `email,auth_provider,auth_entity_id\n${email},${provider},1\n`
        )
        expect(status).toBe(200)
        const [{ line, code, message }] = data.lines
        expect({ line, code }).toEqual({ line: 2, code: "user_lifecycle.email_invalid" })
        expect(message.isWellFormed?.() ?? true).toBe(true)
      }
    )

    it("says of a line that an older version has judged what that one has said", async () => {
      const { data } = await upload("email\nwrong\n")
      await sql("UPDATE user_import_row SET message = 'Of before.', sentences = NULL")
      expect(await linesOf(data.import.id)).toEqual([
        expect.objectContaining({ line: 2, message: "Of before.", sentences: [] }),
      ])
    })

    it("refuses characters that are not UTF-8, instead of storing others", async () => {
      const { data } = await upload({
        content: Buffer.from("email,first_name\na@example.com,Ren\xe9", "latin1"),
      })
      expect(data.lines).toEqual([
        expect.objectContaining({ line: 2, message: expect.stringContaining("UTF-8") }),
      ])
    })

    it("refuses what is no upload of one file", async () => {
      const refused = { status: 400, code: "user_lifecycle.import_file_invalid" }
      const answerOf = async (body: unknown, headers = {}) => {
        const { status, data } = await api.post("/admin/user-lifecycle/imports", body, {
          headers: { ...people.root.credential.headers, ...headers },
        })
        return { status, code: data.code }
      }
      const twice = new FormData()
      twice.append("file", new Blob(["email\n"]), "a.csv")
      twice.append("file", new Blob(["email\n"]), "b.csv")
      const elsewhere = new FormData()
      elsewhere.append("people", new Blob(["email\n"]), "a.csv")
      const unknown = new FormData()
      unknown.append("default_method", "magic")
      unknown.append("file", new Blob(["email\n"]), "a.csv")

      expect(await answerOf({ file: "email\n" })).toEqual(refused)
      expect(
        await answerOf("nothing", { "content-type": "multipart/form-data; boundary=x" })
      ).toEqual(refused)
      expect(await answerOf(new FormData())).toEqual(refused)
      expect(await answerOf(twice)).toEqual(refused)
      expect(await answerOf(elsewhere)).toEqual(refused)
      expect(await answerOf(unknown)).toEqual(refused)
      // The end is missing, of the file as of the request.
      for (const field of ["file", "people"]) {
        const cut = `--x\r\ncontent-disposition: form-data; name="${field}"; filename="p.csv"\r\n\r\nemail\n`
        expect(await answerOf(cut, { "content-type": "multipart/form-data; boundary=x" })).toEqual(
          refused
        )
      }
      expect(await sql("SELECT 1 FROM user_import")).toEqual([])
    })

    it("needs an admin", async () => {
      expect((await upload("email\n", bearer("nonsense"))).status).toBe(401)
    })

    it("refuses a file of more people than one may have, and keeps none of them in memory", async () => {
      const lines = Array.from({ length: 100_001 }, (_, index) => `p${index}@example.com`)
      const { data } = await upload(`email\n${lines.join("\n")}\n`)
      expect(data.import.file_problem).toEqual({
        line: 100_002,
        message: expect.stringContaining("more than 100000 people"),
        sentences: [{ key: "file_has_too_many_people", values: { max: "100000" } }],
      })
    })

    it("is judged in time whatever the database believes of lines that it has just been given", async () => {
      // As where it looks at the table in the middle of an upload, and counts nothing that has yet to be committed.
      await sql("ALTER TABLE user_import_row SET (autovacuum_enabled = false)")
      await sql(
        "UPDATE pg_class SET reltuples = 0, relpages = 400 WHERE oid = 'user_import_row'::regclass"
      )
      const lines = Array.from({ length: 60_000 }, (_, index) => `p${index}@example.com`)
      const { data } = await upload(`email\n${lines.join("\n")}\np7@example.com\n`)
      expect(data.import.counts).toMatchObject({ ready: 60_000, invalid: 1 })
      expect(await linesOf(data.import.id, "?status=invalid")).toMatchObject([
        {
          line: 60_002,
          code: "user_lifecycle.import_row_repeated",
          sentences: [{ key: "email_repeated", values: { line: "9" } }],
        },
      ])
    })

    it("keeps passwords sealed, and shows them to nobody", async () => {
      const { data } = await upload(`email,password\ngrace@example.com,${PASSWORD}\n`)
      const rows = await sql("SELECT * FROM user_import_row")
      expect(rows[0].sealed_password).toEqual(expect.any(String))
      const shown = [
        data,
        rows,
        await linesOf(data.import.id),
        await sql("SELECT * FROM lifecycle_event"),
      ]
      expect(JSON.stringify(shown)).not.toContain(PASSWORD)
      expect(JSON.stringify(await linesOf(data.import.id))).not.toContain("sealed")
    })

    it.each<[string, string]>([
      [
        "in a line with more cells than columns",
        "first_name,last_name,password,email\nAda,Countess, Lovelace,s3cretpass,ada@example.com\n",
      ],
      [
        "where the email should be",
        "first_name,last_name,password,email\nAda,Countess, Lovelace,s3cretpass\n",
      ],
      [
        "where a provider should be",
        "email,first_name,last_name,password,auth_provider,auth_entity_id,roles\nada@example.com,Ada,,,s3cretpass,1,\n",
      ],
      ["in a file without a header", "s3cretpass,ada@example.com\n"],
    ])("keeps and shows no part of a password that a comma has put %s", async (_, content) => {
      const { data } = await upload(content)
      const { id } = data.import
      expect(data.import.counts.ready).toBe(0)
      const shown = [data, await linesOf(id), (await cancel(id)).data, await linesOf(id)]
      const kept = [
        await sql("SELECT * FROM user_import"),
        await sql("SELECT * FROM user_import_row"),
        await sql("SELECT * FROM lifecycle_event"),
      ]
      expect(JSON.stringify([shown, kept])).not.toContain("s3cretpass")
    })
  })

  describe("an import", () => {
    it("makes people with a password, with a login elsewhere, and invites the others", async () => {
      const done = await importAll(
        [
          "email,first_name,last_name,password,auth_provider,auth_entity_id",
          `grace@example.com,Grace,Hopper,${PASSWORD},,`,
          "sso@example.com,Ada,,,test-sso,sso|ada",
          "linus@example.com,Linus,,,,",
        ].join("\n")
      )

      expect(done).toMatchObject({ status: "done", counts: { total: 3, created: 2, invited: 1 } })
      expect((await people.logIn("grace@example.com")).status).toBe(200)
      const { data: signedIn } = await people.signIn("sso|ada")
      expect(await people.status(bearer(signedIn.token))).toBe(200)
      const invitation = await outbox.waitFor(({ to }) => to === "linus@example.com")
      const token = new URL(String(invitation.data?.accept_url)).searchParams.get("token")
      await api.post("/admin/invites/accept", { token, password: PASSWORD, last_name: "T." })
      expect(await usersBy("linus%")).toEqual([expect.objectContaining({ first_name: "Linus" })])
      expect(
        await sql("SELECT email, data FROM lifecycle_event WHERE type = 'user_invited'")
      ).toEqual([
        {
          email: "linus@example.com",
          data: expect.objectContaining({ import_id: done.id, invite_id: expect.any(String) }),
        },
      ])
      const [grace] = await usersBy("grace%")
      expect(grace.first_name).toBe("Grace")
      const ledger = await people.ledger(grace)
      expect(ledger).toEqual([
        expect.objectContaining({
          type: "user_provisioned",
          actor_id: people.root.id,
          data: expect.objectContaining({ import_id: done.id, login: "created" }),
        }),
      ])
      expect(await sql("SELECT 1 FROM user_import_row WHERE sealed_password IS NOT NULL")).toEqual(
        []
      )
    })

    it("makes people users who set their password by an email, where that is asked for", async () => {
      await importAll({
        content: "email\ngrace@example.com\n",
        fields: { default_method: "set_password" },
      })
      const email = await outbox.waitFor(({ to }) => to === "grace@example.com")
      const token = /token=(\S+)/.exec(email.content?.text ?? "")?.[1] ?? ""
      expect((await usePasswordToken(backend, token, PASSWORD)).status).toBe(200)
      expect((await people.logIn("grace@example.com")).status).toBe(200)
    })

    it("changes nothing where everybody is there already", async () => {
      const file = `email,password\ngrace@example.com,${PASSWORD}\nlinus@example.com,\n`
      await importAll(file)
      const { data } = await upload(file)
      expect(data.import.counts).toMatchObject({ total: 2, exists: 2, ready: 0 })
      expect((await confirm(data.import.id)).status).toBe(400)
    })

    it("leaves people alone who came between the upload and the confirmation", async () => {
      const { data } = await upload(`email,password\ngrace@example.com,${PASSWORD}\n`)
      const grace = await people.provision("grace@example.com", {
        password: "another long password",
      })
      await confirm(data.import.id)
      expect(await untilEnded(data.import.id)).toMatchObject({ counts: { exists: 1, created: 0 } })
      expect(await people.status(grace.credential)).toBe(200)
      expect((await people.logIn("grace@example.com")).status).toBe(401)
    })

    it.each(["invite", "set_password"])(
      "changes nothing for whoever became a user between the upload and the confirmation (%s)",
      async (default_method) => {
        const { data } = await upload({
          content: "email\ngrace@example.com\nlinus@example.com\n",
          fields: { default_method },
        })
        const grace = await people.provision("grace@example.com")
        await confirm(data.import.id)
        expect(await untilEnded(data.import.id)).toMatchObject({
          counts: { exists: 1, failed: 0, invited: default_method === "invite" ? 1 : 0 },
        })
        expect(await linesOf(data.import.id, "?status=exists")).toMatchObject([
          {
            email: "grace@example.com",
            user_id: grace.id,
            invite_id: null,
            code: null,
            sentences: [{ key: "user_exists" }],
          },
        ])
        expect(await sql("SELECT 1 FROM invite WHERE email = 'grace@example.com'")).toEqual([])
      }
    )

    it("invites nobody again who was invited between the upload and the confirmation, and says so in words that have another language", async () => {
      const { data } = await upload("email\ngrace@example.com\n")
      const { data: made } = await api.post(
        "/admin/invites",
        { email: "grace@example.com" },
        people.root.credential
      )
      await confirm(data.import.id)
      expect(await untilEnded(data.import.id)).toMatchObject({ counts: { exists: 1, failed: 0 } })
      expect(await linesOf(data.import.id, "?status=exists")).toMatchObject([
        { invite_id: made.invite.id, code: null, sentences: [{ key: "invite_exists" }] },
      ])
    })

    it("does not begin with a line that is wrong, unless such lines are skipped", async () => {
      const { data } = await upload("email\ngrace@example.com\nnonsense\n")
      const { status, data: refused } = await confirm(data.import.id)
      expect({ status, code: refused.code }).toEqual({
        status: 400,
        code: "user_lifecycle.import_not_ready",
      })
      expect((await confirm(data.import.id, { skip_invalid: true })).status).toBe(200)
      expect(await untilEnded(data.import.id)).toMatchObject({ counts: { invalid: 1, invited: 1 } })
      expect((await confirm(data.import.id)).status).toBe(400)
    })

    it("begins at once where that is asked for and nothing is wrong", async () => {
      const { data } = await upload({
        content: "email\ngrace@example.com\n",
        fields: { dry_run: "false" },
      })
      expect(await untilEnded(data.import.id)).toMatchObject({ status: "done" })
      const { data: wrong } = await upload({
        content: "email\nnonsense\n",
        fields: { dry_run: "false" },
      })
      expect(wrong.import.status).toBe("validated")
    })

    it("goes on with the others where one can't be done", async () => {
      const ada = await people.provision("ada@example.com")
      const { data } = await upload(
        "email,auth_provider,auth_entity_id\na@example.com,test-sso,sso|taken\nb@example.com,test-sso,sso|b\n"
      )
      // Since the upload, the login has become somebody else's.
      await people.linkSso(ada, "sso|taken")
      await confirm(data.import.id)
      expect(await untilEnded(data.import.id)).toMatchObject({ counts: { failed: 1, created: 1 } })
      expect(await linesOf(data.import.id, "?status=failed")).toEqual([
        expect.objectContaining({
          line: 2,
          message: expect.stringContaining("already belongs to"),
        }),
      ])
      expect(await usersBy("a@%")).toEqual([])
    })

    it("holds each line against the options again, which can have changed since the upload", async () => {
      const { data } = await upload(
        [
          "email,password,auth_provider,auth_entity_id",
          `a@example.com,${PASSWORD},,`,
          "b@example.com,eight ch,,",
          "c@example.org,,test-sso,sso|c",
          "d@example.org,,,",
        ].join("\n")
      )
      const { options } = getContainer().resolve<{
        options: {
          provisioning: { allowed_email_domains?: string[]; password: { min_length: number } }
        }
      }>("user_lifecycle")
      const before = options.provisioning
      options.provisioning = {
        ...before,
        allowed_email_domains: ["example.com"],
        password: { min_length: 12 },
      }
      try {
        await confirm(data.import.id)
        await untilEnded(data.import.id)
      } finally {
        options.provisioning = before
      }
      const lines = await linesOf(data.import.id)
      expect(
        lines.map((line: { status: string; code: string }) => [line.status, line.code])
      ).toEqual([
        ["created", null],
        ["failed", "user_lifecycle.password_too_weak"],
        ["failed", "user_lifecycle.email_domain_not_allowed"],
        ["failed", "user_lifecycle.email_domain_not_allowed"],
      ])
    })

    it("lets a short one be done while a long one goes on", async () => {
      const long = Array.from({ length: 600 }, (_, n) => `l${n}@example.com,test-sso,sso|${n}`)
      const head = "email,auth_provider,auth_entity_id"
      const uploads = [
        await upload([head, ...long].join("\n")),
        await upload(`${head}\nshort@example.com,test-sso,sso|short\n`),
      ]
      const [first, second] = uploads.map(({ data }) => data.import.id as string)
      await sql(
        `UPDATE user_import SET status = 'running', confirmed_by_type = 'system',
           confirmed_at = CASE WHEN id = $1 THEN now() ELSE now() + interval '1 second' END`,
        [first]
      )
      const { runPeopleImportsWorkflow } = await loadWorkflows()
      await runPeopleImportsWorkflow(getContainer()).run({ input: {} })

      // The job that runs each minute may have been faster.
      expect(await untilEnded(first)).toMatchObject({ counts: { created: 600 } })
      const ends = await sql<{ id: string }>("SELECT id FROM user_import ORDER BY ended_at")
      expect(ends.map(({ id }) => id)).toEqual([second, first])
    })

    it("is tried again before a long one is done, where it could not go on at first", async () => {
      const long = Array.from({ length: 600 }, (_, n) => `l${n}@example.com,test-sso,sso|${n}`)
      const head = "email,auth_provider,auth_entity_id"
      const short = await upload(`${head}\nshort@example.com,test-sso,sso|short\n`)
      await upload([head, ...long].join("\n"))
      // The first time only: a sequence counts also what is undone.
      await sql("CREATE SEQUENCE times_tried")
      await sql(
        `CREATE FUNCTION refuse_once() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN
           IF NEW.email = 'short@example.com' AND nextval('times_tried') = 1 THEN
             RAISE EXCEPTION 'no room on the disk' USING ERRCODE = 'disk_full';
           END IF;
           RETURN NEW;
         END $$`
      )
      try {
        await sql(
          `CREATE TRIGGER refuse_once BEFORE INSERT ON "user" FOR EACH ROW EXECUTE FUNCTION refuse_once()`
        )
        await sql(
          `UPDATE user_import SET status = 'running', confirmed_by_type = 'system',
             confirmed_at = CASE WHEN id = $1 THEN now() ELSE now() + interval '1 second' END`,
          [short.data.import.id]
        )
        await runImports()
      } finally {
        await sql("DROP FUNCTION refuse_once CASCADE")
        await sql("DROP SEQUENCE times_tried")
      }
      const [first] = await sql<{ id: string }>(
        "SELECT id FROM user_import ORDER BY ended_at NULLS LAST"
      )
      expect(first.id).toBe(short.data.import.id)
      expect(await find(first.id)).toMatchObject({ status: "done", last_error: null })
    })

    it("says no more that it can't go on once it does", async () => {
      const { data } = await upload(
        "email,auth_provider,auth_entity_id\na@example.com,test-sso,sso|a\nb@example.com,test-sso,sso|b\n"
      )
      const { id } = data.import
      await sql(
        `CREATE FUNCTION refuse_users() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN RAISE EXCEPTION 'no room on the disk' USING ERRCODE = 'disk_full'; END $$`
      )
      try {
        await sql(
          `CREATE TRIGGER refuse_users BEFORE INSERT ON "user" EXECUTE FUNCTION refuse_users()`
        )
        await sql("UPDATE user_import SET status = 'running', confirmed_by_type = 'system'")
        // The job may have the lines at this moment, and then says it.
        await waitUntil("it says why it can't go on", async () => {
          await runImports()
          return (await find(id)).last_error?.includes("no room on the disk")
        })
      } finally {
        await sql("DROP FUNCTION refuse_users CASCADE")
      }
      await whileLineIsLeft(id, async () => {
        expect(await find(id)).toMatchObject({
          status: "running",
          last_error: null,
          counts: { created: 1, ready: 1 },
        })
      })
    })

    it("lets no link wait for so long that little of its time is left", async () => {
      const { options } = getContainer().resolve<{
        options: { provisioning: { set_password_ttl_seconds: number } }
      }>("user_lifecycle")
      const { config } = getContainer().resolve<{ config: { jwtOptions: { expiresIn: number } } }>(
        Modules.USER
      )
      const before = { ...options.provisioning }
      const { expiresIn } = config.jwtOptions
      options.provisioning.set_password_ttl_seconds = 60
      config.jwtOptions.expiresIn = 120
      try {
        for (const [default_method, seconds] of [
          ["set_password", 15],
          ["invite", 30],
        ] as const) {
          const { data } = await upload({
            content: `email\n${default_method}1@example.com\n${default_method}2@example.com\n`,
            fields: { default_method },
          })
          await sql("UPDATE user_import SET status = 'running', confirmed_by_type = 'system'")
          await whileLineIsLeft(data.import.id, async () => {
            const [email] = await sql<{ held: boolean }>(
              `SELECT next_attempt_at - created_at BETWEEN make_interval(secs => $2 - 1) AND make_interval(secs => $2 + 9) AS held
               FROM email_delivery WHERE recipient = $1`,
              [`${default_method}1@example.com`, seconds]
            )
            expect({ default_method, ...email }).toEqual({ default_method, held: true })
          })
        }
      } finally {
        Object.assign(options.provisioning, before)
        config.jwtOptions.expiresIn = expiresIn
      }
    })

    it("lets no email leave at its end that somebody has asked for and that has no token yet", async () => {
      const { data } = await upload({
        content: "email\nada@example.com\ngrace@example.com\n",
        fields: { default_method: "set_password" },
      })
      await sql("UPDATE user_import SET status = 'running', confirmed_by_type = 'system'")
      await whileLineIsLeft(data.import.id, async () => {
        const [ada] = await usersBy("ada%")
        await requestEmail(sql, ada)
      })
      expect(await isHeld(sql)).toBe(true)
    })

    it("replaces what a stranger had registered, and keeps a customer's password the customer's", async () => {
      await api.post("/auth/customer/emailpass/register", {
        email: "stranger@example.com",
        password: "of a stranger",
      })
      await people.registerCustomer("both@example.com", "the customer's own")
      await importAll(
        `email,password\nstranger@example.com,${PASSWORD}\nboth@example.com,${PASSWORD}\n`
      )
      for (const email of ["stranger@example.com", "both@example.com"]) {
        expect((await people.logIn(email)).status).toBe(200)
      }
      expect((await people.logIn("stranger@example.com", "of a stranger")).status).toBe(401)
      const shop = { email: "both@example.com", password: "the customer's own" }
      expect((await api.post("/auth/customer/emailpass", shop)).status).toBe(200)
    })

    it("is done once, however many do it at the same time", async () => {
      const names = Array.from({ length: 120 }, (_, index) => `p${index}@example.com`)
      const { data } = await upload(
        `email,auth_provider,auth_entity_id\n${names.map((name) => `${name},test-sso,${name}`).join("\n")}\n`
      )
      await sql("UPDATE user_import SET status = 'running', confirmed_by_type = 'system'")
      const { runPeopleImportsWorkflow } = await loadWorkflows()
      await Promise.all(
        Array.from({ length: 4 }, () => runPeopleImportsWorkflow(getContainer()).run({ input: {} }))
      )

      expect(await untilEnded(data.import.id)).toMatchObject({ counts: { created: 120 } })
      expect(await usersBy("p%")).toHaveLength(120)
      const entries = await sql(
        "SELECT user_id FROM lifecycle_event WHERE type = 'user_provisioned' AND email LIKE 'p%'"
      )
      expect(entries).toHaveLength(120)
    })

    it("is cancelled with its passwords, and what was done by then stays", async () => {
      const { data } = await upload(`email,password\ngrace@example.com,${PASSWORD}\n`)
      const { status, data: cancelled } = await cancel(data.import.id)
      expect({ status, is: cancelled.import.status }).toEqual({ status: 200, is: "cancelled" })
      expect(await sql("SELECT 1 FROM user_import_row WHERE sealed_password IS NOT NULL")).toEqual(
        []
      )
      expect((await confirm(data.import.id)).status).toBe(400)
      expect((await cancel(data.import.id)).status).toBe(200)
      const entries = await sql(
        "SELECT actor_id FROM lifecycle_event WHERE type = 'import_cancelled'"
      )
      expect(entries).toEqual([{ actor_id: people.root.id }])
    })

    it("ends when whoever confirmed it may not act any more", async () => {
      const ada = await people.provision("ada@example.com")
      const { data } = await upload("email\ngrace@example.com\n")
      await sql(
        "UPDATE user_import SET status = 'running', confirmed_by_type = 'user', confirmed_by_id = $1",
        [ada.id]
      )
      await people.act("offboard", ada)
      const { runPeopleImportsWorkflow } = await loadWorkflows()
      await runPeopleImportsWorkflow(getContainer()).run({ input: {} })

      expect(await find(data.import.id)).toMatchObject({
        status: "cancelled",
        counts: { ready: 1 },
      })
      expect(await sql("SELECT 1 FROM invite")).toEqual([])
    })

    it("ends when the token is revoked with which it was confirmed, and not with an earlier one", async () => {
      const ada = await people.provision("ada@example.com")
      const uploadLine = async (name: string) => {
        const file = `email,auth_provider,auth_entity_id\n${name}@example.com,test-sso,sso|${name}\n`
        return (await upload(file)).data.import.id as string
      }
      const revoked = await uploadLine("grace")
      await withClient(backend.databaseUrl, async (client) => {
        // So that it goes on until the token is revoked.
        await client.query("BEGIN")
        await client.query("SELECT 1 FROM user_import_row WHERE import_id = $1 FOR UPDATE", [
          revoked,
        ])
        expect((await confirm(revoked, {}, ada.credential)).status).toBe(200)
        await people.act("revoke-sessions", ada)
      })
      await waitUntil("it has ended", async () => {
        await runImports()
        return (await find(revoked)).ended_at !== null
      })
      expect(await find(revoked)).toMatchObject({ status: "cancelled", counts: { ready: 1 } })
      const [{ reason }] = await sql<{ reason: string }>(
        "SELECT reason FROM lifecycle_event WHERE type = 'import_cancelled'"
      )
      expect(reason).toMatch(/^Whoever confirmed it may no longer act: /)

      const { data: again } = await people.logIn("ada@example.com")
      const later = await uploadLine("linus")
      expect((await confirm(later, {}, bearer(again.token))).status).toBe(200)
      expect(await untilEnded(later)).toMatchObject({ status: "done", counts: { created: 1 } })
    })

    it("is dropped a day after the upload, if nobody confirms it", async () => {
      const { data } = await upload(`email,password\ngrace@example.com,${PASSWORD}\n`)
      await sql("UPDATE user_import SET created_at = now() - interval '25 hours'")
      const { runPeopleImportsWorkflow } = await loadWorkflows()
      await runPeopleImportsWorkflow(getContainer()).run({ input: {} })
      expect(await find(data.import.id)).toMatchObject({ status: "cancelled" })
      expect(await sql("SELECT 1 FROM user_import_row WHERE sealed_password IS NOT NULL")).toEqual(
        []
      )
    })

    it("is listed, newest first", async () => {
      const { data: first } = await upload("email\na@example.com\n")
      const { data: second } = await upload({
        content: "email\nb@example.com\n",
        name: "../second.csv",
      })
      const { data } = await api.get("/admin/user-lifecycle/imports", people.root.credential)
      expect(data).toMatchObject({ count: 2, offset: 0, limit: 50 })
      expect(data.imports.map(({ id }: { id: string }) => id)).toEqual([
        second.import.id,
        first.import.id,
      ])
      expect(data.imports[0]).toMatchObject({ file_name: "second.csv", counts: { total: 1 } })
    })

    it("says who uploaded and confirmed it, by the names that they have now", async () => {
      const { data } = await upload("email\ngrace@example.com\n")
      expect(data.import).toMatchObject({
        created_by_id: people.root.id,
        created_by_name: "root@example.com",
        confirmed_by_name: null,
      })
      await confirm(data.import.id)
      await sql(`UPDATE "user" SET email = 'chief@example.com' WHERE id = $1`, [people.root.id])
      expect(await untilEnded(data.import.id)).toMatchObject({
        created_by_name: "chief@example.com",
        confirmed_by_name: "chief@example.com",
      })
    })

    it.each(["uimp_nobody", "%00"])("is not found by another id: %s", async (id) => {
      for (const { status, data } of [
        await api.get(`/admin/user-lifecycle/imports/${id}`, people.root.credential),
        await api.get(`/admin/user-lifecycle/imports/${id}/lines`, people.root.credential),
        await confirm(id),
        await cancel(id),
      ]) {
        expect({ status, code: data.code }).toEqual({
          status: 404,
          code: "user_lifecycle.import_not_found",
        })
      }
    })
  })
})

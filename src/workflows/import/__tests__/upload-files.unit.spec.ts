import { existsSync } from "node:fs"
import { rm, utimes, writeFile } from "node:fs/promises"
import { nameUploadFile, removeLeftUploads } from "../upload-files"

const HOUR_MS = 60 * 60_000

describe("removeLeftUploads", () => {
  it("removes what a killed process left, and nothing that is being read", async () => {
    const now = Date.now()
    const [left, fresh] = [nameUploadFile(), nameUploadFile()]
    try {
      for (const file of [left, fresh]) {
        await writeFile(file, "email,password", { mode: 0o600 })
      }
      const before = new Date(now - HOUR_MS - 1_000)
      await utimes(left, before, before)
      await removeLeftUploads(now)
      expect([existsSync(left), existsSync(fresh)]).toEqual([false, true])
    } finally {
      await rm(fresh, { force: true })
    }
  })
})

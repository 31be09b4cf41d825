import type { Api, Credential } from "./http"

export type UploadedFile = {
  content: string | Buffer
  name?: string
  fields?: Record<string, string>
}

/** Uploads a file of people, as a browser does. */
export async function uploadPeople(
  api: Api,
  credential: Credential,
  { content, name = "people.csv", fields = {} }: UploadedFile
) {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) {
    form.append(field, value)
  }
  form.append("file", new Blob([content], { type: "text/csv" }), name)
  return await api.post("/admin/user-lifecycle/imports", form, credential)
}

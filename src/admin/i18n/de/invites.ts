import type { Words } from "../words"

export const invites: Words["invites"] = {
  title: "Einladungen",
}

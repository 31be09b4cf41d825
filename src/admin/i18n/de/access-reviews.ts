import type { Words } from "../words"

export const accessReviews: Words["access_reviews"] = {
  title: "Zugangsprüfungen",
}

export const accessReviews = {
  title: "Access reviews",
}

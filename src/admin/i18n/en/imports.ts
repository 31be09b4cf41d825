export const imports = {
  title: "Import people",
}

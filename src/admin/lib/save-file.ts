/** Has the browser save something as a file. */
export function saveFile(content: Blob, fileName: string): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement("a")
  link.href = url
  link.download = fileName
  link.click()
  // The browser begins to save it a moment later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

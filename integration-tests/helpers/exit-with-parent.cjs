// Loaded into a Medusa server with node --require: the server ends when the program that started it does, however
// that ended. The starter keeps the server's standard input open for this.
process.stdin.on("end", () => process.exit(1))
process.stdin.on("error", () => process.exit(1))
process.stdin.resume()
process.stdin.unref()

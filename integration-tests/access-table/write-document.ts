import { readFileSync, writeFileSync } from "node:fs"
import path from "node:path"
import { DOCUMENT, renderDocument } from "./render"

/** `npm run docs:access` writes the tables of the data into the document. */
const file = path.join(__dirname, "..", "..", DOCUMENT)
writeFileSync(file, renderDocument(readFileSync(file, "utf8")))

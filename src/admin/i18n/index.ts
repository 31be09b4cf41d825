import { de } from "./de"
import { en } from "./en"
import { NAMESPACE } from "./namespace"

/** A language is added by a folder that has what `Words` asks for; English stands in for languages that are not here. */
export default {
  en: { [NAMESPACE]: en },
  de: { [NAMESPACE]: de },
}

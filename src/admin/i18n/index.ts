import { de } from "./de/all"
import { en } from "./en/all"
import { NAMESPACE } from "./namespace"

/**
 * What the dashboard knows as this plugin's words. No other file below may be called `index`: Medusa's bundler (2.21) takes each for another
 * set of words.
 *
 * A language is added by a folder that has what `Words` asks for; English stands in for languages that are not here.
 */
export default {
  en: { [NAMESPACE]: en },
  de: { [NAMESPACE]: de },
}

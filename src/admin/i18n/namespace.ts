/** Under which i18next has the words of this plugin, beside those of Medusa's dashboard. */
export const NAMESPACE = "userLifecycle"

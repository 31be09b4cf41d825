/** What Medusa's bundler puts in place of these (`@medusajs/admin-bundler`, 2.21), from `admin` and `http` of the configuration. */
declare const __BACKEND_URL__: string | undefined
declare const __AUTH_TYPE__: "session" | "jwt" | undefined
declare const __JWT_TOKEN_STORAGE_KEY__: string | undefined

import { randomBytes } from "node:crypto"
import path from "node:path"
import { defineConfig } from "@medusajs/framework/utils"

/**
 * The backend that the demo and the tests run: a plain Medusa backend with this plugin, loaded from its
 * build as an installed plugin is. Its root is `integration-tests/backend`, which re-exports this file, because
 * a Medusa application also loads the `src` beside its configuration: with this folder as the root, the
 * plugin's `src` would be loaded a second time, as the application's own.
 *
 * | Variable | Meaning |
 * |---|---|
 * | `DATABASE_URL` | the PostgreSQL database |
 * | `REDIS_URL` | optional: Medusa's Redis event bus, workflow engine, locking, caching and sessions |
 * | `USER_LIFECYCLE` | `off` leaves the plugin out, to see what Medusa does on its own |
 * | `USER_LIFECYCLE_OPTIONS` | the plugin's options, as JSON |
 * | `MEDUSA_ADMIN` | `off` serves no dashboard |
 * | `MEDUSA_WORKER_MODE` | `shared` (default), `server` or `worker` |
 * | `MEDUSA_FF_RBAC` | `true` turns Medusa's RBAC on |
 * | `EMAIL_PROVIDER` | `off` leaves the email provider out |
 * | `SMTP_OPTIONS` | options of the plugin's SMTP provider, as JSON, which then sends the emails |
 * | `USER_AUTH_METHODS` | the providers that admins can log in through, with commas between them; all by default |
 * | `SSO_PROVIDER` | what the single sign-on provider of the tests is called; `test-sso` by default |
 * | `EMAILPASS_OPTIONS` | options of Medusa's password provider, as JSON |
 * | `OUTBOX_FILE` | where the email provider writes what it "sent", a JSON object a line |
 * | `JWT_SECRET`, `COOKIE_SECRET` | made up at each start when not given |
 */
const backend = path.join(__dirname, "integration-tests", "backend")
const {
  DATABASE_URL,
  REDIS_URL,
  USER_LIFECYCLE,
  USER_LIFECYCLE_OPTIONS,
  MEDUSA_ADMIN,
  MEDUSA_WORKER_MODE,
  MEDUSA_FF_RBAC,
  EMAIL_PROVIDER,
  SMTP_OPTIONS,
  EMAILPASS_OPTIONS,
  USER_AUTH_METHODS,
  SSO_PROVIDER = "test-sso",
  OUTBOX_FILE,
} = process.env

// The test runner and the migrations load this file more than once in a process; every load must see one secret.
const jwtSecret = (process.env.JWT_SECRET ??= randomBytes(32).toString("hex"))
const cookieSecret = (process.env.COOKIE_SECRET ??= randomBytes(32).toString("hex"))

const email = SMTP_OPTIONS
  ? {
      resolve: path.join(__dirname, ".medusa", "server", "src", "providers", "smtp"),
      id: "smtp",
      options: { channels: ["email"], ...JSON.parse(SMTP_OPTIONS) },
    }
  : {
      resolve: path.join(backend, "src", "modules", "outbox"),
      id: "outbox",
      options: { channels: ["email"], file: OUTBOX_FILE },
    }

const redisModules = REDIS_URL
  ? [
      { resolve: "@medusajs/medusa/event-bus-redis", options: { redisUrl: REDIS_URL } },
      {
        resolve: "@medusajs/medusa/workflow-engine-redis",
        options: { redis: { redisUrl: REDIS_URL } },
      },
      {
        resolve: "@medusajs/medusa/locking",
        options: {
          providers: [
            {
              resolve: "@medusajs/medusa/locking-redis",
              id: "locking-redis",
              is_default: true,
              options: { redisUrl: REDIS_URL },
            },
          ],
        },
      },
      {
        resolve: "@medusajs/medusa/caching",
        options: {
          providers: [
            {
              resolve: "@medusajs/caching-redis",
              id: "caching-redis",
              is_default: true,
              options: { redisUrl: REDIS_URL },
            },
          ],
        },
      },
    ]
  : []

// `defineConfig` asks for the flag before Medusa has read it (2.21).
const rbacModule = MEDUSA_FF_RBAC === "true" ? [{ resolve: "@medusajs/medusa/rbac" }] : []

module.exports = defineConfig({
  projectConfig: {
    databaseUrl: DATABASE_URL,
    redisUrl: REDIS_URL,
    workerMode: (MEDUSA_WORKER_MODE ?? "shared") as "shared" | "server" | "worker",
    // The demo and the tests speak plain HTTP to 127.0.0.1, also with NODE_ENV=production.
    cookieOptions: { secure: false, sameSite: "lax" },
    http: {
      storeCors: "http://127.0.0.1,http://store.example.com",
      adminCors: "http://127.0.0.1",
      authCors: "http://127.0.0.1,http://store.example.com",
      jwtSecret,
      cookieSecret,
      authMethodsPerActor: {
        user: USER_AUTH_METHODS?.split(",") ?? ["emailpass", SSO_PROVIDER],
        customer: ["emailpass", SSO_PROVIDER],
      },
    },
  },
  // Medusa asks its cache, also where the cache is another process's Redis.
  featureFlags: { caching: Boolean(REDIS_URL) },
  admin: { disable: MEDUSA_ADMIN === "off" },
  plugins:
    USER_LIFECYCLE === "off"
      ? []
      : [{ resolve: __dirname, options: JSON.parse(USER_LIFECYCLE_OPTIONS ?? "{}") }],
  modules: [
    {
      resolve: "@medusajs/medusa/auth",
      options: {
        providers: [
          {
            resolve: "@medusajs/medusa/auth-emailpass",
            id: "emailpass",
            options: JSON.parse(EMAILPASS_OPTIONS ?? "{}"),
          },
          { resolve: path.join(backend, "src", "modules", "test-sso"), id: SSO_PROVIDER },
        ],
      },
    },
    {
      resolve: "@medusajs/medusa/notification",
      options: {
        providers: [
          {
            resolve: "@medusajs/medusa/notification-local",
            id: "local",
            options: { channels: ["feed"] },
          },
          ...(EMAIL_PROVIDER === "off" ? [] : [email]),
        ],
      },
    },
    ...rbacModule,
    ...redisModules,
  ],
})

/** What jest's global set-up tells the suites, in the environment. */
export const variables = {
  /** The name of the migrated database that suites copy. */
  template: "USER_LIFECYCLE_TEST_TEMPLATE",
  /** A folder that goes away after the run. */
  folder: "USER_LIFECYCLE_TEST_FOLDER",
  /** A Redis that a suite may use, if the developer or CI has one. */
  redisUrl: "USER_LIFECYCLE_TEST_REDIS_URL",
} as const

/** @throws where the suite was not started through jest's configuration */
export function readVariable(name: keyof typeof variables): string {
  const value = process.env[variables[name]]
  if (!value) {
    throw new Error(`${variables[name]} is not set: run the tests with npm test`)
  }
  return value
}

/** The Redis that a suite may use, or nothing: then the suite skips what needs one. */
export function testRedisUrl(): string | undefined {
  return process.env[variables.redisUrl]
}

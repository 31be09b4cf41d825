const transform = {
  "^.+\\.[jt]sx?$": [
    "@swc/jest",
    {
      jsc: {
        parser: { syntax: "typescript", decorators: true, tsx: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
        target: "es2021",
      },
      module: { type: "commonjs", ignoreDynamic: true },
    },
  ],
}

const shared = {
  rootDir: __dirname,
  testEnvironment: "node",
  transform,
  // The build is plain JavaScript already, and is what the integration tests are about.
  transformIgnorePatterns: ["/node_modules/", "/\\.medusa/"],
  testPathIgnorePatterns: ["/node_modules/", "/\\.medusa/"],
  modulePathIgnorePatterns: [],
}

/** @type {import("jest").Config} */
module.exports = {
  // A Medusa boot keeps one core busy; with a third worker, suites only wait for each other.
  maxWorkers: 2,
  // A suite's modules, Medusa's with them, are never let go of completely: a worker that has run forty is out of memory.
  workerIdleMemoryLimit: "1GB",
  projects: [
    {
      ...shared,
      displayName: "unit",
      testMatch: ["<rootDir>/src/**/__tests__/**/*.spec.ts"],
    },
    {
      ...shared,
      displayName: "integration",
      testEnvironment: "<rootDir>/integration-tests/helpers/environment.cjs",
      testMatch: ["<rootDir>/integration-tests/**/*.spec.ts"],
      globalSetup: "<rootDir>/integration-tests/helpers/jest-global-setup.ts",
      globalTeardown: "<rootDir>/integration-tests/helpers/jest-global-teardown.ts",
      setupFiles: ["<rootDir>/integration-tests/helpers/jest-setup.ts"],
    },
  ],
  // Migrating and booting a backend happens in a hook, and counts against this.
  testTimeout: 120_000,
}

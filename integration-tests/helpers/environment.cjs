const { TestEnvironment } = require("jest-environment-node")

/** Lets a suite say what it sees at the moment in which a test fails: `globalThis.userLifecycleOnFailure`. */
module.exports = class extends TestEnvironment {
  async handleTestEvent({ name }) {
    if (name === "test_fn_failure") {
      await this.global.userLifecycleOnFailure?.()
    }
  }
}

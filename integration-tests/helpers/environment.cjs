const { TestEnvironment } = require("jest-environment-node")

module.exports = class extends TestEnvironment {
  async handleTestEvent({ name, test }) {
    // Lets a suite say what it sees at the moment in which a test fails: `globalThis.userLifecycleOnFailure`.
    if (name === "test_fn_failure") {
      await this.global.userLifecycleOnFailure?.()
    }
    if (name === "test_done") {
      test.errors = test.errors.map((each) => [each].flat().map(withoutSockets))
    }
  }
}

/**
 * A worker tells its parent of a failure as JSON. An error of a request that got no answer holds its socket, which is no JSON: the
 * worker ends, and with it what the failure was.
 */
function withoutSockets(error) {
  try {
    JSON.stringify({ ...error, cause: { ...error?.cause } })
    return error
  } catch {
    const { name, message, stack } = error
    return Object.assign(new Error(message), { name, stack })
  }
}

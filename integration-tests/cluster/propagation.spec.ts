import { remembersFor, useCluster } from "../helpers/cluster"
import { describePropagation } from "../suites/cluster/propagation"

// So long that only news can end what is remembered.
const env = remembersFor(60)

describe("two instances on one database", () => {
  useCluster([{ env }, { env }], describePropagation)
})

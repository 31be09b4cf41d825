import { remembersFor, useCluster } from "../helpers/cluster"
import { describeLostListener } from "../suites/cluster/lost-listener"

const env = { ...remembersFor(60), LOG_LEVEL: "info" }

describe("two instances on one database", () => {
  useCluster([{ env }, { env }], describeLostListener)
})

import { useCluster } from "../helpers/cluster"
import { describeLastAdmin } from "../suites/cluster/last-admin"

describe("two instances on one database", () => {
  useCluster([{}, {}], describeLastAdmin)
})

import { remembersFor, useCluster } from "../helpers/cluster"
import { describeChangeBySql } from "../suites/cluster/change-by-sql"

const ttl_seconds = 3
const env = remembersFor(ttl_seconds)

describe("two instances on one database", () => {
  useCluster([{ env }, { env }], (cluster) => describeChangeBySql(cluster, { ttl_seconds }))
})

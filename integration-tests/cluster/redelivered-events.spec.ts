import { Cluster } from "../helpers/cluster"
import { createOutbox } from "../helpers/outbox"
import { describeRedeliveredEvents } from "../suites/cluster/redelivered-events"

describe("two instances on one database", () => {
  const cluster = new Cluster()
  const outbox = createOutbox()
  const env = { OUTBOX_FILE: outbox.file }

  beforeAll(() => cluster.open([{ env }, { env }]))
  afterAll(() => cluster.close())

  describeRedeliveredEvents(cluster, outbox)
})

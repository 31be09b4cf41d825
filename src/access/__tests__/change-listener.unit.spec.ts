import { EventEmitter } from "node:events"
import { Knex } from "@medusajs/framework/mikro-orm/knex"
import { ChangeListener, ListenerState } from "../change-listener"

/** A connection to a database that carries announcements. */
class Connection extends EventEmitter {
  query = async () => undefined
  end = async () => undefined
  unref = () => undefined
}

/** A database that can be away, and is asked for a connection at known instants. */
function createDatabase() {
  let isAway = true
  let open: Connection | undefined
  const attempts: number[] = []
  const pg = {
    client: {
      acquireRawConnection: async () => {
        attempts.push(Date.now())
        if (isAway) {
          throw new Error("connect ECONNREFUSED")
        }
        open = new Connection()
        return open
      },
    },
    raw: async (_: string, [, payload]: string[]) => {
      open?.emit("notification", { payload })
    },
  }
  return {
    pg: pg as unknown as Knex,
    attempts,
    comesBack: () => {
      isAway = false
    },
    goesAway: () => {
      isAway = true
      open?.emit("end")
    },
    announce: (payload: string) => open?.emit("notification", { payload }),
  }
}

describe("a listener whose database is away", () => {
  beforeEach(() => {
    jest.useFakeTimers()
    // The least of what is waited for.
    jest.spyOn(Math, "random").mockReturnValue(0)
  })
  afterEach(() => {
    jest.useRealTimers()
    jest.restoreAllMocks()
  })

  const create = () => {
    const database = createDatabase()
    const states: ListenerState[] = []
    const heard: string[] = []
    const logger = { info: jest.fn(), warn: jest.fn() }
    const listener = new ChangeListener({
      pg: database.pg,
      logger,
      onChange: (payload) => heard.push(payload),
      onState: (state) => states.push(state),
    })
    /** How long it waited before each of its attempts so far, but for the first. */
    const waits = () => database.attempts.slice(1).map((at, n) => at - database.attempts[n])
    return { database, states, heard, logger, listener, waits }
  }

  it("waits twice as long each time, and ten seconds at most, of which half is left to chance", async () => {
    const { database, listener, waits, states, logger } = create()
    await listener.start()
    await jest.advanceTimersByTimeAsync(30_000)
    expect(waits()).toEqual([50, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000, 5_000])
    expect(new Set(states)).toEqual(new Set(["lost"]))
    // Once, however often it fails.
    expect(logger.warn).toHaveBeenCalledTimes(1)

    jest.spyOn(Math, "random").mockReturnValue(0.999_999)
    await jest.advanceTimersByTimeAsync(25_000)
    expect(waits().at(-1)).toBe(9_999)
    await listener.stop()
    const { length } = database.attempts
    await jest.advanceTimersByTimeAsync(60_000)
    expect(database.attempts).toHaveLength(length)
  })

  it("hears of changes once it is back, and begins with short waits when it goes away again", async () => {
    const { database, listener, waits, states, heard, logger } = create()
    await listener.start()
    await jest.advanceTimersByTimeAsync(2_000)
    database.comesBack()
    await jest.advanceTimersByTimeAsync(2_000)
    expect(states.at(-1)).toBe("listening")
    expect(logger.info).toHaveBeenCalledTimes(1)
    database.announce("user_1")
    expect(heard).toEqual(["user_1"])

    const before = waits().length
    database.goesAway()
    expect(states.at(-1)).toBe("lost")
    await jest.advanceTimersByTimeAsync(200)
    // Between the first of them and the attempt before it, everything was well.
    expect(waits().slice(before + 1)).toEqual([100])
    await listener.stop()
  })
})
